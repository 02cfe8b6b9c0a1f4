// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import SettingsFile

/// However a file is damaged, it is read or refused with a place; it never ends the program.
struct MutationTests {
  private static let pieces: [String] = [
    "", "-", ": ", "\n", "\t", "[", "]", "{", "}", "*", "&a ", "*a", "!", "|", ">", "\"", "'", "#",
    "0", "-1", "99999999999999999999", "1e999", "true", "null", "~", "é", "\u{0}", "\u{2028}", "%",
    "@", "\\", "\\u{D83D}", "\\uD83D", "xn--", ".", "..", "*.", "{local}", "{", "http://", "::",
    "provider", "providers:", "domains:", "incoming:", "port: 0", "---\n", "<<: ", "? ", "\r",
  ]

  private static func mutated(_ text: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = text
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let at = Int.random(in: 0...bytes.count, using: &generator)
      let length = min(bytes.count - at, Int.random(in: 0...8, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeSubrange(at..<(at + length))
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: at)
      case 2:
        let piece = pieces.randomElement(using: &generator) ?? ""
        bytes.replaceSubrange(at..<(at + length), with: Array(piece.utf8))
      default:
        let from = Int.random(in: 0...bytes.count, using: &generator)
        let chunk = bytes[from..<min(bytes.count, from + 40)]
        bytes.insert(contentsOf: Array(chunk), at: at)
      }
    }
    return bytes
  }

  private static let yaml = service(
    """
    calendars: [{protocol: caldav, url: &u "https://d.ch/{address}", name: {de: K, en: C}}]
    directories: [{protocol: ldap, host: l.ch, searchBases: [{base: "dc=a", scope: subtree}]}]
    webmail: {url: *u}
    oauth2: {issuer: a.ch, authorizationURL: https://a.ch/a, tokenURL: https://a.ch/t, scopes: [m]}
    signing: {command: [sign, -x]}
    dns: {mx: [{host: m.ch}], dkim: [{selector: a, publicKey: QUJD}], dmarc: {policy: none}, ttl: 60}
    """)
  private static let json = #"""
    {"provider": {"id": "example.ch", "name": "Ex\u00e4mple \uD83D\uDE00", "languages": ["de"]},
     "domains": [{"name": "example.ch", "aliases": ["b.ch", {"name": "c.ch", "login": "same"}]},
       {"name": "*.d.ch"}],
     "incoming": [{"protocol": "imap", "host": "mail.{domain}", "port": 993, "security": "tls"}],
     "outgoing": [{"protocol": "smtp", "host": "m.ch", "authentication": ["password"]}]}
    """#

  @Test(arguments: [("s.yaml", yaml), ("s.json", json)])
  func damagedFilesAreReadOrRefused(_ name: String, _ text: String) throws {
    var generator = SeededGenerator(seed: Fuzzing.seed(42))
    let rounds = Fuzzing.rounds(4_000)
    var refused = 0
    for _ in 0..<rounds {
      let bytes = Self.mutated(Array(text.utf8), &generator)
      do throws(SettingsFailure) {
        let catalog = try SettingsLoader.read(bytes, name: name).catalog
        #expect(catalog.providers.count >= 1)
        let address = try? MailAddress("anna@example.ch")
        _ = address.flatMap { catalog.account(for: $0) }
      } catch {
        refused += 1
        #expect(error.findings.contains { $0.severity == .error })
        #expect(error.findings.allSatisfy { $0.place != nil })
        let places = error.findings.compactMap(\.place)
        #expect(places == places.sorted())
        #expect(
          places.allSatisfy { $0.line >= 1 && $0.column >= 1 && $0.line <= bytes.count + 1 })
      }
    }
    #expect((rounds / 4..<rounds).contains(refused), "seed \(Fuzzing.seed(42))")
  }
}
