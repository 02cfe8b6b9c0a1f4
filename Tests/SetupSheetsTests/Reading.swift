// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

@testable import SetupSheets

/// How tests read a sheet before any writer has spelled it.
extension Sheet {
  private var blocks: [Block] { sections.flatMap(\.blocks) }

  var tables: [ValueTable] {
    blocks.compactMap { if case .values(let table) = $0 { table } else { nil } }
  }

  var grids: [Grid] {
    blocks.compactMap { if case .grid(let grid) = $0 { grid } else { nil } }
  }

  var notices: [String] {
    blocks.compactMap { if case .notice(_, let line) = $0 { line.plainText } else { nil } }
  }

  /// Everything that the sheet says, a line for each line.
  var text: String {
    let parts = blocks.flatMap { block -> [String] in
      switch block {
      case .paragraph(let line), .notice(_, let line): [line.plainText]
      case .values(let table): table.flat
      case .grid(let grid): [grid.caption] + grid.flat
      case .steps(let lines), .list(let lines): lines.map(\.plainText)
      case .codes(let codes): codes.flatMap { [$0.caption] + $0.lines.map(\.plainText) }
      }
    }
    return (sections.map(\.heading) + parts).joined(separator: "\n")
  }
}

extension ValueTable {
  /// The caption, then `label: value`, the lines of a value with `/` between them.
  var flat: [String] {
    [caption]
      + rows.map { "\($0.label): \($0.lines.map(\.plainText).joined(separator: " / "))" }
  }
}

extension Grid {
  /// The header and the rows, cells with `|` between them.
  var flat: [String] {
    [headers.joined(separator: " | ")]
      + rows.map { $0.map(\.plainText).joined(separator: " | ") }
  }
}
