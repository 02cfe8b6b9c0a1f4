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

    /// `X-Forwarded-Proto`, believed from a trusted proxy only.
    public var forwardedScheme: String?
    /// `User-Agent`.
    public var userAgent: String?
    /// `Accept-Language`.
    public var acceptLanguage: String?
    /// `Content-Type`.
    public var contentType: String?

    /// No fields.
    public init() {}
  }

  /// The method in upper case, as it came.
  public var method: String
  /// Path and query exactly as they came, percent-encoded.
  public let target: String
  /// The header fields.
  public var fields: Fields
  /// The body; empty where there is none.
  public var body: [UInt8]
  /// True where the request came through a proxy that the operator trusts.
  public var isFromTrustedProxy: Bool
  /// True where the listener itself speaks TLS.
  public var usesTLS = false
  /// True where nobody between the client and the service can read the answer.
  package var isSecure: Bool {
    usesTLS || (isFromTrustedProxy && fields.forwardedScheme?.lowercased() == "https")
  }
  /// The path, percent-encoded.
  package let path: Substring
  /// What follows the question mark, percent-encoded; empty where there is none, or more than any
  /// client sends.
  private let query: Substring

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
    let (path, query) = target[...].split(at: "?")
    self.path = path
    self.query = query.utf8.count > Substring.longestValue ? "" : query
  }

  /// The value of the first query parameter of a name, decoded; nil where there is none, and for
  /// one that cannot be decoded.
  package func parameter(_ name: String) -> String? { encodedParameter(name)?.percentDecoded }

  /// The value of the first query parameter of a name, whose case does not matter, as it came.
  func encodedParameter(_ name: String) -> Substring? {
    var rest = query
    while !rest.isEmpty {
      let (pair, others) = rest.split(at: "&")
      let (key, value) = pair.split(at: "=")
      if key.isEqualIgnoringCase(name) { return value }
      rest = others
    }
    return nil
  }
}
