// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A range of IP addresses that have their first bits in common.
public struct IPNetwork: Sendable, Hashable, CustomStringConvertible {
  /// Any address in it.
  public let address: IPAddress
  /// How many bits count: 0 to 32 or 128.
  public let length: Int

  /// A range; a length that is out of range is brought into it.
  public init(_ address: IPAddress, length: Int) {
    self.address = address
    self.length = min(max(0, length), address.version == .v4 ? 32 : 128)
  }

  /// Reads `192.0.2.0/24`, or one address; throws where it is no network of this version, or
  /// where bits beyond the length are set.
  public init(_ text: String, version: IPAddress.Version) throws(InvalidValue) {
    let example = version == .v4 ? "192.0.2.0/24" : "2001:db8::/32"
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let longest = version == .v4 ? 32 : 128
    guard let address = try? IPAddress(parts.first ?? ""), address.version == version,
      parts.count < 3, let length = parts.count == 2 ? Int(parts[1]) : longest,
      (0...longest).contains(length)
    else {
      throw InvalidValue(
        "\(text.quoted) is not an \(version == .v4 ? "IPv4" : "IPv6") network",
        fix: "write an address or a network, such as \(example)")
    }
    self.init(address, length: length)
    guard first == address else {
      throw InvalidValue(
        "\(text.quoted) has bits beyond its prefix", fix: "write \(first)/\(length)")
    }
  }

  /// The address alone where all of its bits count, else `ADDRESS/LENGTH`.
  public var description: String {
    length == address.bytes.count * 8 ? address.description : "\(address)/\(length)"
  }

  /// True where an address is in it.
  package func contains(_ other: IPAddress) -> Bool {
    guard other.version == address.version else { return false }
    let (own, its) = (address.bytes, other.bytes)
    guard own.count == its.count else { return false }
    for index in own.indices {
      let bits = min(8, max(0, length - index * 8))
      let mask = bits == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
      if own[index] & mask != its[index] & mask { return false }
    }
    return true
  }

  /// The first and the last address as numbers; nil for version 6.
  package var range: ClosedRange<UInt64>? {
    guard address.version == .v4 else { return nil }
    let value = address.bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let size = UInt64(1) << UInt64(min(32, max(0, 32 - length)))
    let start = value / size * size
    return start...(start + size - 1)
  }

  /// The first address.
  package var first: IPAddress { masked(with: 0x00) }

  /// The last address.
  package var last: IPAddress { masked(with: 0xFF) }

  private func masked(with filling: UInt8) -> IPAddress {
    let bytes = address.bytes.enumerated().map { index, byte in
      let bits = min(8, max(0, length - index * 8))
      let mask = bits == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - bits))
      return byte & mask | filling & ~mask
    }
    return IPAddress(bytes: bytes) ?? address
  }

  /// How many addresses of version 4 are in one network or another.
  package static func size(of networks: [IPNetwork]) -> UInt64 {
    var total: UInt64 = 0
    var next: UInt64 = 0
    for range in networks.compactMap(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      let start = max(next, range.lowerBound)
      guard start <= range.upperBound else { continue }
      total += range.upperBound - start + 1
      next = range.upperBound + 1
    }
    return total
  }
}

extension IPAddress {
  /// The bytes on the wire, 4 or 16.
  package var bytes: [UInt8] {
    guard version == .v6 else { return description.split(separator: ".").compactMap { UInt8($0) } }
    // RFC 5952, with the last 32 bits in the form of version 4 where it is mapped.
    var groups: [[UInt8]] = [[]]
    var text = description[...]
    if text.hasPrefix("::") { text = text.dropFirst() }
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      if part.contains(".") {
        groups[groups.count - 1] += part.split(separator: ".").compactMap { UInt8($0) }
      } else if let number = UInt16(part, radix: 16) {
        groups[groups.count - 1] += [UInt8(number >> 8), UInt8(number & 0xFF)]
      } else if groups.count == 1 {
        groups.append([])
      }
    }
    let before = groups[0]
    let after = groups.count > 1 ? groups[1] : []
    return before + Array(repeating: 0, count: max(0, 16 - before.count - after.count)) + after
  }

  /// The name under which the names of an address are found (RFC 1035 section 3.5, RFC 3596 2.5).
  package var reverseName: String {
    version == .v4
      ? bytes.reversed().map(String.init).joined(separator: ".") + ".in-addr.arpa"
      : nibbles.reversed().joined(separator: ".") + ".ip6.arpa"
  }

  /// Half bytes as digits.
  package var nibbles: [String] {
    bytes.flatMap { [String($0 >> 4, radix: 16), String($0 & 15, radix: 16)] }
  }

  /// An address of version 4 that is written as one of version 6 (RFC 7208 section 5).
  package var unmapped: IPAddress {
    let bytes = bytes
    let prefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
    guard version == .v6, bytes.starts(with: prefix) else { return self }
    return IPAddress(bytes: Array(bytes.suffix(4))) ?? self
  }
}
