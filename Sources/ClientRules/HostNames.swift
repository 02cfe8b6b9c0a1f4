// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What programs take for the name of a host.
extension String {
  /// True for labels of letters, digits and inner hyphens (RFC 1123), with or without a last dot,
  /// and for IP addresses: `hostnameUtils.sys.mjs` of Thunderbird, which its app for Android copied.
  var isLegalHost: Bool {
    if utf8.contains(UInt8(ascii: ":")) { return isIPv6 }
    guard utf8.count <= 255 else { return false }
    var labels = utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
    return labels.allSatisfy(Self.isLabel)
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"),
      label.last != UInt8(ascii: "-")
    else { return false }
    return label.allSatisfy(\.isHostByte)
  }

  private var isIPv6: Bool { (try? IPAddress(self)) != nil }

  /// The host that Thunderbird makes of a text (`InputSanitizer.sys.mjs`): trimmed, in lower case,
  /// or left alone where it has a placeholder; nil for what is not legal.
  var thunderbirdHost: String? {
    let text = String(withoutWhitespace)
    if text.isHostWithPlaceholder { return text }
    return text.isLegalHost ? text.lowercased() : nil
  }

  /// True for host characters with `%NAME%` among them, whatever the name.
  var isHostWithPlaceholder: Bool {
    guard utf8.contains(UInt8(ascii: "%")) else { return false }
    let parts = utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
    guard parts.count >= 3, parts.count % 2 == 1 else { return false }
    for (index, part) in parts.enumerated() {
      let isName = index % 2 == 1
      let isLegal = part.allSatisfy { byte in
        isName
          ? (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
          : byte.isHostByte || byte == UInt8(ascii: ".")
      }
      if !isLegal || (isName && part.isEmpty) { return false }
    }
    return true
  }

  /// True for the host or a name below it.
  func isHost(below domains: [String]) -> Bool {
    domains.contains { self == $0 || hasSuffix(".\($0)") }
  }
}

extension UInt8 {
  /// A letter, a digit or a hyphen.
  fileprivate var isHostByte: Bool {
    switch self {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D: true
    default: false
    }
  }
}
