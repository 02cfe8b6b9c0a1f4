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
  /// True where the client lets the connection stay open after the answer: without a word since
  /// HTTP/1.1 (RFC 9112 section 9.3).
  private(set) var keepsConnection: Bool
  /// Bytes of all fields with their line ends.
  private(set) var bytes = 0
  /// How many fields there are.
  private(set) var count = 0
  private var valueEnd: UnsafeRawPointer?
  private var hosts = 0
  private var lengths = 0

  /// Reads the fields of a connection; HTTP/1.0 has no chunks, and the host may be missing.
  init(_ connection: OpaquePointer, isVersion10: Bool) {
    keepsConnection = !isVersion10
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
    if LibraryVersion.isBefore10, let valueEnd {
      // Behind the last value the line and the header end, each of whose bytes the library has
      // made 0. A field without a name ends the header for it, whatever follows.
      for offset in 0..<4 where (valueEnd + offset).load(as: UInt8.self) != 0 { isDoubtful = true }
    }
    let hostsAreRight = hosts == 1 || (hosts == 0 && isVersion10)
    if !hostsAreRight || lengths > 1 || (isChunked && (lengths > 0 || isVersion10)) {
      isDoubtful = true
    }
  }

  private mutating func take(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    if LibraryVersion.isBefore10 { noteRest(name, value) }
    count += 1
    bytes += name.count + value.count + 4
    // A blank before the colon hides a field from one reader and not from another.
    if name.isEmpty || !name.allSatisfy({ 0x21...0x7E ~= $0 }) { isDoubtful = true }
    // Some readers take a lone carriage return for the end of a line, others a byte of value 0.
    if let start = value.baseAddress,
      memchr(start, 0x0D, value.count) != nil || memchr(start, 0, value.count) != nil
    {
      isDoubtful = true
    }
    // The length tells most names apart before any comparison.
    switch name.count {
    case 4 where name.equals("host"):
      hosts += 1
      fields.host = Self.text(value)
    case 6 where name.equals("expect"): expectsContinue = true
    case 10 where name.equals("connection"): keepsConnection = value.equals("keep-alive")
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

  /// What libmicrohttpd before 1.0 leaves out: bytes behind one of value 0, which it takes for the
  /// end of a value. It makes the ends of lines 0 and keeps the fields where they came, so that
  /// nothing else may stand between two of them.
  private mutating func noteRest(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    defer { valueEnd = value.baseAddress.map { $0 + value.count } }
    guard let valueEnd, let start = name.baseAddress else { return }
    let distance = valueEnd.distance(to: start)
    // A field on several lines is elsewhere, and other releases may keep them in other ways.
    guard (1...65_536).contains(distance) else { return }
    let rest = UnsafeRawBufferPointer(start: valueEnd, count: distance)
    if !rest.allSatisfy({ [0, 0x0A, 0x0D, 0x20, 0x09].contains($0) }) { isDoubtful = true }
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
