// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The records of a test, and how the resolver behaves for some names.
package struct TestZone: Sendable {
  /// What happens to a question.
  package enum Behaviour: Sendable {
    case answer, fail, silent, truncated
    /// Fails unless the question says that signatures do not matter.
    case bogus
  }

  /// Record data in wire form by name and type.
  private(set) var records: [String: [(type: UInt16, data: [UInt8])]] = [:]
  /// What happens to questions for some names.
  package var behaviours: [String: Behaviour] = [:]
  /// True where the resolver says that it has verified signatures.
  package var isSigned = false
  /// What is done with questions that have EDNS.
  package enum EDNS: Sendable { case good, formatError, notImplemented, failure, silent }
  /// What is done with questions that have EDNS.
  package var edns = EDNS.good
  /// The zones of a name server, which knows nothing else; empty for a resolver.
  package var ownZones: [String] = []

  /// Nothing yet.
  package init() {}

  /// Adds a record written as `TYPE DATA`, such as `MX 10 mx.example.test`.
  package mutating func add(_ name: String, _ record: String) {
    let words = record.split(separator: " ").map(String.init)
    let rest = record.split(separator: " ", maxSplits: 1).last.map(String.init) ?? ""
    switch words[0] {
    case "A": add(name, 1, words[1].split(separator: ".").compactMap { UInt8($0) })
    case "NS": add(name, 2, Self.name(words[1]))
    case "CNAME": add(name, 5, Self.name(words[1]))
    case "SOA":
      add(name, 6, Self.name(words[1]) + Self.name("root.invalid") + Array(repeating: 1, count: 20))
    case "MX": add(name, 15, Self.number(words[1]) + Self.name(words[2]))
    case "TXT": add(name, 16, Self.text(Array(rest.utf8)))
    case "SRV": add(name, 33, words[1...3].flatMap(Self.number) + Self.name(words[4]))
    case "DS": add(name, 43, [0, 1, 8, 2] + Array(repeating: 7, count: 32))
    case "CAA":
      add(name, 257, [0, UInt8(words[1].utf8.count)] + Array(words[1].utf8) + Array(words[2].utf8))
    default: break
    }
  }

  /// Adds a text of any bytes.
  package mutating func add(_ name: String, text: [UInt8]) { add(name, 16, Self.text(text)) }

  /// Every name that has records.
  package var names: [String] { Array(records.keys) }

  /// Takes all records of a name and type number away.
  package mutating func remove(_ name: String, _ type: UInt16) {
    records[name]?.removeAll { $0.type == type }
  }

  private mutating func add(_ name: String, _ type: UInt16, _ data: [UInt8]) {
    records[name.lowercased(), default: []].append((type, data))
  }

  static func name(_ text: String) -> [UInt8] {
    text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  private static func number(_ text: String) -> [UInt8] {
    let number = UInt16(text) ?? 0
    return [UInt8(number >> 8), UInt8(number & 255)]
  }

  private static func text(_ bytes: [UInt8]) -> [UInt8] {
    stride(from: 0, to: max(1, bytes.count), by: 255).flatMap { start in
      let piece = bytes[start..<min(start + 255, bytes.count)]
      return [UInt8(piece.count)] + piece
    }
  }
}

/// A resolver on a port of the loopback interface, over UDP and TCP.
package final class TestResolver: @unchecked Sendable {
  private let lock = NSLock()
  private var zone: TestZone
  private let delay: UInt32
  private let datagrams: Int32
  private let streams: Int32
  /// `127.0.0.1:PORT`.
  package let address: String

  /// A resolver that waits so many milliseconds before each answer.
  package init(_ zone: TestZone, delay: Int = 0) throws {
    self.zone = zone
    self.delay = UInt32(delay * 1_000)
    let (tcp, port) = try Loopback.listen(SOCK_STREAM)
    streams = tcp
    (datagrams, _) = try Loopback.listen(SOCK_DGRAM, port: port)
    address = "127.0.0.1:\(port)"
    Loopback.thread { [self] in serveDatagrams() }
    Loopback.thread { [self] in serveStreams() }
  }

  /// Publishes other records from now on.
  package func change(_ change: (inout TestZone) -> Void) { lock.withLock { change(&zone) } }

  /// Ends it.
  package func stop() {
    shutdown(streams, Int32(SHUT_RDWR))
    shutdown(datagrams, Int32(SHUT_RDWR))
    close(streams)
    close(datagrams)
  }

  private func serveDatagrams() {
    while true {
      var bytes = [UInt8](repeating: 0, count: 4_096)
      var peer = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let count = withUnsafeMutablePointer(to: &peer) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          recvfrom(datagrams, &bytes, bytes.count, 0, $0, &size)
        }
      }
      guard count > 0 else { return }
      let query = Array(bytes.prefix(count))
      let target = peer
      Loopback.thread { [self] in
        usleep(delay)
        guard var answer = answer(to: query, isStream: false) else { return }
        if answer.count > 1_232 { answer = Array(answer.prefix(12)) + query.dropFirst(12) }
        if answer.count <= query.count { answer[2] |= 2; answer[6] = 0; answer[7] = 0 }
        var peer = target
        _ = withUnsafePointer(to: &peer) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            sendto(
              datagrams, answer, answer.count, 0, $0,
              socklen_t(MemoryLayout<sockaddr_in>.size))
          }
        }
      }
    }
  }

  private func serveStreams() {
    while true {
      let client = accept(streams, nil, nil)
      guard client >= 0 else { return }
      Loopback.thread { [self] in
        defer { close(client) }
        while let head = Loopback.read(client, 2) {
          guard let query = Loopback.read(client, Int(head[0]) << 8 | Int(head[1])),
            let answer = answer(to: query, isStream: true)
          else { return }
          let message = [UInt8(answer.count >> 8), UInt8(answer.count & 255)] + answer
          _ = write(client, message, message.count)
        }
      }
    }
  }

  private func answer(to query: [UInt8], isStream: Bool) -> [UInt8]? {
    guard query.count > 16 else { return nil }
    var labels: [String] = []
    var index = 12
    while index < query.count, query[index] > 0 {
      let end = min(query.count, index + 1 + Int(query[index]))
      labels.append(String(decoding: query[(index + 1)..<end], as: UTF8.self).lowercased())
      index = end
    }
    guard index + 4 < query.count else { return nil }
    let question = query[12...(index + 4)]
    let type = UInt16(query[index + 1]) << 8 | UInt16(query[index + 2])
    let name = labels.joined(separator: ".")
    let zone = lock.withLock { self.zone }
    func header(_ code: UInt8, _ answers: Int, truncated: Bool = false) -> [UInt8] {
      [
        query[0], query[1], 0x81 | (truncated ? 2 : 0),
        (zone.ownZones.isEmpty ? 0x80 : 0) | (zone.isSigned ? 0x20 : 0) | code, 0,
        1, UInt8(answers >> 8), UInt8(answers & 255), 0, 0, 0, 0,
      ]
    }
    if query[11] > 0 {
      switch zone.edns {
      case .good: break
      case .formatError: return header(1, 0) + question
      case .notImplemented: return header(4, 0) + question
      case .failure: return header(2, 0) + question
      case .silent: return nil
      }
    }
    func isOwn(_ name: String) -> Bool {
      zone.ownZones.isEmpty
        || zone.ownZones.contains { name == $0 || name.hasSuffix(".\($0)") }
    }
    guard isOwn(name) else { return header(5, 0) + question }
    switch zone.behaviours[name] {
    case .silent: return nil
    case .fail: return header(2, 0) + question
    case .bogus where query[3] & 0x10 == 0: return header(2, 0) + question
    case .truncated where !isStream: return header(0, 0, truncated: true) + question + [0, 0, 0]
    default: break
    }
    var found: [(owner: String, type: UInt16, data: [UInt8])] = []
    var owner = name
    for _ in 0..<8 {
      let own = zone.records[owner] ?? []
      found += own.filter { $0.type == type }.map { (owner, $0.type, $0.data) }
      guard type != 5, let alias = own.first(where: { $0.type == 5 }) else { break }
      found.append((owner, 5, alias.data))
      owner = Self.text(alias.data)
      if !isOwn(owner) { break }
    }
    let exists =
      !isOwn(owner) || zone.records.keys.contains { $0 == owner || $0.hasSuffix(".\(owner)") }
    var body: [UInt8] = []
    for record in found {
      body += TestZone.name(record.owner)
      body += [UInt8(record.type >> 8), UInt8(record.type & 255), 0, 1, 0, 0, 14, 16]
      body += [UInt8(record.data.count >> 8), UInt8(record.data.count & 255)]
      body += record.data
    }
    return header(exists ? 0 : 3, found.count) + question + body
  }

  private static func text(_ wire: [UInt8]) -> String {
    var labels: [String] = []
    var index = 0
    while index < wire.count, wire[index] > 0 {
      labels.append(String(decoding: wire[(index + 1)...(index + Int(wire[index]))], as: UTF8.self))
      index += 1 + Int(wire[index])
    }
    return labels.joined(separator: ".")
  }
}
