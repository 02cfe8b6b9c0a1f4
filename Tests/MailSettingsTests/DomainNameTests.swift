// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

/// Names of domains and hosts.
struct DomainNameTests {
  struct Good: CustomTestStringConvertible, Sendable {
    let text: String
    let ascii: String
    let why: String
    var testDescription: String { "\(text): \(why)" }

    init(_ text: String, _ ascii: String, _ why: String) {
      self.text = text
      self.ascii = ascii
      self.why = why
    }
  }

  @Test(arguments: [
    Good("example.ch", "example.ch", "plain"),
    Good("EXAMPLE.Ch", "example.ch", "case is folded"),
    Good("example.ch.", "example.ch", "one trailing dot"),
    Good("localhost", "localhost", "one label"),
    Good("1und1.de", "1und1.de", "a digit in front"),
    Good("3com.4.example", "3com.4.example", "a label of digits, but not the last"),
    Good("a--b.ch", "a--b.ch", "two hyphens inside"),
    Good("x.ch", "x.ch", "an x alone"),
    Good("axn--b.ch", "axn--b.ch", "xn-- not in front"),
    Good("bücher.example", "xn--bcher-kva.example", "an IDN"),
    Good("BÜCHER.example", "xn--bcher-kva.example", "an IDN in upper case"),
    Good("bu\u{308}cher.example", "xn--bcher-kva.example", "a letter with a combining mark"),
    Good("XN--BCHER-KVA.example", "xn--bcher-kva.example", "an A-label in upper case"),
    Good("straße.de", "xn--strae-oqa.de", "IDNA 2008 keeps ß"),
    Good("例え。テスト", "xn--r8jz45g.xn--zckzah", "an ideographic full stop"),
    Good("ｅｘａｍｐｌｅ.ch", "example.ch", "full-width letters"),
    Good("موقع.example", "xn--4gbrim.example", "right to left"),
    Good(
      String(repeating: "a", count: 63) + ".ch", String(repeating: "a", count: 63) + ".ch", "63"),
    Good(
      String(repeating: "abcdefghi.", count: 25) + "abc",
      String(repeating: "abcdefghi.", count: 25) + "abc", "253 characters"),
  ])
  func isRead(_ row: Good) throws {
    let name = try DomainName(row.text)
    #expect(name.ascii == row.ascii)
    #expect(try DomainName(name.ascii) == name)
    #expect(try DomainName(name.unicode) == name)
  }

  struct Bad: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String
    var testDescription: String { text }

    init(_ text: String, _ message: String) {
      self.text = text
      self.message = message
    }
  }

  @Test(arguments: [
    Bad("", "the name is empty"),
    Bad(".", "'.' is not a complete name"),
    Bad("example.ch..", "'example.ch..' is not a complete name"),
    Bad(".ch", "'.ch' has an empty label between its dots"),
    Bad("a..ch", "'a..ch' has an empty label between its dots"),
    Bad("-a.ch", "'-a.ch' has a label that begins with a hyphen"),
    Bad("a-.ch", "'a-.ch' has a label that ends with a hyphen"),
    Bad("a.ch-", "'a.ch-' has a label that ends with a hyphen"),
    Bad("a_b.ch", "'a_b.ch' has an underscore, which host names cannot have"),
    Bad("a b.ch", "'a b.ch' has a character that host names cannot have"),
    Bad("*.ch", "'*.ch' has a character that host names cannot have"),
    Bad("a/b.ch", "'a/b.ch' has a character that host names cannot have"),
    Bad("a\0.ch", "'a\\u{0}.ch' has a character that host names cannot have"),
    Bad("192.0.2.1", "'192.0.2.1' is an IP address or a number"),
    Bad("192.0.2.1.", "'192.0.2.1.' is an IP address or a number"),
    Bad("3232235777", "'3232235777' is an IP address or a number"),
    Bad("１９２.0.2.1", "'１９２.0.2.1' is an IP address or a number"),
    Bad("[192.0.2.1]", "'[192.0.2.1]' is not a host name"),
    Bad("2001:db8::1", "'2001:db8::1' is not a host name"),
    Bad("a.ch:993", "'a.ch:993' is not a host name"),
    Bad("https://a.ch", "'https://a.ch' is not a host name"),
    Bad("xn--.ch", "'xn--.ch' has a label that ends with a hyphen"),
    Bad(
      "xn--bcher-kva.xn--a.ch",
      "'xn--bcher-kva.xn--a.ch' has an 'xn--' label that is not valid punycode"),
    Bad("xn--a.ch", "'xn--a.ch' has an 'xn--' label that is not valid punycode"),
    Bad("XN--zzzzz99.ch", "'XN--zzzzz99.ch' has an 'xn--' label that is not valid punycode"),
    Bad(
      String(repeating: "a", count: 64) + ".ch",
      "'\(String(repeating: "a", count: 64)).ch' has a label longer than 63 characters"),
    Bad(
      String(repeating: "abcdefghi.", count: 25) + "abcd",
      "'\(String(repeating: "abcdefghi.", count: 8))…' is longer than 253 characters"),
    Bad(
      String(repeating: "xn--bcher-kva.", count: 100_000),
      "'\(String(String(repeating: "xn--bcher-kva.", count: 6).prefix(80)))…' is longer than 253 characters"
    ),
    Bad(
      String(repeating: "ü", count: 2_000_000),
      "'\(String(repeating: "ü", count: 80))…' is longer than 253 characters"),
  ])
  func isRefused(_ row: Bad) {
    let error = #expect(throws: InvalidValue.self) { try DomainName(row.text) }
    #expect(error?.message == row.message)
  }

  @Test(arguments: ["a\u{200B}b.ch", "☃\u{FE0F}.\u{200D}", "a\u{202E}b.ch", "\u{301}a.ch", "ü..ch"])
  func whatIDNAForbidsIsRefused(_ text: String) {
    // What the library maps to nothing may stay; what is left is a legal name in any case.
    if let name = try? DomainName(text) {
      #expect((try? DomainName(name.ascii)) == name)
      #expect(name.ascii.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func partsAreReachable() throws {
    let name = try DomainName("mail.bücher.example")
    #expect(name.labels == ["mail", "xn--bcher-kva", "example"])
    #expect(name.parent?.parent?.ascii == "example")
    #expect(name.parent?.parent?.parent == nil)
    #expect(name.unicode == "mail.bücher.example")
    #expect(name.prefixed(by: "autoconfig")?.ascii == "autoconfig.mail.xn--bcher-kva.example")
    #expect(name.prefixed(by: "_dmarc") == nil)
    let long = try DomainName(String(repeating: "abcdefghi.", count: 25) + "abc")
    #expect(long.prefixed(by: "a") == nil)
    #expect(try DomainName("a.ch") < DomainName("b.ch"))
  }

  @Test func recordNamesMayHaveUnderscoresAndNumbers() throws {
    for (text, name) in [
      ("_spf.Example.ch.", "_spf.example.ch"), ("20260101", "20260101"), ("a-.b", "a-.b"),
    ] {
      #expect(try RecordName(text).ascii == name)
    }
    let long = String(repeating: "a", count: 64)
    for text in [
      "", ".", "a..b", "ü.ch", "a b", "a\"", long, String(repeating: "a.", count: 127) + "a",
    ] {
      #expect(throws: InvalidValue.self) { try RecordName(text) }
    }
  }
}
