// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What a client asks, as far as an answer can depend on it.
public struct Request: Sendable {
  /// The header fields that matter here; a field that came twice is refused before this.
  public struct Fields: Sendable {
    /// `Host`, with its port.
    public var host: String?
    /// `X-Forwarded-Host`, believed from a trusted proxy only.
    public var forwardedHost: String?
    /// `If-None-Match`.
    public var ifNoneMatch: String?
    /// `Accept-Encoding`.
    public var acceptEncoding: String?

    /// No fields.
    public init() {}
  }

  /// The method in upper case, as it came.
  public var method: String
  /// Path and query exactly as they came, percent-encoded.
  public var target: String
  /// The header fields.
  public var fields: Fields
  /// The body; empty where there is none.
  public var body: [UInt8]
  /// True where the request came through a proxy that the operator trusts.
  public var isFromTrustedProxy: Bool

  /// A request.
  public init(
    _ method: String, _ target: String, fields: Fields = Fields(), body: [UInt8] = [],
    isFromTrustedProxy: Bool = false
  ) {
    self.method = method
    self.target = target
    self.fields = fields
    self.body = body
    self.isFromTrustedProxy = isFromTrustedProxy
  }

  /// The path, percent-encoded.
  var path: Substring { target.prefix { $0 != "?" } }

  /// The value of the first query parameter with one of these names in any case, decoded.
  ///
  /// Percent-encoding is undone and nothing else: FairEmail, GNOME and Nextcloud send the `+` of
  /// an address as it is, so that it must not become a blank.
  func parameter(_ name: String) -> String? {
    guard let mark = target.utf8.firstIndex(of: 0x3F) else { return nil }
    let query = target[target.utf8.index(after: mark)...]
    for pair in query.split(separator: "&") {
      let key = pair.prefix { $0 != "=" }
      guard key.utf8.count == name.utf8.count, key.lowercased() == name else { continue }
      return pair.dropFirst(key.count + 1).percentDecoded
    }
    return nil
  }
}

extension StringProtocol {
  /// The text with `%XX` undone; nil for a bad escape, a NUL or bytes that are not UTF-8.
  var percentDecoded: String? {
    guard utf8.contains(0x25) else { return String(self) }
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    var bytes = utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == 0x25 else {
        out.append(byte)
        continue
      }
      guard let high = bytes.next().flatMap(hexValue), let low = bytes.next().flatMap(hexValue)
      else { return nil }
      out.append(high << 4 | low)
    }
    guard !out.contains(0) else { return nil }
    return String(validating: out, as: UTF8.self)
  }
}

private func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}
