// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import Foundation

/// The server's side of log-ins.
struct TestLogIn {
  let connection: TestConnection
  let user: String
  let password: String

  init(_ connection: TestConnection, user: String, password: String) {
    self.connection = connection
    self.user = user
    self.password = password
  }

  /// A command of IMAP up to its answer; false for a wrong password.
  func imap(_ line: String) -> Bool {
    let words = line.split(separator: " ").map(String.init)
    guard words[1] == "AUTHENTICATE", words.count > 2 else { return literals(line) }
    switch words[2] {
    case "PLAIN": return challenge("") == Data("\0\(user)\0\(password)".utf8)
    case "LOGIN":
      let name = challenge("Username:")
      return name == Data(user.utf8) && challenge("Password:") == Data(password.utf8)
    case "CRAM-MD5":
      let text = "<1.2@example.test>"
      let digest = Self.hmac(GNUTLS_MAC_MD5, 16, Array(text.utf8), Array(password.utf8))
      let digits = digest.map { String(format: "%02x", $0) }.joined()
      return challenge(text) == Data("\(user) \(digits)".utf8)
    case "SCRAM-SHA-256": return scram("n,,", Data())
    case "SCRAM-SHA-256-PLUS": return scram("p=tls-exporter,,", connection.exported)
    default: return false
    }
  }

  private func challenge(_ text: String) -> Data {
    connection.send("+ \(Data(text.utf8).base64EncodedString())\r\n")
    return connection.line().flatMap { Data(base64Encoded: $0) } ?? Data()
  }

  /// `LOGIN {n}` with two literals.
  private func literals(_ line: String) -> Bool {
    guard line.hasSuffix("{\(user.utf8.count)}") else { return false }
    connection.send("+ go\r\n")
    guard connection.line() == "\(user) {\(password.utf8.count)}" else { return false }
    connection.send("+ go\r\n")
    return connection.line() == password
  }

  /// RFC 5802 with the salt of nothing in particular.
  private func scram(_ header: String, _ binding: Data) -> Bool {
    let first = String(decoding: challenge(""), as: UTF8.self)
    guard first.hasPrefix("\(header)n=\(user),r=") else { return false }
    let bare = String(first.dropFirst(header.count))
    let nonce = String(bare.split(separator: "=", maxSplits: 2)[2]) + "more"
    let salt = Data("some salt".utf8)
    let offer = "r=\(nonce),s=\(salt.base64EncodedString()),i=4096"
    let last = String(decoding: challenge(offer), as: UTF8.self)
    let words = last.split(separator: ",").map(String.init)
    let bound = "c=\((Data(header.utf8) + binding).base64EncodedString())"
    guard words.count == 3, words[0] == bound, words[1] == "r=\(nonce)" else { return false }
    var (secret, grain) = (Array(password.utf8), Array(salt))
    var salted = [UInt8](repeating: 0, count: 32)
    secret.withUnsafeMutableBufferPointer { secret in
      grain.withUnsafeMutableBufferPointer { grain in
        var key = gnutls_datum_t(data: secret.baseAddress, size: UInt32(secret.count))
        var salt = gnutls_datum_t(data: grain.baseAddress, size: UInt32(grain.count))
        gnutls_pbkdf2(GNUTLS_MAC_SHA256, &key, &salt, 4_096, &salted, 32)
      }
    }
    func mac(_ text: String, _ key: [UInt8]) -> [UInt8] {
      Self.hmac(GNUTLS_MAC_SHA256, 32, Array(text.utf8), key)
    }
    let message = "\(bare),\(offer),\(words[0]),\(words[1])"
    let client = mac("Client Key", salted)
    var stored = [UInt8](repeating: 0, count: 32)
    gnutls_hash_fast(GNUTLS_DIG_SHA256, client, client.count, &stored)
    let proof = zip(client, mac(message, stored)).map { $0 ^ $1 }
    guard words[2] == "p=\(Data(proof).base64EncodedString())" else { return false }
    let signature = Data(mac(message, mac("Server Key", salted))).base64EncodedString()
    return challenge("v=\(signature)").isEmpty
  }

  private static func hmac(
    _ kind: gnutls_mac_algorithm_t, _ length: Int, _ bytes: [UInt8], _ key: [UInt8]
  ) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: length)
    gnutls_hmac_fast(kind, key, key.count, bytes, bytes.count, &out)
    return out
  }
}
