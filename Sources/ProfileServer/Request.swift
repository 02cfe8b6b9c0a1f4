// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a client asks, as far as an answer can depend on it.
package struct Request: Sendable {
  /// The header fields that matter here; a field that came twice is refused before this.
  package struct Fields: Sendable {
    /// `Host`, with its port.
    package var host: String?
    /// `X-Forwarded-Host`, believed from a trusted proxy only.
    package var forwardedHost: String?
    /// `If-None-Match`.
    package var ifNoneMatch: String?
    /// `Accept-Encoding`.
    package var acceptEncoding: String?

    /// `X-Forwarded-Proto`, believed from a trusted proxy only.
    package var forwardedScheme: String?
    /// `User-Agent`.
    package var userAgent: String?
    /// `Accept-Language`.
    package var acceptLanguage: String?
    /// `Content-Type`.
    package var contentType: String?

    /// No fields.
    package init() {}
  }

  /// The method in upper case, as it came.
  package var method: String
  /// Path and query exactly as they came, percent-encoded.
  package let target: String
  /// The header fields.
  package var fields: Fields
  /// The body; empty where there is none.
  package var body: [UInt8]
  /// True where the request came through a proxy that the operator trusts.
  package var isFromTrustedProxy: Bool
  /// True where the listener itself speaks TLS.
  package var usesTLS = false
  /// True where nobody between the client and the service can read the answer.
  package var isSecure: Bool {
    usesTLS || (isFromTrustedProxy && fields.forwardedScheme?.lowercased() == "https")
  }
  /// The user name that a directory has for the address that is asked with; nil where it has none.
  var login: DisplayText?
  /// False while a directory has still to be asked.
  var isLoginKnown = false
  /// The path, percent-encoded.
  package let path: Substring
  /// What follows the question mark, percent-encoded; empty where there is none, or more than any
  /// client sends.
  private let query: Substring

  /// A request.
  package init(
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

  /// The values of all query parameters of a name with commas between them, as boxes of a form are
  /// sent; nil where there is none.
  func encodedParameters(_ name: String) -> Substring? {
    var found: [Substring] = []
    var rest = query
    while !rest.isEmpty {
      let (pair, others) = rest.split(at: "&")
      let (key, value) = pair.split(at: "=")
      if key.isEqualIgnoringCase(name) { found.append(value) }
      rest = others
    }
    return found.isEmpty ? nil : found.joined(separator: ",")[...]
  }
}
