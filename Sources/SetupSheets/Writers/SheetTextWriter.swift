// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Spells a sheet as text: 72 columns, no trailing blanks, one line feed at the end.
struct SheetTextWriter {
  private static let width = 72
  /// The widest column of labels beside which values still have room.
  private static let widestLabel = 26
  private var rows: [String] = []

  /// The sheet as UTF-8.
  static func write(_ sheet: Sheet) -> [UInt8] {
    var writer = SheetTextWriter()
    writer.heading(sheet.title, underline: "=")
    writer.paragraph(sheet.subject)
    for section in sheet.sections {
      writer.heading([.text(section.heading)], underline: "-")
      for block in section.blocks { writer.block(block) }
    }
    for line in sheet.edition { writer.paragraph(line) }
    if let strip = sheet.strip { writer.strip(strip) }
    while writer.rows.last?.isEmpty == true { writer.rows.removeLast() }
    return Array((writer.rows.joined(separator: "\n") + "\n").utf8)
  }

  private mutating func block(_ block: Block) {
    switch block {
    case .paragraph(let line): paragraph(line)
    case .notice(let word, let line): paragraph([.text("\(word.uppercased()) ")] + line)
    case .values(let table): values(table)
    case .grid(let table): grid(table)
    case .steps(let lines):
      for (index, line) in lines.enumerated() { item("\(index + 1).", line, indent: 4) }
      rows.append("")
    case .list(let lines):
      for line in lines { item("-", line, indent: 2) }
      rows.append("")
    case .codes: break
    }
  }

  /// Below a line from edge to edge, where the scissors go.
  private mutating func strip(_ strip: Strip) {
    rows.append(String(repeating: "- ", count: Self.width / 2).dropLast().description)
    rows += TextLayout.wrap([.text(strip.heading)], width: Self.width)
    labelled(strip.rows)
  }

  private mutating func heading(_ line: Line, underline: Character) {
    let lines = TextLayout.wrap(line, width: Self.width)
    let widest = lines.map { TextLayout.columns($0) }.max() ?? 0
    rows += lines + [String(repeating: underline, count: min(widest, Self.width)), ""]
  }

  private mutating func paragraph(_ line: Line) {
    rows += TextLayout.wrap(line, width: Self.width) + [""]
  }

  /// A line with a mark before it, its further rows below the text.
  private mutating func item(_ mark: String, _ line: Line, indent: Int) {
    let lines = TextLayout.wrap(line, width: Self.width - indent)
    for (index, text) in lines.enumerated() {
      append(index == 0 ? mark.padded(to: indent) + text : indented(text, indent))
    }
  }

  private mutating func values(_ table: ValueTable) {
    paragraph([.text(table.caption)])
    rows.removeLast()
    labelled(table.rows)
    rows.append("")
  }

  /// Labels in one column and values in the next; a value without room there stands below.
  private mutating func labelled(_ table: [ValueTable.Row]) {
    let labels = table.map { label($0) }
    let widest = labels.joined().map { TextLayout.columns($0) }.max() ?? 0
    let indent = 2 + widest + 2
    for (row, label) in zip(table, labels) {
      let value = row.lines.map { TextLayout.widestValue($0) }.max() ?? 0
      let isBeside = indent + value <= Self.width
      let start = isBeside ? indent : 4
      let lines = row.lines.flatMap { TextLayout.wrap($0, width: Self.width - start) }
      if isBeside {
        for index in 0..<max(label.count, lines.count) {
          let left = label.indices.contains(index) ? label[index] : ""
          let right = lines.indices.contains(index) ? lines[index] : ""
          append("  " + left.padded(to: indent - 2) + right)
        }
      } else {
        for line in label { append(indented(line, 2)) }
        for line in lines { append(indented(line, start)) }
      }
    }
  }

  /// A label in rows, the English one of the program below.
  private func label(_ row: ValueTable.Row) -> [String] {
    let original = row.original.map {
      TextLayout.wrap([.text("(\($0))")], width: Self.widestLabel)
    }
    return TextLayout.wrap([.text(row.label)], width: Self.widestLabel) + (original ?? [])
  }

  /// A table in columns where it fits, the last one wrapped if need be; else row by row.
  private mutating func grid(_ grid: Grid) {
    paragraph([.text(grid.caption)])
    rows.removeLast()
    let table = [grid.headers.map { [.text($0)] }] + grid.rows
    let widths = grid.headers.indices.map { column in
      table.map { $0.indices.contains(column) ? TextLayout.columns($0[column]) : 0 }.max() ?? 0
    }
    let start = widths.dropLast().reduce(2) { $0 + $1 + 2 }
    let room = Self.width - start
    let lastValue = table.compactMap(\.last).map { TextLayout.widestValue($0) }.max() ?? 0
    if widths.last ?? 0 <= room || (room >= 30 && lastValue <= room) {
      for row in table { columns(row, widths, start) }
    } else {
      for row in grid.rows {
        labelled(
          zip(grid.headers, row).filter { !$1.isEmpty }
            .map { ValueTable.Row(label: $0, lines: [$1]) })
        rows.append("")
      }
      rows.removeLast()
    }
    rows.append("")
  }

  private mutating func columns(_ row: [Line], _ widths: [Int], _ start: Int) {
    let left = zip(row.dropLast(), widths).map { $0.plainText.padded(to: $1 + 2) }.joined()
    let lines = TextLayout.wrap(row.last ?? [], width: Self.width - start)
    append("  " + left + (lines.first ?? ""))
    for line in lines.dropFirst() { append(indented(line, start)) }
  }

  private func indented(_ text: String, _ count: Int) -> String {
    String(repeating: " ", count: count) + text
  }

  private mutating func append(_ row: String) {
    let blanks = row.utf8.reversed().prefix { $0 == 0x20 }.count
    rows.append(String(row.utf8.dropLast(blanks)) ?? row)
  }
}

extension String {
  /// The text with blanks up to a number of columns.
  fileprivate func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - TextLayout.columns(self)))
  }
}
