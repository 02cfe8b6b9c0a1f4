// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Where a server listens.
public enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// `127.0.0.1:8080` or `[::1]:8080`.
  case ip(host: String, port: UInt16)
  /// `unix:PATH`.
  case unix(String)

  /// Reads an address as it is typed.
  public init(_ text: String) throws(ListenerError) {
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
    guard ClientAddress(host) != nil else { throw Self.malformed(text) }
    self = .ip(host: host, port: port)
  }

  private static func malformed(_ text: String) -> ListenerError {
    ListenerError(
      "'\(text)' is no address to listen on; write 127.0.0.1:8080, [::]:8080 or unix:PATH")
  }

  /// The address as it is typed.
  public var description: String {
    switch self {
    case .ip(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
