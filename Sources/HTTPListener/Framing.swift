// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer

/// The header fields of a request, gathered in one pass, with the checks that libmicrohttpd
/// (0.9.75 to 1.0.1) does not make: where the length of a request is in doubt, a proxy in front
/// may see other requests than this server does (RFC 9112 sections 3.2 and 6.3).
struct Framing {
  var fields = Request.Fields()
  var forwardedFor: String?
  /// The announced length of the body; nil where there is none.
  var contentLength: Int?
  var isChunked = false
  var isDoubtful = false
  /// True where something follows the header.
  var hasBody: Bool { isChunked || (contentLength ?? 0) > 0 }
  private var hosts = 0
  private var lengths = 0

  /// Reads the fields of a connection.
  init(_ connection: OpaquePointer) {
    withUnsafeMutablePointer(to: &self) { framing in
      _ = MHD_get_connection_values_n(
        connection, .HEADER_KIND,
        { closure, _, name, nameLength, value, valueLength in
          guard let framing = closure?.assumingMemoryBound(to: Framing.self), let name else {
            return .YES
          }
          let nameBytes = UnsafeRawBufferPointer(start: name, count: nameLength)
          let valueBytes = UnsafeRawBufferPointer(
            start: value, count: value == nil ? 0 : valueLength)
          framing.pointee.take(nameBytes, valueBytes)
          return .YES
        }, framing)
    }
    if hosts != 1 || lengths > 1 || (isChunked && lengths > 0) { isDoubtful = true }
  }

  private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    // The length tells most names apart before any comparison.
    switch name.count {
    case 4 where name.equals("host"):
      hosts += 1
      fields.host = Self.text(value)
    case 13 where name.equals("if-none-match"): fields.ifNoneMatch = Self.text(value)
    case 14 where name.equals("content-length"):
      lengths += 1
      let digits = Self.text(value)
      contentLength = digits.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int(digits) : nil
      if contentLength == nil { isDoubtful = true }
    case 15 where name.equals("accept-encoding"): fields.acceptEncoding = Self.text(value)
    case 15 where name.equals("x-forwarded-for"):
      forwardedFor = [forwardedFor, Self.text(value)].compactMap { $0 }.joined(separator: ",")
    case 16 where name.equals("x-forwarded-host"): fields.forwardedHost = Self.text(value)
    case 17 where name.equals("transfer-encoding"):
      if isChunked || !value.equals("chunked") { isDoubtful = true }
      isChunked = true
    default: break
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}

extension UnsafeRawBufferPointer {
  /// True for this text in any case of its letters; the literal is in lower case.
  fileprivate func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { expected in
      for index in indices where self[index] | 0x20 != expected[index] | 0x20 { return false }
      return true
    }
  }
}
