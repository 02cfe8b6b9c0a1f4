// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

/// Whatever text comes, a value is refused or stays what it is when it is read again.
struct PropertyTests {
  private static let pieces: [String] = [
    "a", "Z", "9", "-", ".", "_", "xn--", "bcher-kva", "ü", "u\u{308}", "ß", "例", "。", "１",
    "\u{200D}",
    "م", "@", "+", "\"", "\\", " ", "\t", "\u{301}", "{local}", "{domain}", "{address}", "{", "}",
    "https://", "webcal://", ":", "443", "/", "?", "#", "%", "%41", "[", "]", "*", "\u{0}",
    "\u{202E}", "👍🏽", "example", "ch", ".ch", "@e.ch",
  ]

  private static func texts(_ count: Int) -> [String] {
    var generator = SeededGenerator(seed: 7)
    return (0..<count).map { _ in
      (0..<Int.random(in: 1...8, using: &generator))
        .compactMap { _ in pieces.randomElement(using: &generator) }.joined()
    }
  }

  @Test func namesStayWhatTheyAre() throws {
    var good = 0
    for text in Self.texts(20_000) {
      guard let name = try? DomainName(text) else { continue }
      good += 1
      #expect(try DomainName(name.ascii) == name)
      #expect(try DomainName(name.unicode) == name, "\(name) is \(name.unicode)")
      #expect(name.ascii.utf8.count <= 253)
      #expect(name.labels.allSatisfy { (1...63).contains($0.utf8.count) })
      #expect(name.labels.last?.utf8.allSatisfy { (0x30...0x39).contains($0) } == false)
    }
    #expect(good > 100)
  }

  @Test func addressesStayWhatTheyAre() throws {
    var good = 0
    for text in Self.texts(20_000).map({ "\($0)@e.ch" }) {
      guard let address = try? MailAddress(text) else { continue }
      good += 1
      let again = try MailAddress(address.description)
      #expect(again == address)
      #expect(again.description == address.description)
      #expect(!address.base.localContent.unicodeScalars.dropFirst().contains("+"))
      #expect(try MailAddress(address.base.description) == address.base)
    }
    #expect(good > 100)
  }

  @Test func urlsStayWhatTheyAre() throws {
    var good = 0
    for text in Self.texts(20_000).map({ "https://e.ch/\($0)" }) {
      guard let url = try? WebURL(text) else { continue }
      good += 1
      #expect(try WebURL(url.description) == url)
      #expect(
        url.description.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C })
    }
    #expect(good > 100)
  }

  @Test func everyAccountIsDerivedOrSaysWhyNot() throws {
    var provider = Provider(id: try DomainName("e.ch"), name: try DisplayText("E"))
    let address = try MailAddress("\"a b+c\"@l.ch")
    for text in Self.texts(20_000) {
      provider.incoming = (try? HostPattern(text)).map { [Server(.imap, host: $0)] } ?? []
      provider.webmail = try? URLPattern("https://e.ch/\(text)")
      if let pattern = try? Pattern(text) {
        provider.files = [FileService(url: try URLPattern("https://f.ch"))]
        provider.files[0].username = .pattern(pattern)
      }
      for account in [
        AccountSettings(provider, address: address, loginDomain: provider.id),
        AccountSettings(provider, domain: address.domain, loginDomain: provider.id),
      ] {
        #expect(
          account.incoming.count + (account.webmail == nil ? 0 : 1) + account.findings.count
            == provider.incoming.count + (provider.webmail == nil ? 0 : 1))
        #expect(account.files.allSatisfy { !$0.username.parts.isEmpty })
      }
    }
  }
}
