// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

/// A document with every answer that it can be, worked out once.
final class KeptDocument: Sendable {
  /// Bytes of memory that it may come to take.
  let cost: Int
  private let plain: Form
  private let isCompressible: Bool
  private let compressed = Guarded<Form?>(nil)

  /// A document as it was rendered, and how it is sent.
  init(_ body: [UInt8], _ delivery: Delivery) {
    isCompressible = delivery.isCompressible && body.count > Self.oneSegment
    plain = Form(body, delivery, tag: "\(ContentName(body))", variesBy: isCompressible)
    cost = body.count * (isCompressible ? 2 : 1) + Self.overhead
  }

  /// An answer that is sent again as it is.
  init(_ response: Response) {
    isCompressible = false
    plain = Form(response)
    cost = response.body.count + Self.overhead
  }

  /// The answer with all of the document, as it is.
  var whole: Response { plain.whole }

  /// The answer to a request: 304 where the client has this very document.
  func response(to request: Request) -> Response {
    let accepts = isCompressible && request.fields.acceptEncoding.map(Gzip.isAccepted) ?? false
    let form = accepts ? compressedForm : plain
    guard let known = request.fields.ifNoneMatch, form.isListed(in: known) else {
      return form.whole
    }
    return form.notModified
  }

  /// Made when first asked for: programs that set an account up hardly ask twice.
  private var compressedForm: Form { compressed.once { plain.compressed() ?? plain } }

  /// A body up to this size travels in one TCP segment with its header: gzip gains nothing.
  private static let oneSegment = 1_000
  /// Strings, arrays and objects around the body, about.
  private static let overhead = 2_000
}

/// A document in one encoding.
private final class Form: Sendable {
  let whole: Response
  let notModified: Response
  private let tag: String

  init(_ body: [UInt8], _ delivery: Delivery, tag: String, variesBy isCompressible: Bool) {
    var fields = [("Content-Type", delivery.mediaType)] + delivery.fields
    if isCompressible {
      let others = fields.first { $0.0 == "Vary" }.map { "\($0.1), " } ?? ""
      fields.removeAll { $0.0 == "Vary" }
      fields.append(("Vary", "\(others)Accept-Encoding"))
    }
    let quoted = "\"\(tag)\""
    fields.append(("ETag", quoted))
    self.tag = quoted
    whole = Self.kept(Response(200, delivery.route, fields, body: body))
    notModified = Self.kept(Response(304, delivery.route, Self.unchanged(fields)))
  }

  init(_ response: Response) {
    whole = response
    notModified = response
    tag = ""
  }

  private init(gzip body: [UInt8], of plain: Form) {
    // Each encoding has a validator of its own (RFC 9110 section 8.8.3.3).
    let tag = "\"\(plain.tag.dropFirst().dropLast())-gzip\""
    let fields =
      plain.whole.fields.map { ($0.name, $0.name == "ETag" ? tag : $0.value) }
      + [("Content-Encoding", "gzip")]
    self.tag = tag
    whole = Self.kept(Response(200, plain.whole.route, fields, body: body))
    notModified = Self.kept(Response(304, plain.whole.route, Self.unchanged(fields)))
  }

  /// The gzip form; nil where it would not pay.
  func compressed() -> Form? { Gzip.compress(whole.body).map { Form(gzip: $0, of: self) } }

  /// If-None-Match compares weakly (RFC 9110 section 13.1.2).
  func isListed(in header: String) -> Bool {
    header[...].trimmed == "*"
      || header.split(separator: ",").contains { entry in
        let bare = entry.trimmed
        return (bare.hasPrefix("W/") ? bare.dropFirst(2) : bare) == tag
      }
  }

  /// The fields of a 304 (RFC 9110 section 15.4.5).
  private static func unchanged(_ fields: [(String, String)]) -> [(String, String)] {
    fields.filter { $0.0 != "Content-Type" && $0.0 != "Content-Encoding" }
  }

  private static func kept(_ response: Response) -> Response {
    var response = response
    response.kept = KeptAnswer()
    return response
  }
}
