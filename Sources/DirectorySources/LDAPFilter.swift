// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Filters of searches (RFC 4515).
enum LDAPFilter {
  /// Asks for no attribute (RFC 4511 section 4.5.1.8).
  static let none = "1.1"

  /// A text as a value in a filter: nothing in it means anything (section 3).
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var out: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x00, UInt8(ascii: "*"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
        out += [UInt8(ascii: "\\"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// A filter about somebody.
  static func filled(_ filter: String, _ address: MailAddress) -> String {
    // In one pass: what is filled in is not looked at again.
    var out = ""
    var rest = filter[...]
    let values = [
      ("{address}", address.description), ("{local}", address.local),
      ("{domain}", address.domain.ascii),
    ]
    while let open = rest.firstIndex(of: "{") {
      out += rest[..<open]
      rest = rest[open...]
      if let (name, value) = values.first(where: { rest.hasPrefix($0.0) }) {
        out += escaped(value)
        rest = rest.dropFirst(name.count)
      } else {
        out += "{"
        rest = rest.dropFirst()
      }
    }
    return out + rest
  }

  /// The same about everybody.
  static func ofEverybody(_ filter: String) -> String {
    ["{address}", "{local}", "{domain}"].reduce(filter) { $0.replacing($1, by: "*") }
  }

  /// The attribute that holds the address; nil where none is compared with it alone.
  static func addressAttribute(_ filter: String) -> String? {
    guard let place = filter.place(of: "={address})") else { return nil }
    let before = filter[..<place.lowerBound]
    guard let open = before.lastIndex(of: "(") else { return nil }
    let name = before[open...].dropFirst()
    return name.isEmpty ? nil : String(name)
  }
}
