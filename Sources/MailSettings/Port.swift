// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A TCP port, 1 to 65535; 0 is reserved (RFC 6335 section 6).
public struct Port: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The port as a number.
  public let number: UInt16

  /// The port, or nil where the number is not one.
  public init?(_ number: Int) {
    guard (1...65_535).contains(number) else { return nil }
    self.number = UInt16(number)
  }

  /// A port from a literal in this module, whose value is known to be good.
  init(known number: UInt16) { self.number = number }

  /// The digits, without separators.
  public var description: String { String(number) }

  /// Numeric order.
  public static func < (left: Port, right: Port) -> Bool { left.number < right.number }

  /// 443.
  public static let https = Port(known: 443)
  /// 80.
  public static let http = Port(known: 80)
}
