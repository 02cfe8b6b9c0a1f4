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
  var path: Substring { target[..<(queryMark ?? target.endIndex)] }

  /// The value of the first query parameter of a name, decoded; nil where there is none, and for
  /// one that cannot be decoded.
  func parameter(_ name: String) -> String? { encodedParameter(name)?.percentDecoded }

  /// The value of the first query parameter of a name, whose case does not matter, as it came.
  func encodedParameter(_ name: String) -> Substring? {
    guard var mark = queryMark else { return nil }
    let bytes = target.utf8
    while mark < bytes.endIndex {
      let start = bytes.index(after: mark)
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "&")) ?? bytes.endIndex
      let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")) ?? end
      if target[start..<equals].isEqualIgnoringCase(name) {
        return equals == end ? target[end..<end] : target[bytes.index(after: equals)..<end]
      }
      mark = end
    }
    return nil
  }

  private var queryMark: String.Index? { target.utf8.firstIndex(of: UInt8(ascii: "?")) }
}
