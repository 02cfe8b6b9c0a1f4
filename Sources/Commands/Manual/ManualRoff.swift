// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console

extension Roff {
  /// A chapter of the manual as a page of section 7.
  init(_ topic: ManualTopic, version: String, date: String) {
    self.init(title: "mkprofile-\(topic.name)", section: 7, version: version, date: date)
    heading("NAME")
    paragraph("mkprofile-\(topic.name) - \(topic.title)")
    if case .heading = topic.blocks.first {} else { heading("DESCRIPTION") }
    for block in topic.blocks {
      switch block {
      case .heading(let level, let title) where level < 3: heading(title.uppercased())
      case .heading(_, let title): subheading(title)
      case .paragraph(let text): paragraph(text)
      case .item(let mark, let text): item(mark == "-" ? "\u{2022}" : mark, text)
      case .code(let lines): example(lines)
      case .table(let head, let rows):
        for row in rows { term(row.first ?? "", ManualText.details(head, row)) }
      }
    }
  }
}
