// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer
import System

/// The address of a client as 16 bytes, IPv4 mapped into IPv6 (RFC 4291 section 2.5.5.2).
package struct ClientAddress: Hashable, Sendable {
  /// The first eight bytes: with IPv6, the network that one client has to itself.
  package let network: UInt64
  /// The last eight bytes.
  package let interface: UInt64

  /// A client on this machine, through a Unix socket.
  package static let local = ClientAddress(network: 0, interface: 0)

  init(network: UInt64, interface: UInt64) {
    self.network = network
    self.interface = interface
  }

  private init(ipv4: UInt32) {
    self.init(network: 0, interface: 0x0000_FFFF_0000_0000 | UInt64(ipv4))
  }

  /// Reads `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`.
  package init?(_ text: some StringProtocol) {
    guard !text.utf8.contains(0) else { return nil }
    var four = in_addr()
    if inet_pton(AF_INET, String(text), &four) == 1 {
      self.init(ipv4: UInt32(bigEndian: four.s_addr))
      return
    }
    let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
    var six = in6_addr()
    guard
      inet_pton(AF_INET6, isBracketed ? String(text.dropFirst().dropLast()) : String(text), &six)
        == 1
    else { return nil }
    self.init(six)
  }

  /// Reads an entry of `X-Forwarded-For`, to which some proxies add a port.
  init?(forwarded entry: Substring) {
    let text = entry.filter { $0 != " " && $0 != "\t" }
    if let address = ClientAddress(text) {
      self = address
      return
    }
    guard let colon = text.lastIndex(of: ":"),
      text.hasPrefix("[") || text.firstIndex(of: ":") == colon
    else { return nil }
    self.init(text[..<colon])
  }

  /// The address in a socket address; `local` for anything but IP.
  init(_ socket: UnsafePointer<sockaddr>?) {
    guard let socket else {
      self = .local
      return
    }
    switch Int32(socket.pointee.sa_family) {
    case AF_INET:
      let four = UnsafeRawPointer(socket).loadUnaligned(as: sockaddr_in.self)
      self.init(ipv4: UInt32(bigEndian: four.sin_addr.s_addr))
    case AF_INET6:
      self.init(UnsafeRawPointer(socket).loadUnaligned(as: sockaddr_in6.self).sin6_addr)
    default: self = .local
    }
  }

  private init(_ six: in6_addr) {
    let words = withUnsafeBytes(of: six) { bytes in
      (
        bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
        bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
      )
    }
    self.init(network: UInt64(bigEndian: words.0), interface: UInt64(bigEndian: words.1))
  }

  /// What one client counts as: an IPv4 address, or an IPv6 network of 64 bits.
  var client: ClientAddress {
    network == 0 ? self : ClientAddress(network: network, interface: 0)
  }
}

/// Networks whose forwarded headers are believed, such as `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
package struct TrustedProxies: Sendable, Hashable {
  private var networks: [ClientNetwork] = []

  /// Nobody but Unix sockets.
  package init() {}

  /// Adds an address or a network; false where the text is neither.
  package mutating func add(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = ClientAddress(first) else { return false }
    let isIPv4 = !first.contains(":")
    let limit = isIPv4 ? 32 : 128
    let digits = parts.count == 2 ? parts[1] : Substring(String(limit))
    guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let bits = Int(digits), bits <= limit
    else { return false }
    networks.append(ClientNetwork(address: address, bits: isIPv4 ? bits + 96 : bits))
    return true
  }

  /// True for an address of one of the networks, and for this machine's Unix sockets.
  package func contains(_ address: ClientAddress) -> Bool {
    address == .local || networks.contains { $0.contains(address) }
  }

  /// The client behind a chain of proxies: the last forwarded address that is not one of them.
  func client(behind peer: ClientAddress, forwardedFor: String?) -> ClientAddress {
    guard contains(peer), let forwardedFor else { return peer }
    var client = peer
    for entry in forwardedFor.split(separator: ",").reversed().prefix(16) {
      guard let address = ClientAddress(forwarded: entry) else { break }
      client = address
      if !contains(address) { break }
    }
    return client
  }
}

/// A range of addresses, by the bits they begin with.
private struct ClientNetwork: Hashable {
  let address: ClientAddress
  let bits: Int

  func contains(_ other: ClientAddress) -> Bool {
    let high = min(bits, 64)
    let low = max(bits - 64, 0)
    return (address.network ^ other.network) & Self.mask(high) == 0
      && (address.interface ^ other.interface) & Self.mask(low) == 0
  }

  private static func mask(_ bits: Int) -> UInt64 {
    bits == 0 ? 0 : UInt64.max << UInt64(64 - bits)
  }
}
