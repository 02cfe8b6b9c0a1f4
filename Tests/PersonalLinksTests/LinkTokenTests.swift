// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import PersonalLinks

@Suite struct LinkTokenTests {
  private let key = LinkKey.random()
  private let provider: DomainName
  private let link: PersonalLink

  init() throws {
    provider = try DomainName("example.ch")
    link = PersonalLink(
      try MailAddress("j\u{FC}rgen+x@example.ch"),
      Person(
        name: try DisplayText("J\u{FC}rgen \"M\" & S\u{F6}hne"), login: try DisplayText("u-17"),
        language: try Language("de-CH")),
      parts: "mail,calendars", device: "iphone", expires: 1_800_000_000)
  }

  @Test func comesBackAsItWas() throws {
    var once = link
    once.isSingleUse = true
    for link in [link, once, PersonalLink(try MailAddress("a@b.example"), expires: 0)] {
      let token = LinkToken(link, provider: provider, key: key)
      let read = try #require(LinkToken(token.text))
      #expect(read.link == link)
      #expect(read.isGenuine(provider: provider, key: key))
      #expect(read.text == token.text)
      #expect(read.identifier == token.identifier)
    }
  }

  @Test func saysNothingAtAGlance() {
    let text = LinkToken(link, provider: provider, key: key).text
    #expect(text.utf8.allSatisfy { Base64URL.bytes(String(UnicodeScalar($0)) + "A") != nil })
    for word in ["@", "example", "rgen", "u-17", "%"] { #expect(!text.contains(word)) }
  }

  @Test func everyChangedCharacterIsNoticed() {
    let token = LinkToken(link, provider: provider, key: key)
    var characters = Array(token.text.utf8)
    for index in characters.indices {
      let old = characters[index]
      for new in [UInt8(ascii: "A"), UInt8(ascii: "_"), UInt8(ascii: "."), old ^ 1] where new != old
      {
        characters[index] = new
        let read = LinkToken(String(decoding: characters, as: UTF8.self))
        #expect(read?.isGenuine(provider: provider, key: key) != true, "at \(index)")
      }
      characters[index] = old
    }
    for count in 0..<characters.count {
      let read = LinkToken(String(decoding: characters.prefix(count), as: UTF8.self))
      #expect(read?.isGenuine(provider: provider, key: key) != true)
    }
  }

  @Test func anotherKeyOrProviderDoesNotOpenIt() throws {
    let token = LinkToken(link, provider: provider, key: key)
    #expect(!token.isGenuine(provider: provider, key: .random()))
    #expect(!token.isGenuine(provider: try DomainName("example.com"), key: key))
  }

  /// A token that was sealed with the right key, of a link that is spelled in another way.
  @Test func thereIsOneSpelling() throws {
    let bytes = link.encoded
    #expect(PersonalLink(encoded: bytes) == link)
    let head = Array(bytes.prefix(9))
    let first = Array(bytes[9..<(12 + Int(bytes[11]))])
    let rest = Array(bytes.dropFirst(9 + first.count))
    let foreign: [UInt8] = [1, 0, 13] + Array("a@EXAMPLE.com".utf8)
    let blanks: [UInt8] = [2, 0, 3] + Array(" a ".utf8)
    let upper: [UInt8] = [4, 0, 2] + Array("DE".utf8)
    let others: [[UInt8]] = [
      [2] + Array(bytes.dropFirst()), bytes + first, bytes + [8, 0, 0], bytes + [6, 0, 0],
      bytes + [7, 0, 1, 0x31],
      Array(bytes.dropLast()), bytes + [0], head, [], head + rest + first, head + foreign,
      head + first + blanks, head + first + upper,
    ]
    for other in others { #expect(PersonalLink(encoded: other) == nil, "\(other)") }
  }

  @Test func garbageIsRefused() {
    var chance = SeededGenerator(seed: Fuzzing.seed(3))
    for _ in 0..<Fuzzing.rounds(2_000) {
      let count = Int.random(in: 0...200, using: &chance)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
      let read = LinkToken(Base64URL.text([1] + bytes))
      #expect(read?.isGenuine(provider: provider, key: key) != true)
      #expect(Base64URL.bytes(Base64URL.text(bytes)) == bytes)
    }
    #expect(LinkToken(String(repeating: "A", count: 100_000)) == nil)
  }

  @Test func keysComeBackFromTheirFile() throws {
    let again = try LinkKey(file: key.file)
    #expect(again.bytes == key.bytes)
    #expect(key.file.count == 65)
    #expect(LinkKey.random().bytes != key.bytes)
  }

  @Test(arguments: [
    "", "\n", "abc", String(repeating: "a", count: 63), String(repeating: "a", count: 65),
    String(repeating: "g", count: 64), String(repeating: "a", count: 258),
    String(repeating: "a", count: 32) + " " + String(repeating: "a", count: 32),
  ])
  func badKeyFilesAreRefused(_ content: String) {
    #expect(throws: InvalidValue.self) { try LinkKey(file: Array(content.utf8)) }
  }
}
