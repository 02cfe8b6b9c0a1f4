// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer
import System

/// The header fields of a request, gathered in one pass, with the checks that libmicrohttpd
/// (0.9.75 to 1.0.1) does not make: where the length of a request is in doubt, a proxy in front
/// may see other requests than this server does (RFC 9112 sections 3.2 and 6.3).
struct Framing {
  var fields = Request.Fields()
  var forwardedFor: String?
  /// The announced length of the body; nil where there is none.
  var contentLength: Int?
  var isChunked = false
  /// True where the client waits for an interim answer before it sends the body.
  var expectsContinue = false
  /// True where the length or the host of the request can be understood in two ways.
  var isDoubtful = false
  private var hosts = 0
  private var lengths = 0

  /// Reads the fields of a connection; HTTP/1.0 has no chunks, and the host may be missing.
  init(_ connection: OpaquePointer, isVersion10: Bool) {
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
    let hostsAreRight = hosts == 1 || (hosts == 0 && isVersion10)
    if !hostsAreRight || lengths > 1 || (isChunked && (lengths > 0 || isVersion10)) {
      isDoubtful = true
    }
  }

  private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    // A blank before the colon hides a field from one reader and not from another.
    if !name.allSatisfy({ 0x21...0x7E ~= $0 }) { isDoubtful = true }
    // Some readers take a lone carriage return for the end of a line.
    if let start = value.baseAddress, memchr(start, 0x0D, value.count) != nil { isDoubtful = true }
    // The length tells most names apart before any comparison.
    switch name.count {
    case 4 where name.equals("host"):
      hosts += 1
      fields.host = Self.text(value)
    case 6 where name.equals("expect"): expectsContinue = true
    case 10 where name.equals("user-agent"): fields.userAgent = Self.text(value)
    case 12 where name.equals("content-type"): fields.contentType = Self.text(value)
    case 13 where name.equals("if-none-match"): fields.ifNoneMatch = Self.text(value)
    case 14 where name.equals("content-length"):
      lengths += 1
      let isNumber = value.allSatisfy { 0x30...0x39 ~= $0 }
      contentLength = isNumber ? Int(Self.text(value)) : nil
      if contentLength == nil { isDoubtful = true }
    case 15 where name.equals("accept-encoding"): fields.acceptEncoding = Self.text(value)
    case 15 where name.equals("accept-language"): fields.acceptLanguage = Self.text(value)
    case 15 where name.equals("x-forwarded-for"):
      forwardedFor = [forwardedFor, Self.text(value)].compactMap { $0 }.joined(separator: ",")
    case 16 where name.equals("x-forwarded-host"): fields.forwardedHost = Self.text(value)
    case 17 where name.equals("x-forwarded-proto"): fields.forwardedScheme = Self.text(value)
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
