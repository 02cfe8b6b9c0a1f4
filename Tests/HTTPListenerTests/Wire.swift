// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import HTTPListener

/// An answer as it came over the wire.
struct WireReply {
  let status: Int
  /// Names in lower case.
  let fields: [(name: String, value: String)]
  let body: String

  subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The lines of the echo.
  var lines: [String] { body.components(separatedBy: "\n") }
}

/// Why a test cannot go on.
struct WireError: Error {
  let reason: String
}

/// One connection of a client, byte by byte; every wait ends after 20 seconds.
final class Wire {
  let descriptor: Int32
  private var buffer: [UInt8] = []
  /// Runs at least as long as the connection is used.
  private let server: TestServer

  init(_ server: TestServer, descriptor: Int32) {
    self.server = server
    self.descriptor = descriptor
    var time = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Connects to a server on 127.0.0.1.
  convenience init(_ server: TestServer, from source: String = "127.0.0.1") throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var own = sockaddr_in()
    own.sin_family = sa_family_t(AF_INET)
    inet_pton(AF_INET, source, &own.sin_addr)
    var other = own
    inet_pton(AF_INET, "127.0.0.1", &other.sin_addr)
    other.sin_port = server.port.bigEndian
    let result = Wire.with(&own) { bind(descriptor, $0, $1) }
    guard result == 0, Wire.with(&other, { connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      throw WireError(reason: "cannot connect: \(errno)")
    }
    self.init(server, descriptor: descriptor)
  }

  /// Connects to any other address.
  convenience init<Address>(_ server: TestServer, family: Int32, _ address: Address) throws {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    var address = address
    guard Wire.with(&address, { connect(descriptor, $0, $1) }) == 0 else {
      close(descriptor)
      throw WireError(reason: "cannot connect: \(errno)")
    }
    self.init(server, descriptor: descriptor)
  }

  static func with<Address>(
    _ address: inout Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }

  /// Sends as much as the other side takes; false where it has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends no more, as a client that gives up half-way.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The next answer; of a HEAD request, without a body.
  func reply(toHead: Bool = false) throws -> WireReply {
    let end = Array("\r\n\r\n".utf8)
    while buffer.firstRange(of: end) == nil { try fill() }
    guard let range = buffer.firstRange(of: end) else { throw WireError(reason: "no header") }
    let lines = String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    buffer.removeSubrange(..<range.upperBound)
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        name: parts[0].lowercased(),
        value: parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
      )
    }
    let words = lines[0].split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
      throw WireError(reason: "no status line: \(lines[0])")
    }
    let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? 0
    let size = toHead || status == 100 ? 0 : length
    while buffer.count < size { try fill() }
    let body = String(decoding: buffer.prefix(size), as: UTF8.self)
    buffer.removeFirst(size)
    return WireReply(status: status, fields: fields, body: body)
  }

  /// True where the server has closed the connection and nothing more has come.
  func isClosed() -> Bool {
    guard buffer.isEmpty else { return false }
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, 0)
    return count == 0 || (count < 0 && errno == ECONNRESET)
  }

  /// True where the server closes the connection, whatever it sends before.
  ///
  /// The library's own error pages repeat their header (0.9.75).
  func isClosedInTheEnd() -> Bool {
    while (try? fill()) != nil {}
    buffer = []
    return isClosed()
  }

  private func fill() throws {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else {
      throw WireError(reason: count == 0 ? "closed after \(buffer.count) bytes" : "errno \(errno)")
    }
    buffer.append(contentsOf: chunk.prefix(count))
  }

  deinit { close(descriptor) }
}

/// The text of a request with a host and other lines.
func request(
  _ line: String, _ fields: [String] = [], host: String? = "autoconfig.example.ch",
  body: String = ""
) -> String {
  let lines = [line] + (host.map { ["Host: \($0)"] } ?? []) + fields
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
