// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// An IP address in its usual spelling (RFC 5952 for version 6).
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// The version of the protocol.
  public enum Version: Sendable, Hashable { case v4, v6 }

  /// The version.
  public let version: Version
  /// The address as text.
  public let description: String

  /// Reads an address; throws where it is none.
  public init(_ text: String) throws(InvalidValue) {
    for (version, family) in [(Version.v4, AF_INET), (.v6, AF_INET6)] {
      var bytes = [UInt8](repeating: 0, count: 16)
      guard inet_pton(family, text, &bytes) == 1 else { continue }
      self.version = version
      description = Self.text(bytes, family) ?? text
      return
    }
    throw InvalidValue("\(text.quoted) is not an IP address")
  }

  /// An address of 4 or 16 bytes as it is on the wire; nil for another length.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    version = bytes.count == 4 ? .v4 : .v6
    guard let text = Self.text(bytes, version == .v4 ? AF_INET : AF_INET6) else { return nil }
    description = text
  }

  private static func text(_ bytes: [UInt8], _ family: Int32) -> String? {
    var bytes = bytes
    var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(family, &bytes, &buffer, socklen_t(buffer.count)) != nil else { return nil }
    return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
