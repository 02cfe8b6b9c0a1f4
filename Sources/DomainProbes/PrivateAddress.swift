// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Addresses that mean something on this machine and in its own network alone.
enum PrivateAddress {
  /// True for this machine, private and shared networks, links and what is no host (RFC 6890,
  /// RFC 6598, RFC 4193, RFC 4291), also where IPv6 has them in it (RFC 6052 section 2.1).
  static func contains(_ text: String) -> Bool {
    var four = [UInt8](repeating: 0, count: 4)
    if inet_pton(AF_INET, text, &four) == 1 { return containsIPv4(four) }
    var six = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, text, &six) == 1 else { return true }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    let compatible = [UInt8](repeating: 0, count: 12)
    let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)
    if [mapped, compatible, translated].contains(where: { six.starts(with: $0) }) {
      return containsIPv4(Array(six[12...]))
    }
    // fc00::/7, fe80::/10, fec0::/10 and ff00::/8.
    return six[0] & 0xFE == 0xFC || six[0] == 0xFF || (six[0] == 0xFE && six[1] & 0x80 != 0)
  }

  private static func containsIPv4(_ bytes: [UInt8]) -> Bool {
    switch (bytes[0], bytes[1]) {
    case (0, _), (10, _), (127, _), (169, 254), (192, 168): true
    case (100, 64...127), (172, 16...31), (198, 18...19): true
    case (192, 0): bytes[2] == 0
    case (224..., _): true
    default: false
    }
  }
}

extension Network.Route {
  /// True where it leads to such an address.
  var isPrivate: Bool { addresses.contains(where: PrivateAddress.contains) }
}
