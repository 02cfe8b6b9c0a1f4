// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A name in the DNS that need not be a host's: a DKIM selector or an SPF include may have
/// underscores and labels of digits, such as `_spf.example.ch` (RFC 8552, RFC 6376 section 3.1).
public struct RecordName: Hashable, Sendable, CustomStringConvertible {
  /// The name in lower case, without a trailing dot.
  public let ascii: String

  /// Reads a name; throws what is wrong with it.
  public init(_ text: String) throws(InvalidValue) {
    let name = (text.hasSuffix(".") ? String(text.dropLast()) : text).lowercased()
    let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard name.utf8.count <= 253,
      labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(Self.isAllowed) })
    else {
      throw InvalidValue(
        "\(text.quoted) is not a name in the DNS",
        fix: "write letters, digits, '-' and '_' with single dots between them")
    }
    ascii = name
  }

  /// The name.
  public var description: String { ascii }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F: true
    default: false
    }
  }
}
