// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// A document with all that its answers need, worked out once.
struct KeptDocument: Sendable {
  let body: [UInt8]
  /// The gzip form; nil where it would not pay.
  let compressed: [UInt8]?
  let mediaType: String
  /// A strong validator of the body, in quotes (RFC 9110 section 8.8.3).
  let entityTag: String

  /// A document as it was rendered.
  init(_ body: [UInt8], mediaType: String) {
    self.body = body
    self.mediaType = mediaType
    entityTag = "\"\(ContentName(body))\""
    compressed = body.count > Self.oneSegment ? Gzip.compress(body) : nil
  }

  /// A body up to this size travels in one TCP segment with its header: gzip gains nothing.
  private static let oneSegment = 1_000

  /// The answer to a request: 304 where the client has this very document.
  func response(to request: Request, _ route: Route.Name) -> Response {
    let gzip = request.fields.acceptEncoding.flatMap { Gzip.isAccepted($0) ? compressed : nil }
    // Each form has a validator of its own (RFC 9110 section 8.8.3.3).
    let tag = gzip == nil ? entityTag : "\"\(entityTag.dropFirst().dropLast())-gzip\""
    var fields = [
      ("Content-Type", mediaType), ("Cache-Control", "public, max-age=3600"), ("ETag", tag),
      ("X-Content-Type-Options", "nosniff"),
    ]
    if compressed != nil { fields.append(("Vary", "Accept-Encoding")) }
    if let known = request.fields.ifNoneMatch, Self.lists(known, tag) {
      return Response(304, route, fields.filter { $0.0 != "Content-Type" })
    }
    guard let gzip else { return Response(200, route, fields, body: body) }
    return Response(200, route, fields + [("Content-Encoding", "gzip")], body: gzip)
  }

  /// If-None-Match compares weakly (RFC 9110 section 13.1.2).
  private static func lists(_ header: String, _ tag: String) -> Bool {
    header == "*"
      || header.split(separator: ",").contains { entry in
        let bare = String(entry).trimmingWhitespace
        return (bare.hasPrefix("W/") ? String(bare.dropFirst(2)) : bare) == tag
      }
  }
}
