// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets

@Suite struct WordingTests {
  @Test(arguments: SheetLibrary.builtIn.languages)
  func everyLanguageHasEverySentence(_ language: Language) throws {
    let wording = try #require(SheetLibrary.builtIn.wording(language))
    for phrase in Phrase.allCases {
      #expect(!wording.missing.contains(phrase), "\(phrase)")
      let sentence = try #require(wording.sentences[phrase], "\(phrase)")
      #expect(!sentence.isEmpty)
      #expect(!sentence.contains("  ") && !sentence.contains("\n"), "\(phrase)")
      let gaps = Self.gaps(sentence)
      #expect(gaps.allSatisfy { Gap(rawValue: $0) != nil }, "\(phrase)")
      #expect(gaps == Self.gaps(Wording.english[phrase]), "\(phrase) leaves other gaps")
    }
  }

  @Test func everyGapIsInSomeSentence() {
    let texts = SheetLibrary.builtIn.allTexts.flatMap(\.entries).map(\.english)
    let used = Set((Phrase.allCases.map { Wording.english[$0] } + texts).flatMap(Self.gaps))
    #expect(used == Set(Gap.allCases.map(\.rawValue)))
  }

  @Test func gapsAreFilledWithRuns() {
    let line = Wording.english.line(
      .unprotected, [.host: [.typed("mail.example.net")], .port: [.typed("143")]])
    #expect(line.first == .text("The connection to "))
    #expect(line.contains(.typed("mail.example.net")))
    #expect(line.contains(.typed("143")))
    #expect(!line.plainText.contains("{"))
  }

  @Test(arguments: [
    (["de"], "de"), (["fr-CH", "it"], "fr"), (["de-CH"], "de-CH"), (["de-AT"], "de"),
    (["sv", "es"], "es"), (["pt-BR", "es"], "pt"), (["es-MX"], "es-419"), (["es-419"], "es-419"),
    (["es-ES"], "es"), (["en-GB"], "en"), ([], "en"),
  ])
  func theWordingIsInTheMostWantedLanguage(_ wanted: [String], _ found: String) throws {
    let languages = try wanted.map { try Language($0) }
    #expect(SheetLibrary.builtIn.wording(for: languages).language.tag == found)
  }

  @Test(arguments: [
    ("en", "5 January 2027 at 08:09 (UTC)"), ("de", "05.01.2027 um 08:09 Uhr (UTC)"),
    ("fr", "05/01/2027 à 08:09 (UTC)"), ("nl", "5 januari 2027 om 08:09 (UTC)"),
    ("pl", "05.01.2027, godz. 08:09 (UTC)"),
  ])
  func momentsAreWrittenAsDaysAre(_ tag: String, _ text: String) throws {
    let wording = try #require(SheetLibrary.builtIn.wording(try Language(tag)))
    #expect(wording.moment(1_799_136_540) == text)
  }

  /// A name that a maker begins with a small letter has none else at the head of a sentence.
  @Test func namesAtTheHeadOfASentenceStayAsTheyAre() throws {
    let german = try #require(SheetLibrary.builtIn.wording(try Language("de")))
    for (name, head) in [("eM Client", "eM Client gibt"), ("ein Drucker", "Ein Drucker gibt")] {
      #expect(german.line(.download, [.client: [.text(name)]]).plainText.hasPrefix(head))
    }
  }

  /// Another base's sentences, in the words of the country.
  @Test func latinAmericaHasItsOwnWords() throws {
    let wording = SheetLibrary.builtIn.wording(for: [try Language("es-419")])
    #expect(wording[.stepAdd].contains("agregar una cuenta"))
    #expect(wording[.insteadFolder].contains("una computadora"))
    for phrase in Phrase.allCases {
      let words = ["ordenador", "añad", "pulse", "rellén", "rellen"]
      #expect(!words.contains { wording[phrase].contains($0) })
    }
  }

  private static func gaps(_ sentence: String) -> Set<String> {
    let parts = sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst()
    return Set(parts.map { String($0.prefix { $0 != "}" }) })
  }
}
