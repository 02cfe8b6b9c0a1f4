// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Why the soak cannot go on, or a client got no answer.
struct SoakError: Error, CustomStringConvertible {
  let description: String
}

/// A connection from one loopback address to a port of this machine.
final class Connection {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(from source: String, to port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw SoakError(description: "no socket: errno \(errno)") }
    var time = timeval(tv_sec: 10, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, size)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    // Ports are chosen when connecting, so that short connections do not use them up.
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, &on, 4)
    let isBound = Self.with(source, 0) { bind(descriptor, $0, $1) } == 0
    guard isBound, Self.with("127.0.0.1", port, { connect(descriptor, $0, $1) }) == 0 else {
      throw SoakError(description: "cannot connect: errno \(errno)")
    }
  }

  private static func with(
    _ host: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &address.sin_addr)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Sends as much as the server takes; false where it has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// The next answer, header and body, without its date.
  func answer() throws -> [UInt8] {
    let end = Array("\r\n\r\n".utf8)
    var range = buffer.firstRange(of: end)
    while range == nil {
      try fill()
      range = buffer.firstRange(of: end)
    }
    let header = String(decoding: buffer[..<(range?.upperBound ?? 0)], as: UTF8.self)
    let lines = header.components(separatedBy: "\r\n")
    let size = lines.lazy.compactMap { line in
      line.hasPrefix("Content-Length: ") ? Int(line.dropFirst(16)) : nil
    }.first
    let total = (range?.upperBound ?? 0) + (size ?? 0)
    while buffer.count < total { try fill() }
    let kept = lines.filter { !$0.hasPrefix("Date: ") }.joined(separator: "\n")
    let answer = Array(kept.utf8) + buffer[(range?.upperBound ?? 0)..<total]
    buffer.removeFirst(total)
    return answer
  }

  private func fill() throws {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = read(descriptor, &chunk, chunk.count)
    guard count > 0 else {
      throw SoakError(description: count == 0 ? "closed by the server" : "errno \(errno)")
    }
    buffer.append(contentsOf: chunk.prefix(count))
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
