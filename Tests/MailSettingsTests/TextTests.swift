// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

/// Texts for people, languages, findings and suggestions.
struct TextTests {
  @Test func displayTextIsOneCleanLine() throws {
    #expect(try DisplayText(" \tAnna Müller ").text == "Anna Müller")
    #expect(try DisplayText("👩‍👩‍👧‍👦", limit: 7).text == "👩‍👩‍👧‍👦")
    for text in [
      "", "  ", "a\nb", "a\u{0}", "a\u{7F}", "a\u{85}b", "a\u{2028}b", "a\u{202E}b", "a\u{2066}b",
      "a\u{FFFF}", "a\r\n", "a\u{1B}[31m",
    ] {
      #expect(throws: InvalidValue.self) { try DisplayText(text) }
    }
    #expect(throws: InvalidValue.self) { try DisplayText("abc", limit: 2) }
    #expect(throws: InvalidValue.self) { try DisplayText(String(repeating: "a", count: 1_001)) }
  }

  @Test func languagesHaveOneSpelling() throws {
    for (text, tag) in [
      ("DE", "de"), ("de_ch", "de-CH"), ("zh-hant-TW", "zh-hant-TW"), ("gsw", "gsw"),
      ("es-419", "es-419"),
    ] {
      #expect(try Language(text).tag == tag)
    }
    for text in ["", "d", "deutsch", "de-", "-de", "d1", "de-C", "de CH", "dé", "a-b-c-d-e"] {
      #expect(throws: InvalidValue.self) { try Language(text) }
    }
    #expect(try Language("de-CH").base.tag == "de")
  }

  @Test func readersGetTheirLanguage() throws {
    let text = try #require(
      LocalizedText([
        (Language("en"), DisplayText("colour")), (Language("de-CH"), DisplayText("Velo")),
        (Language("de"), DisplayText("Fahrrad")),
      ]))
    for (wanted, expected) in [
      (["de"], "Fahrrad"), (["de-CH"], "Velo"), (["de-AT"], "Velo"), (["fr", "en-GB"], "colour"),
      (["fr"], "colour"), ([], "colour"),
    ] {
      #expect(text.text(for: try wanted.map { try Language($0) }).text == expected)
    }
    #expect(LocalizedText([]) == nil)
  }

  @Test func findingsReadLikeThoseOfACompiler() {
    let place = Place(file: "settings.yaml", line: 5, column: 10)
    let whole = Finding(
      .error, at: "incoming[0].port", "0 is no port", fix: "use 993", place: place)
    #expect(
      "\(whole)"
        == "settings.yaml:5:10: error: incoming[0].port: 0 is no port\n  fix: use 993")
    #expect(
      "\(Finding(.warning, at: "", "is odd", place: place))"
        == "settings.yaml:5:10: warning: is odd")
    #expect("\(Finding(.note, at: "webmail", "is left out"))" == "note: webmail: is left out")
    #expect(
      "\(Finding(.error, at: "", "is wrong", fix: "mend it"))" == "error: is wrong\n  fix: mend it")
  }

  @Test func quotesShowWhatIsInvisible() {
    #expect("a\u{1B}b".quoted == "'a\\u{1B}b'")
    #expect("a\u{202E}b".quoted == "'a\\u{202E}b'")
    #expect(String(repeating: "ü", count: 81).quoted == "'\(String(repeating: "ü", count: 80))…'")
    let path = String(repeating: "ü", count: 81)
    #expect(path.quotedPath == "'\(path)'")
  }

  @Test func suggestionsAreLikely() {
    let words = ["imap", "pop3", "starttls", "authentication"]
    for (typed, wanted) in [
      ("imaps", "imap"), ("IMAP", "imap"), ("pop", "pop3"), ("startls", "starttls"),
      ("auth", "authentication"), ("iamp", "imap"),
    ] {
      #expect(typed.suggestion(from: words) == "; did you mean '\(wanted)'?")
    }
    let sheets = ["sheet-text", "sheet-html", "sheet-pdf", "dns", "outlook-new", "outlook-2016"]
    for (typed, wanted) in [
      ("pdf", "'sheet-pdf'"), ("Sheet", "'sheet-text', 'sheet-html' or 'sheet-pdf'"),
      ("outlook", "'outlook-new' or 'outlook-2016'"), ("outlok", "'outlook-new'"),
    ] {
      #expect(typed.suggestion(from: sheets) == "; did you mean \(wanted)?", "\(typed)")
    }
    for typed in ["", "webmail", "x", String(repeating: "z", count: 1_000_000)] {
      #expect(typed.suggestion(from: words) == "")
    }
  }
}
