// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import QRCode

@testable import SetupSheets

/// Sheets to print.
enum Samples {
  static func sheet(
    language: String = "en", subject: Line = [.text("For Anna")], value: String = "mail.example.ch",
    rows: Int = 3, codes: [String] = ["https://example.ch"]
  ) throws -> Sheet {
    let table = ValueTable(
      caption: "Incoming server",
      rows: [ValueTable.Row(label: "Server", lines: [[.typed(value)]])]
        + (0..<rows).map {
          ValueTable.Row(label: "row\($0)", lines: [[.typed("value\($0)")]])
        })
    let grid = Grid(
      caption: "Others", headers: ["Server", "Port"],
      rows: [[[.text("SMTP")], [.typed("587")]], [[.text("POP3")], [.typed("995")]]])
    let pictures = try codes.map { content throws(InvalidValue) in
      try SheetCode(caption: "Scan", content: content, lines: [[.text("With the camera.")]])
    }
    var pages = PageWords()
    (pages.before, pages.between) = ("Page ", " of ")
    var sheet = Sheet(
      language: try Language(language), title: [.text("Example Mail: set up your email")],
      subject: subject,
      sections: [
        Section(
          rank: .main, heading: "What to type",
          blocks: [.values(table), .grid(grid), .notice("Important", [.text("Type it exactly.")])]),
        Section(rank: .main, heading: "Scan", blocks: [.codes(pictures)]),
        Section(
          rank: .side, heading: "Steps",
          blocks: [.steps([[.text("Open it.")], [.text("Type "), .typed("993"), .text(".")]])]),
        Section(rank: .side, heading: "Checks", blocks: [.list([[.standIn("something")]])]),
      ])
    sheet.edition = [[.text("Issued 2026-11-23")]]
    sheet.pageWords = pages
    return sheet
  }
}
