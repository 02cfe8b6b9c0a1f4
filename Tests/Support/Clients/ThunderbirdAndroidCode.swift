// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// How Thunderbird for Android reads the code that it imports an account from: the adapter of
/// bd0f018, which takes no null, and the validator of 18d0a86.
package struct ThunderbirdAndroidCode {
  /// The server to read mail from.
  package let incoming: ClientServer
  /// The server to send mail through.
  package let outgoing: ClientServer
  /// The address and the name that mail is sent from.
  package let address: String
  package let displayName: String

  /// Reads a code; throws where the app refuses it.
  package init(_ bytes: [UInt8]) throws {
    let root = try JSONValue(bytes).items(3...)
    guard try root[0].integer == 1 else { throw Refusal("unsupported version") }
    let misc = try root[1].items(2...)
    _ = (try misc[0].integer, try misc[1].integer)
    guard root.count == 4 else { throw Refusal("not one account") }
    let group = try root[3].items(1...)[0].items(2...)
    incoming = try Self.server(root[2], [0: .imap, 1: .pop3])
    outgoing = try Self.server(group[0], [0: .smtp])
    let identity = try group[1].items(2...)
    address = try identity[0].line
    displayName = try identity[1].line
    guard address.utf8.allSatisfy({ $0 < 0x80 }), !address.contains("\""), address.contains("@")
    else { throw Refusal("Email address failed to parse") }
  }

  private static func server(
    _ value: JSONValue, _ protocols: [Int: MailProtocol]
  ) throws -> ClientServer {
    let items = try value.items(6...)
    // A password, empty or not, is read as text: null ends the import.
    for item in items.dropFirst(6) { _ = try item.line }
    let securities: [Int: Security] = [0: .none, 2: .starttls, 3: .tls]
    guard let type = protocols[try items[0].integer] else { throw Refusal("unknown protocol") }
    guard let security = securities[try items[3].integer] else {
      throw Refusal("unknown connection security")
    }
    let host = try items[1].line
    let port = try items[2].integer
    guard !host.isEmpty, host.utf8.allSatisfy({ $0 < 0x80 }) else { throw Refusal("bad host") }
    guard (1...65_535).contains(port) else { throw Refusal("bad port") }
    guard (0...6).contains(try items[4].integer) else { throw Refusal("unknown authentication") }
    return ClientServer(
      type, host: host, port: port, security: security, username: try items[5].line)
  }

  /// Why the app refuses a code.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
  }
}

extension JSONValue {
  fileprivate func items(_ count: PartialRangeFrom<Int>) throws -> [JSONValue] {
    guard let array, count.contains(array.count) else {
      throw ThunderbirdAndroidCode.Refusal("not an array of so many: \(self)")
    }
    return array
  }

  fileprivate var integer: Int {
    get throws {
      guard let number, let integer = Int(exactly: number) else {
        throw ThunderbirdAndroidCode.Refusal("not an integer: \(self)")
      }
      return integer
    }
  }

  fileprivate var line: String {
    get throws {
      guard let string, !string.contains(where: \.isNewline) else {
        throw ThunderbirdAndroidCode.Refusal("not a line of text: \(self)")
      }
      return string
    }
  }
}
