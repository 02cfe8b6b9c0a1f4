// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Reads one term of an SPF record (RFC 7208 section 12).
struct SenderTermParser {
  private let text: String
  private(set) var qualifier: Character = "+"
  private(set) var name: SenderName?
  private(set) var network: IPNetwork?
  private(set) var lengths = PrefixLengths()

  init(_ text: String) { self.text = text }

  mutating func kind() throws(SenderFault) -> SenderTerm.Kind {
    if let odd = text.unicodeScalars.first(where: { !(0x21...0x7E).contains($0.value) }) {
      throw SenderFault(
        "\(text.quoted) has the character \(odd.spelled), which no term can have",
        fix: "type it again", source: "RFC 7208 12")
    }
    if let modifier = try modifier() { return modifier }
    var rest = text[...]
    if let first = rest.first, "+-~?".contains(first) {
      qualifier = first
      rest = rest.dropFirst()
    }
    let end = rest.firstIndex { ":/".contains($0) } ?? rest.endIndex
    guard let mechanism = SenderMechanism(rawValue: rest[..<end].lowercased()) else {
      throw SenderFault(
        "the term \(text.quoted) is unknown, so that receivers use nothing of the record",
        fix: "remove or correct it")
    }
    try read(rest[end...], of: mechanism)
    return .directive(mechanism)
  }

  /// `name=value`; the name begins with a letter and has no qualifier before it.
  private func modifier() throws(SenderFault) -> SenderTerm.Kind? {
    guard let sign = text.firstIndex(of: "="), let first = text.first, first.isASCIILetter,
      text[..<sign].allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || "-_.".contains($0) })
    else { return nil }
    let value = text[text.index(after: sign)...]
    let name = text[..<sign].lowercased()
    switch name {
    case "redirect": return .redirect(try SenderName(value, in: text))
    case "exp": return .explanation(try SenderName(value, in: text))
    default:
      _ = try SenderMacro.pieces(value, in: text)
      return .unknownModifier(name)
    }
  }

  private mutating func read(
    _ rest: Substring, of mechanism: SenderMechanism
  ) throws(SenderFault) {
    switch mechanism {
    case .all:
      guard rest.isEmpty else {
        throw SenderFault("\(text.quoted) says more than 'all'", fix: "write \(qualifier)all")
      }
    case .include, .exists:
      guard rest.first == ":", rest.count > 1 else {
        throw SenderFault(
          "\(text.quoted) names no domain", fix: "name one, or remove the term",
          source: "RFC 7208 5.\(mechanism == .include ? 2 : 7)")
      }
      name = try SenderName(rest.dropFirst(), in: text)
    case .ptr:
      guard rest.isEmpty || rest.first == ":" else { throw unreadable }
      if !rest.isEmpty { name = try SenderName(rest.dropFirst(), in: text) }
    case .a, .mx:
      let domain = try takeLengths(rest)
      guard domain.isEmpty || domain.first == ":" else { throw unreadable }
      if !domain.isEmpty { name = try SenderName(domain.dropFirst(), in: text) }
    case .ip4, .ip6: network = try network(rest, mechanism == .ip4 ? .v4 : .v6)
    }
  }

  private var unreadable: SenderFault {
    SenderFault("\(text.quoted) cannot be read", fix: "write it as 'a:HOST' or 'a:HOST/24'")
  }

  /// Takes `/24//64` off the end.
  private mutating func takeLengths(_ text: Substring) throws(SenderFault) -> Substring {
    var rest = text
    if let start = Self.digitsAtEnd(rest), rest[..<start].hasSuffix("//") {
      lengths.six = try length(rest[start...], most: 128)
      rest = rest[..<start].dropLast(2)
    }
    if let start = Self.digitsAtEnd(rest), rest[..<start].hasSuffix("/") {
      lengths.four = try length(rest[start...], most: 32)
      rest = rest[..<start].dropLast()
    }
    return rest
  }

  private static func digitsAtEnd(_ text: Substring) -> String.Index? {
    let count = text.reversed().prefix { $0.isASCIIDigit }.count
    return count == 0 ? nil : text.index(text.endIndex, offsetBy: -count)
  }

  /// Digits without leading zeros, in range.
  private func length(_ digits: Substring, most: Int) throws(SenderFault) -> Int {
    guard let number = Int(digits), number <= most, String(number) == digits else {
      throw SenderFault(
        "\(text.quoted) has the prefix length \(String(digits).quoted)",
        fix: "write a number from 0 to \(most)", source: "RFC 7208 5.6")
    }
    return number
  }

  private func network(
    _ rest: Substring, _ version: IPAddress.Version
  ) throws(SenderFault) -> IPNetwork {
    let label = version == .v4 ? "ip4" : "ip6"
    let value = rest.dropFirst()
    let parts = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let address = parts.first.flatMap { try? IPAddress(String($0)) }
    guard rest.first == ":", let address, address.version == version else {
      let example = version == .v4 ? "ip4:192.0.2.0/24" : "ip6:2001:db8::/32"
      let isOther = address != nil && rest.first == ":"
      throw SenderFault(
        "\(text.quoted) has \(String(value).quoted), which is no "
          + (version == .v4 ? "IPv4" : "IPv6") + " network",
        fix: isOther
          ? "write \(version == .v4 ? "ip6" : "ip4"):\(value)"
          : "correct it, such as \(example)" + (label == "ip4" ? ", or a:HOST for a name" : ""),
        source: "RFC 7208 5.6")
    }
    let longest = version == .v4 ? 32 : 128
    guard parts.count == 2 else { return IPNetwork(address, length: longest) }
    return IPNetwork(address, length: try length(parts[1], most: longest))
  }
}

extension Character {
  var isASCIILetter: Bool { isASCII && isLetter }
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension Unicode.Scalar {
  /// `U+00A0 (NO-BREAK SPACE)`.
  var spelled: String {
    let digits = String(value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return properties.name.map { "\(code) (\($0))" } ?? code
  }
}
