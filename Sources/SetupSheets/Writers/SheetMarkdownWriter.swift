// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Spells a sheet as Markdown, for wikis and ticket systems.
struct SheetMarkdownWriter {
  private var markdown = MarkdownWriter()

  /// The sheet as UTF-8, with one line feed at the end.
  static func write(_ sheet: Sheet) -> [UInt8] {
    var writer = SheetMarkdownWriter()
    writer.markdown.heading(1, spelled(sheet.title))
    writer.markdown.paragraph(spelled(sheet.subject))
    for section in sheet.sections {
      writer.markdown.heading(2, [.words(section.heading)])
      for block in section.blocks { writer.block(block) }
    }
    for line in sheet.edition { writer.markdown.paragraph(spelled(line)) }
    var bytes = writer.markdown.bytes
    while bytes.last == 0x0A { bytes.removeLast() }
    return bytes + [0x0A]
  }

  private mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let line): markdown.paragraph(Self.spelled(line))
    case .notice(let word, let line):
      markdown.quotation([.strong(word), .words(" ")] + Self.spelled(line))
    case .values(let table):
      markdown.paragraph([.strong(table.caption)])
      markdown.table(
        [[], []],
        table.rows.map {
          [[[.words($0.label)]] + Self.small($0.original), $0.lines.map(Self.spelled)]
        })
    case .grid(let grid):
      markdown.paragraph([.strong(grid.caption)])
      markdown.table(
        grid.headers.map { [.words($0)] }, grid.rows.map { $0.map { [Self.spelled($0)] } })
    case .steps(let lines): markdown.list(lines.map(Self.spelled), numbered: true)
    case .list(let lines): markdown.list(lines.map(Self.spelled), numbered: false)
    case .codes: break
    }
  }

  private static func small(_ original: String?) -> [[MarkdownWriter.Inline]] {
    original.map { [[.words("(\($0))")]] } ?? []
  }

  static func spelled(_ line: Line) -> [MarkdownWriter.Inline] {
    line.map { run in
      switch run {
      case .text(let text): .words(text)
      case .given(let text, _): .given(text.text)
      case .typed(let text): .value(text)
      case .standIn(let text): .slanted(text)
      case .lineBreak: .lineBreak
      case .menu(let words, _): .strong(words)
      case .original(let words): .words(" (\(words))")
      case .link(let text, let target): .link(text, target: target)
      }
    }
  }
}
