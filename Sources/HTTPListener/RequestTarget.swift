// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The target of a request line (RFC 9112 section 3.2), with the percent-encoding as it came.
enum RequestTarget: Equatable {
  /// Path and query, or `*`.
  case path(String)
  /// `http://HOST/PATH`, whose host counts instead of the `Host` field.
  case absolute(host: String, path: String)
  /// Anything else, such as the `HOST:PORT` of CONNECT.
  case malformed

  init(_ text: String) {
    if text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
      self = .malformed
      return
    }
    if text.utf8.first == UInt8(ascii: "/") || text == "*" {
      self = .path(text)
      return
    }
    let scheme = text.prefix { $0 != "/" }
    guard ["http:", "https:"].contains(scheme.lowercased()),
      text.utf8.dropFirst(scheme.utf8.count).starts(with: "//".utf8)
    else {
      self = .malformed
      return
    }
    let rest = text.dropFirst(scheme.count + 2)
    let host = rest.prefix { $0 != "/" && $0 != "?" }
    guard !host.isEmpty, !host.contains("@") else {
      self = .malformed
      return
    }
    let path = rest.dropFirst(host.count)
    self = .absolute(host: String(host), path: path.hasPrefix("/") ? String(path) : "/\(path)")
  }
}
