// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// What is sent back.
package struct Response: Sendable {
  /// The HTTP status.
  package var status: Int
  /// The header fields in order; length, date and connection are the listener's.
  package var fields: [(name: String, value: String)]
  /// The body; a HEAD request gets its length alone.
  package var body: [UInt8]
  /// The name of the route, for logs and metrics; never the path as it came.
  package var route: Route.Name
  /// The domain that was asked about, for logs; never an address.
  package var domain: String?
  /// The name of the format of the document; nil where none is sent.
  package var format: String?
  /// False for the header of a document that was not made: then no length is sent.
  package var hasLength = true
  /// Set where exactly this status, these fields and this body are sent again and again.
  package internal(set) var kept: KeptAnswer?

  /// An answer.
  package init(
    _ status: Int, _ route: Route.Name, _ fields: [(String, String)] = [], body: [UInt8] = []
  ) {
    self.status = status
    self.fields = fields.map { (name: $0.0, value: $0.1) }
    self.body = body
    self.route = route
  }

  /// The value of a header field.
  package subscript(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// A short text for people who look with a browser or curl.
  package static func text(
    _ status: Int, _ route: Route.Name, _ text: String, _ fields: [(String, String)] = []
  ) -> Response {
    Response(
      status, route, [("Content-Type", "text/plain; charset=utf-8")] + unkept + fields,
      body: Array("\(text)\n".utf8))
  }

  /// What an answer for one person, or an error, carries.
  static let unkept = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
}

/// Stands for one answer that never changes, so that a listener may keep here what it made of
/// its status, fields and body.
package final class KeptAnswer: Sendable {
  private let slot = Guarded<AnyPrepared?>(nil)

  init() {}

  /// What was made before, or is made now, once.
  package func prepared(_ make: () -> AnyPrepared) -> AnyPrepared { slot.once(make) }
}

/// The base class of what a listener keeps in a `KeptAnswer`.
open class AnyPrepared: @unchecked Sendable {
  /// Nothing yet.
  package init() {}
}
