// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Documents that this program writes and that set nothing up by themselves, or for one program
/// alone: they are told apart so that nobody calls them damaged settings.
package enum OwnFormat: String, Sendable {
  /// An account for Thunderbird on Android.
  case thunderbirdCode = "thunderbird-qr"
  /// Where another answer is to be had.
  case autodiscoverJSON = "autodiscover-json"
  /// Why there is none.
  case autodiscoverJSONError = "autodiscover-json error"
  /// An account, worked out.
  case resolvedSettings = "settings"
  /// A sheet as text, Markdown, HTML or PDF.
  case sheet
  /// Records of a zone in one of several syntaxes.
  case records = "dns"
  /// The configuration of a program that sends or fetches mail.
  case program
  /// Declarations for a system that manages devices.
  case declarations = "declaration"

  /// What bytes that are no document of mail clients begin and end with; nil for others.
  init?(text bytes: [UInt8]) {
    let head = String(decoding: bytes.prefix(200), as: UTF8.self)
    if head.hasPrefix("%PDF-") || Self.hasFooter(bytes) {
      self = .sheet
    } else if Self.beginnings.contains(where: head.hasPrefix) {
      self = .records
    } else if head.hasPrefix("---\n\"\":") || head.hasPrefix("---\n\"\" :") {
      self = .records
    } else if Self.programs.contains(where: { head.hasPrefix("# \($0) for ") })
      || head.hasPrefix("#!/bin/sh\n# Postfix for ")
    {
      self = .program
    } else {
      return nil
    }
  }

  /// What a JSON document is by its keys; nil for others.
  init?(json node: Node) {
    switch node.value {
    case .sequence(let items) where !items.isEmpty && items.allSatisfy(Self.isDeclaration):
      self = .declarations
    case .sequence(let items):
      guard items.count == 4, items[0].text == "1", case .sequence = items[1].value else {
        return nil
      }
      self = .thunderbirdCode
    case .mapping(let pairs):
      let keys = Set(pairs.map(\.key))
      if keys == ["Protocol", "Url"] {
        self = .autodiscoverJSON
      } else if keys == ["ErrorCode", "ErrorMessage"] {
        self = .autodiscoverJSONError
      } else if keys.isSuperset(of: ["loginDomain", "languages", "provider"]) {
        self = .resolvedSettings
      } else if keys == ["zone", "records"] {
        self = .records
      } else {
        return nil
      }
    case .scalar: return nil
    }
  }

  private static func isDeclaration(_ node: Node) -> Bool {
    guard case .mapping(let pairs) = node.value else { return false }
    let type = pairs.first { $0.key == "Type" }?.value.text ?? ""
    return type.hasPrefix("com.apple.") && pairs.contains { $0.key == "ServerToken" }
  }

  /// What the first line of a program's file calls it.
  private static let programs = [
    "msmtp", "Postfix", "Exim", "S-nail", "Sending mail", "mbsync", "fetchmail",
    "getmail",
    "NeoMutt", "aerc", "Himalaya",
  ]

  private static let beginnings = [
    "$ORIGIN ", "$TTL ", "zone ", "update ", "resource \"dns_", "name,type,ttl,", "NAME ",
  ]

  /// The last line of every sheet: the template, and eight hexadecimal digits of the settings.
  private static func hasFooter(_ bytes: [UInt8]) -> Bool {
    let tail = String(decoding: bytes.suffix(300), as: UTF8.self)
    guard let mark = tail.parted(by: "\u{B7} ").dropFirst().last else { return false }
    // Languages have one to four words before the digits.
    let words = mark.split { $0 == " " || $0 == "<" || $0 == "\n" || $0 == "\u{A0}" }
    return words.dropFirst().prefix(4).contains { word in
      word.utf8.count == 8
        && word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
  }
}
