// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ProfileServer

/// Percent-encoding and the pieces of fields.
@Suite struct TextTests {
  @Test(arguments: [
    ("a", "a"), ("", ""), ("%61", "a"), ("%c3%BC", "ü"), ("a+b", "a+b"), ("%2B", "+"), ("ü", "ü"),
    ("%25", "%"), ("%2525", "%25"), ("%0D%0A", "\r\n"), ("%", nil), ("%4", nil), ("%4x", nil),
    ("%x4", nil), ("%%41", nil), ("a%00", nil), ("%C3", nil), ("%C3%28", nil), ("%ED%A0%80", nil),
    ("%C0%AF", nil), ("\u{FFFD}", nil), ("%EF%BF%BD", nil), ("%EF%BC%A0", "＠"),
    ("%F0%9F%A6%8A", "🦊"), (String(repeating: "a", count: 4_097), nil),
  ])
  func isDecoded(_ text: String, _ wanted: String?) {
    #expect(text[...].percentDecoded == wanted)
  }

  @Test(arguments: [
    ("", "", ""), ("a", "a", ""), ("a=b", "a", "b"), ("a=b=c", "a", "b=c"), ("=", "", ""),
    ("ü=é", "ü", "é"), ("a=\u{301}", "a", "\u{301}"),
  ])
  func isSplit(_ text: String, _ before: String, _ after: String) {
    let parts = text[...].split(at: "=")
    #expect(Array(parts.before.utf8) == Array(before.utf8))
    #expect(Array(parts.after.utf8) == Array(after.utf8))
    let longer = "x\(text)y".dropFirst().dropLast()
    #expect(Array(longer.split(at: "=").after.utf8) == Array(after.utf8), "inside another text")
  }

  @Test(arguments: [
    ("abc", "abc", true), ("ABC-1", "abc-1", true), ("abd", "abc", false), ("ab", "abc", false),
    ("@", "`", false), ("[", "{", false), ("\u{17F}", "s", false), ("\u{212A}", "k", false),
  ])
  func caseOfASCIIDoesNotMatter(_ text: String, _ other: String, _ isEqual: Bool) {
    #expect(text[...].isEqualIgnoringCase(other) == isEqual)
  }

  @Test(arguments: [(" a ", "a"), ("\t\r\n", ""), ("", ""), ("a b", "a b"), ("\u{A0}a", "\u{A0}a")])
  func blanksAreTrimmed(_ text: String, _ wanted: String) {
    #expect(text[...].trimmed == wanted)
  }

  @Test(arguments: [
    (0, "00:00:00.0000000"), (42, "00:00:00.0000420"), (86_399_999_999, "23:59:59.9999990"),
    (86_400_000_000, "00:00:00.0000000"), (-1, "23:59:59.9999990"),
    (Int.min, nil), (Int.max, nil),
  ])
  func aTimeOfDayIsWithinADay(_ microseconds: Int, _ wanted: String?) {
    let time = TimeOfDay(microseconds: microseconds)
    #expect(0..<86_400_000_000 ~= time.microseconds)
    let document = String(
      decoding: AutodiscoverError.invalidRequest.document(at: time), as: UTF8.self)
    if let wanted { #expect(document.contains("Time=\"\(wanted)\"")) }
  }
}
