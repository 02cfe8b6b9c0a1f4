// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The parts of a source's URL (RFC 3986), decoded.
struct SourceURL: Hashable {
  var user: String?
  var host = ""
  var port: UInt32 = 0
  var path = ""
  var parameters: [String: String] = [:]

  /// The parts of a URL with `://`.
  init(_ text: String) {
    var rest = text[...]
    if let colon = rest.firstIndex(of: ":") { rest = rest[colon...].dropFirst() }
    while rest.first == "/" && rest.dropFirst().first == "/" { rest = rest.dropFirst(2) }
    let query = rest.firstIndex(of: "?").map { rest[$0...].dropFirst() }
    rest = rest.prefix { $0 != "?" }
    let authority = rest.prefix { $0 != "/" }
    path = Self.decoded(rest.dropFirst(authority.count + 1))
    var place = authority
    if let at = authority.lastIndex(of: "@") {
      user = Self.decoded(authority[..<at])
      place = authority[at...].dropFirst()
    }
    if place.first == "[", let end = place.firstIndex(of: "]") {
      host = String(place[..<end].dropFirst())
      port = UInt32(place[end...].dropFirst(2)) ?? 0
    } else if let colon = place.lastIndex(of: ":") {
      host = Self.decoded(place[..<colon])
      port = UInt32(place[colon...].dropFirst()) ?? 0
    } else {
      host = Self.decoded(place)
    }
    for pair in query?.split(separator: "&") ?? [] {
      let name = pair.prefix { $0 != "=" }
      parameters[Self.decoded(name)] = Self.decoded(pair.dropFirst(name.count + 1))
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// How the connection to a server is protected, by the parameter `sslmode`.
enum SourceTLS: String, CaseIterable {
  /// The certificate and its name are verified: so unless it is said otherwise.
  case verifyFull = "verify-full"
  /// Encrypted, whoever is there.
  case require
  /// Not encrypted.
  case disable

  init(_ url: SourceURL) throws(InvalidValue) {
    guard let text = url.parameters["sslmode"] else {
      self = .verifyFull
      return
    }
    guard let mode = SourceTLS(rawValue: text) else {
      throw InvalidValue(
        "sslmode=\(text) is not known",
        fix: "the accepted ones are \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    self = mode
  }
}
