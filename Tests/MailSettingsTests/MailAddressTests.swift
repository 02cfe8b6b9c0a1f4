// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

/// Mail addresses in all their spellings.
struct MailAddressTests {
  struct Good: CustomTestStringConvertible, Sendable {
    let text: String
    let spelling: String
    let tag: String?
    let base: String
    let why: String
    var testDescription: String { "\(text): \(why)" }

    init(
      _ text: String, spelling: String? = nil, tag: String? = nil, base: String? = nil,
      _ why: String
    ) {
      self.text = text
      self.spelling = spelling ?? text
      self.tag = tag
      self.base = base ?? self.spelling
      self.why = why
    }
  }

  @Test(arguments: [
    Good("anna@example.ch", "plain"),
    Good("Anna.B@EXAMPLE.ch", spelling: "Anna.B@example.ch", "only the domain's case is folded"),
    Good("anna@bücher.example", spelling: "anna@xn--bcher-kva.example", "an IDN"),
    Good("anna+a+b@e.ch", tag: "a+b", base: "anna@e.ch", "the tag begins at the first plus"),
    Good("anna+@e.ch", tag: "", base: "anna@e.ch", "an empty tag"),
    Good("+41791234567@e.ch", "a leading plus starts no tag"),
    Good("+41+t@e.ch", tag: "t", base: "+41@e.ch", "the second one does"),
    Good(
      "!#$%&'*+-/=?^_`{|}~@e.ch", tag: "-/=?^_`{|}~", base: "!#$%&'*@e.ch", "every atom character"),
    Good("\"anna\"@e.ch", spelling: "anna@e.ch", "quotes that are not needed"),
    Good("\"a\\nna\"@e.ch", spelling: "anna@e.ch", "a backslash that is not needed"),
    Good("\"a b\"@e.ch", "a blank"),
    Good("\"a@b\"@e.ch", "an @ in quotes"),
    Good("\"a..b\"@e.ch", "two dots"),
    Good("\"a\\\"b\\\\c\"@e.ch", "quote and backslash"),
    Good("\"a\\\"\u{301}b\"@e.ch", "a quote below a combining mark"),
    Good("\"a b+t\"@e.ch", tag: "t", base: "\"a b\"@e.ch", "a tag in quotes"),
    Good("jürg@e.ch", "SMTPUTF8"),
    Good("用户@例え.テスト", spelling: "用户@xn--r8jz45g.xn--zckzah", "SMTPUTF8 in another script"),
    Good(String(repeating: "a", count: 64) + "@e.ch", "64 bytes"),
  ])
  func isRead(_ row: Good) throws {
    let address = try MailAddress(row.text)
    #expect(address.description == row.spelling)
    #expect(address.tag == row.tag)
    #expect(address.base.description == row.base)
    #expect(address.base.base == address.base)
    #expect(try MailAddress(address.description) == address)
    #expect(try MailAddress(address.base.description) == address.base)
  }

  @Test(arguments: [
    ("", "'' has no '@'"),
    ("anna", "'anna' has no '@'"),
    ("@e.ch", "'@e.ch' has nothing before the '@'"),
    ("\"\"@e.ch", "'\"\"@e.ch' has a quoted part that is empty or not closed"),
    ("\"a@e.ch", "'\"a@e.ch' has a quoted part that is empty or not closed"),
    ("\"a\"b@e.ch", "'\"a\"b@e.ch' goes on after the closing quote"),
    ("\"a\\\"@e.ch", "'\"a\\\"@e.ch' has a quoted part that is empty or not closed"),
    ("\"a\nb\"@e.ch", "'\"a\\u{A}b\"@e.ch' has a control character before the '@'"),
    ("anna@", "'anna@' has no usable domain: the name is empty"),
    (
      "anna@[192.0.2.1]",
      "'anna@[192.0.2.1]' has no usable domain: '[192.0.2.1]' is not a host name"
    ),
  ])
  func isRefused(_ text: String, _ message: String) {
    let error = #expect(throws: InvalidValue.self) { try MailAddress(text) }
    #expect(error?.message == message)
  }

  @Test(arguments: [
    "a b@e.ch", ".a@e.ch", "a.@e.ch", "a..b@e.ch", "a,b@e.ch", "a@b@e.ch", "<a>@e.ch",
    "a\u{200B}@e.ch",
    "a\u{A0}b@e.ch", "a\0@e.ch", "a(c)@e.ch", "a:b@e.ch", "a\u{202E}@e.ch",
  ])
  func needsQuotes(_ text: String) {
    let error = #expect(throws: InvalidValue.self) { try MailAddress(text) }
    #expect(error?.fix != nil)
  }

  @Test func lengthsAreThoseOfSMTP() {
    let local = String(repeating: "a", count: 65)
    #expect(throws: InvalidValue.self) { try MailAddress("\(local)@e.ch") }
    let domain = String(repeating: "abcdefghi.", count: 20) + "example"
    #expect(throws: Never.self) {
      try MailAddress("\(String(repeating: "a", count: 46))@\(domain)")
    }
    #expect(throws: InvalidValue.self) {
      try MailAddress("\(String(repeating: "a", count: 48))@\(domain)")
    }
    #expect(throws: InvalidValue.self) {
      try MailAddress(String(repeating: "\"a b\"", count: 1_000_000) + "@e.ch")
    }
  }

  @Test func kindsAreTold() throws {
    #expect(try MailAddress("a@e.ch").isASCII)
    #expect(try !MailAddress("ü@e.ch").isASCII)
    #expect(try MailAddress("a@ü.ch").isASCII)
    #expect(try MailAddress("\"a b\"@e.ch").isQuoted)
    #expect(try !MailAddress("\"a\"@e.ch").isQuoted)
    let moved = try MailAddress("a+b@e.ch").at(DomainName("f.ch"))
    #expect(moved.description == "a+b@f.ch")
  }
}
