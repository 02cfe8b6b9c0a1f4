// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The addresses of this machine.
package enum HostAddresses {
  /// Those of every interface that is up, without loopback, in text; none where the system does
  /// not tell.
  package static func all() -> [String] {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return [] }
    defer { freeifaddrs(first) }
    var addresses: [String] = []
    var next = first
    while let entry = next?.pointee {
      next = entry.ifa_next
      guard let address = entry.ifa_addr, entry.ifa_flags & isUp != 0,
        entry.ifa_flags & isLoopback == 0, let text = text(address),
        !addresses.contains(text)
      else { continue }
      addresses.append(text)
    }
    return addresses
  }

  /// Flags of an interface, the same everywhere (netdevice(7)).
  private static let isUp: UInt32 = 0x1
  private static let isLoopback: UInt32 = 0x8

  private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
    let size: Int
    switch Int32(address.pointee.sa_family) {
    case AF_INET: size = MemoryLayout<sockaddr_in>.size
    case AF_INET6: size = MemoryLayout<sockaddr_in6>.size
    default: return nil
    }
    var buffer = [CChar](repeating: 0, count: 64)
    let code = getnameinfo(
      address, socklen_t(size), &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST)
    guard code == 0 else { return nil }
    let text = String(
      decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    // An address of one link names its interface.
    return text.utf8.contains(UInt8(ascii: "%")) ? nil : text
  }
}
