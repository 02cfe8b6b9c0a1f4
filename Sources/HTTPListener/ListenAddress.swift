// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Where a server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1:8080` or `[::1]:8080`; `::` is every address of the machine, IPv4 as well.
  case ip(host: String, port: UInt16)
  /// `unix:PATH`.
  case unix(String)

  /// Reads an address as it is typed: `8080`, `:8080` and `*:8080` are every address.
  package init(_ text: String) throws(ListenerError) {
    if !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(text) {
      self = .ip(host: "::", port: port)
      return
    }
    if text.hasPrefix("unix:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty, path.utf8.count < 100, !path.utf8.contains(0) else {
        throw ListenerError("'\(text)' has no usable path: 1 to 99 bytes")
      }
      self = .unix(path)
      return
    }
    guard let colon = text.lastIndex(of: ":"), !text.utf8.contains(0) else {
      throw Self.malformed(text)
    }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let port = UInt16(digits) else {
      throw Self.malformed(text)
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
      guard host.contains(":") else { throw Self.malformed(text) }
    } else if host.contains(":") {
      throw Self.malformed(text)
    }
    if host == "localhost" { host = "127.0.0.1" }
    if host.isEmpty || host == "*" { host = "::" }
    guard ClientAddress(host) != nil else { throw Self.malformed(text) }
    self = .ip(host: host, port: port)
  }

  private static func malformed(_ text: String) -> ListenerError {
    ListenerError(
      "'\(text)' is no address to listen on; write 127.0.0.1:8080, [::1]:8080,"
        + " :8080 for every address of the machine, or unix:PATH")
  }

  /// True for every address of the machine of IPv6, and of IPv4 unless something else has those.
  var isAny: Bool {
    guard case .ip(let host, _) = self else { return false }
    return host.contains(":") && ClientAddress(host) == .local
  }

  /// True where an address of IPv4 has the same port, so that a socket for every address must
  /// leave IPv4 to it.
  func sharesPort(with others: [ListenAddress]) -> Bool {
    guard isAny, case .ip(_, let port) = self, port != 0 else { return false }
    return others.contains { other in
      guard case .ip(let host, let otherPort) = other else { return false }
      return otherPort == port && !host.contains(":")
    }
  }

  /// The address as it is typed.
  package var description: String {
    switch self {
    case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
