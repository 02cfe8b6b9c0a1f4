// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The name of a domain or host, always legal: letters, digits and hyphens in A-labels
/// (RFC 1123 section 2.1, RFC 5890), at most 253 characters, never an IP address.
///
/// Upper case is folded, one trailing dot is dropped, and U-labels become A-labels, since
/// Thunderbird and Thunderbird Android refuse anything else in a document.
public struct DomainName: Hashable, Sendable, CustomStringConvertible, Comparable {
  /// The name in lower case with A-labels, without a trailing dot.
  public let ascii: String

  /// Reads a name as people write it; throws what is wrong with it.
  public init(_ text: String) throws(InvalidValue) {
    if Self.fault(in: text) == nil, !text.utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) {
      ascii = text
      return
    }
    ascii = try Self.normalised(text)
  }

  /// The name with U-labels, for people.
  public var unicode: String { hasIDNLabel ? IDNA.toUnicode(ascii) : ascii }

  /// The A-label form.
  public var description: String { ascii }

  /// The labels from left to right.
  public var labels: [Substring] { ascii.split(separator: ".", omittingEmptySubsequences: false) }

  /// The name without its first label; nil where only one label is left.
  public var parent: DomainName? {
    guard let dot = ascii.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    return DomainName(trusted: String(ascii[ascii.index(after: dot)...]))
  }

  /// A name below this one, such as `autoconfig` + `example.ch`; nil where it grows too long.
  public func prefixed(by label: String) -> DomainName? { try? DomainName("\(label).\(ascii)") }

  /// Alphabetical order of the A-label forms.
  public static func < (left: DomainName, right: DomainName) -> Bool { left.ascii < right.ascii }

  /// The domain that nobody can have (RFC 2606 section 2).
  package static let invalid = DomainName(trusted: "invalid")

  private init(trusted ascii: String) { self.ascii = ascii }

  private var hasIDNLabel: Bool { labels.contains { $0.hasPrefix("xn--") } }
}

extension DomainName {
  private static func normalised(_ text: String) throws(InvalidValue) -> String {
    let shown = text.quoted
    if text.isEmpty { throw InvalidValue("the name is empty") }
    if text.contains(":") || text.contains("[") {
      throw InvalidValue(
        "\(shown) is not a host name", fix: "write the name alone, without port, URL or address")
    }
    // No name of 253 characters has as many bytes with its own letters; what has more would only
    // keep the conversion busy.
    guard text.utf8.count <= 4_000 else {
      throw InvalidValue("\(shown) \(tooLong.0)", fix: tooLong.1)
    }
    let bare = text.hasSuffix(".") ? String(text.dropLast()) : text
    let ascii: String
    do {
      ascii = bare.utf8.allSatisfy { $0 < 0x80 } ? bare.lowercased() : try IDNA.toASCII(bare)
    } catch {
      throw InvalidValue("\(shown) is not a domain name: \(error.message)")
    }
    if let fault = fault(in: ascii) { throw InvalidValue("\(shown) \(fault.0)", fix: fault.1) }
    return ascii
  }

  /// What keeps an ASCII text from being a name, and the cure; nil for a good one.
  private static func fault(in text: String) -> (String, String?)? {
    guard text.utf8.count <= 253 else { return tooLong }
    var length = 0
    var previous: UInt8 = 0x2E
    var isNumeric = true
    var head: UInt32 = 0
    var hasIDNLabel = false
    for byte in text.utf8 {
      switch byte {
      case 0x2E:
        if length == 0 { return ("has an empty label between its dots", nil) }
        if previous == 0x2D { return ("has a label that ends with a hyphen", nil) }
        (length, isNumeric, head) = (0, true, 0)
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D:
        if length == 0, byte == 0x2D { return ("has a label that begins with a hyphen", nil) }
        if !(0x30...0x39 ~= byte) { isNumeric = false }
        if length < 4 { head = head << 8 | UInt32(byte | 0x20) }
        length += 1
        if length == 4, head == 0x786E_2D2D { hasIDNLabel = true }
        if length > 63 { return ("has a label longer than 63 characters", nil) }
      case 0x5F: return ("has an underscore, which host names cannot have", nil)
      default: return ("has a character that host names cannot have", nil)
      }
      previous = byte
    }
    if length == 0 { return ("is not a complete name", nil) }
    if previous == 0x2D { return ("has a label that ends with a hyphen", nil) }
    if isNumeric {
      return ("is an IP address or a number", "give a host name: certificates are made for names")
    }
    return hasIDNLabel && !isValidIDN(text) ? badIDN : nil
  }

  private static let tooLong: (String, String?) = ("is longer than 253 characters", nil)
  private static let badIDN: (String, String?) = (
    "has an 'xn--' label that is not valid punycode", "write the name with its own letters"
  )

  private static func isValidIDN(_ ascii: String) -> Bool {
    let unicode = IDNA.toUnicode(ascii)
    guard unicode != ascii, let back = try? IDNA.toASCII(unicode) else { return false }
    return back == ascii.lowercased()
  }
}
