// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import PersonalLinks

@Suite struct LinkDownloadTests {
  private let key = LinkKey.random()
  private let provider: DomainName
  private let token: LinkToken

  init() throws {
    provider = try DomainName("example.ch")
    let link = PersonalLink(
      try MailAddress("anna@example.ch"), Person(name: try DisplayText("Anna")), parts: "mail",
      expires: 1_800_000_000, isSingleUse: true)
    token = LinkToken(link, provider: provider, key: key)
  }

  private func text(_ password: String? = "s3cret-app-pass") -> String {
    LinkDownload(token, made: 1_799_999_999, password: password).text(provider: provider, key: key)
  }

  @Test func comesBackAsItWas() throws {
    for password in ["s3cret", "", "\u{E4}\u{1F511}", String(repeating: "x", count: 1_024), nil] {
      let read = try #require(LinkDownload(text(password), provider: provider, key: key))
      #expect(read.link == token.link && read.identifier == token.identifier)
      #expect(read.made == 1_799_999_999 && read.expires == 1_800_000_599)
      #expect(read.password == password)
    }
  }

  @Test func nothingOfItCanBeReadOrMadeWithoutTheKey() throws {
    let one = text()
    #expect(one != text(), "each is another one")
    let bytes = try #require(Base64URL.bytes(one))
    for word in ["s3cret", "anna", "Anna", "example", "mail"] {
      #expect(bytes.firstRange(of: Array(word.utf8)) == nil, "\(word)")
    }
    #expect(LinkDownload(one, provider: provider, key: .random()) == nil)
    #expect(LinkDownload(one, provider: try DomainName("example.com"), key: key) == nil)
    #expect(LinkDownload(token.text, provider: provider, key: key) == nil, "a link is none")
    #expect(LinkToken(one)?.isGenuine(provider: provider, key: key) != true)
  }

  @Test func everyChangedByteIsNoticed() throws {
    let bytes = try #require(Base64URL.bytes(text()))
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1
      #expect(
        LinkDownload(Base64URL.text(changed), provider: provider, key: key) == nil, "at \(index)")
    }
    for count in 0..<bytes.count {
      #expect(
        LinkDownload(Base64URL.text(Array(bytes.prefix(count))), provider: provider, key: key)
          == nil)
    }
    #expect(
      LinkDownload(String(repeating: "A", count: 100_000), provider: provider, key: key) == nil)
  }
}
