// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import Testing

@testable import SetupSheets

/// Sheets and pages from right to left, in a language that is made of Hebrew letters for tests.
@Suite struct RightToLeftTests {
  /// The English sentences in Hebrew letters; gaps and words between asterisks stay.
  private static func hebrew(_ text: String) -> String {
    var isOpen = true
    return String(
      text.map { character -> Character in
        if character == "{" || character == "}" || character == "*" {
          isOpen = character == "}" || !isOpen && character == "*"
        }
        guard isOpen, let byte = character.asciiValue, character.isLetter,
          let letter = UnicodeScalar(0x05D0 + UInt32(byte % 27))
        else { return character }
        return Character(letter)
      })
  }

  private static func library() throws -> SheetLibrary {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: "sheets-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "languages"), withIntermediateDirectories: true)
    let phrases = Phrase.allCases.map { phrase in
      "  \(phrase.rawValue): \"\(hebrew(Wording.english[phrase]))\"\n"
    }
    try Data(("phrases:\n" + phrases.joined()).utf8).write(
      to: folder.appending(path: "languages/he.yaml"))
    return try SheetLibrary.load(folder: folder.path)
  }

  @Test func sheetsRunFromRightToLeft() throws {
    let library = try Self.library()
    let account = try Samples.account(Samples.everything(), name: "Anna Muster", language: "he")
    let page = try SheetHTML(library).render(account, RenderOptions()).text
    #expect(page.contains("<html lang=\"he\" dir=\"rtl\">"))
    #expect(page.contains("<code translate=\"no\" dir=\"ltr\">imap.example.net</code>"))
    #expect(page.contains(Self.hebrew("What to type")))
    let english = try SheetHTML(library).render(
      Samples.account(Samples.usual()), RenderOptions()
    ).text
    #expect(!english.contains("dir=\"rtl\"") && !english.contains("dir=\"ltr\""))
  }

  @Test func theSetUpPageRunsFromRightToLeft() throws {
    let page = SetupPage(try Self.library())
    let language = try Language("he")
    let bytes = page.form(try Samples.usual(), language)
    #expect(String(decoding: bytes, as: UTF8.self).contains("<html lang=\"he\" dir=\"rtl\""))
  }

  @Test(arguments: [
    ("ar", true), ("he-IL", true), ("fa", true), ("az-Arab", true), ("pa-Arab-PK", true),
    ("de", false), ("ar-Latn", false), ("en", false), ("pt-BR", false),
  ])
  func languagesHaveADirection(_ tag: String, _ isRightToLeft: Bool) throws {
    #expect(try Language(tag).isRightToLeft == isRightToLeft)
  }
}
