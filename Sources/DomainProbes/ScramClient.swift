// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import DomainCheck
import MailSettings

/// The client of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677); the cryptography is that
/// of GnuTLS.
struct ScramClient {
  /// More rounds than any server asks for would keep the machine busy.
  private static let mostRounds = 1_000_000
  private let password: [UInt8]
  /// The header of GS2 (RFC 5801 section 4), and it with what binds to the connection.
  private let header: String
  private let bound: [UInt8]
  private let firstBare: String
  private let nonce: String
  private var signature: [UInt8] = []
  /// True once the server has shown that it knows the password, too.
  private(set) var knowsServer = false

  /// With `binding` the log-in holds on this connection alone: the form -PLUS.
  init(_ login: ServerProbe.Login, _ binding: Wire.Binding? = nil) {
    password = Array(login.password.utf8)
    header = binding.map { "p=\($0.name),," } ?? "n,,"
    bound = Array(header.utf8) + (binding?.bytes ?? [])
    let random = (0..<18).map { _ in UInt8.random(in: 0...255) }
    nonce = String(decoding: Base64.encode(random), as: UTF8.self)
    let name = login.username.map { $0 == "=" ? "=3D" : $0 == "," ? "=2C" : String($0) }.joined()
    firstBare = "n=\(name),r=\(nonce)"
  }

  /// The first message.
  var first: [UInt8] { Array("\(header)\(firstBare)".utf8) }

  /// The second message; nil for a challenge that is none.
  mutating func answer(to challenge: [UInt8]) -> [UInt8]? {
    let text = String(decoding: challenge, as: UTF8.self)
    guard let both = Self.value("r", text), both.hasPrefix(nonce), both.count > nonce.count,
      let salt = Self.value("s", text).flatMap(Base64.decode(loose:)),
      let rounds = Self.value("i", text).flatMap({ Int($0) }),
      (1...Self.mostRounds).contains(rounds)
    else { return nil }
    let salted = Secrets.pbkdf2(password, salt: salt, rounds: rounds)
    let last = "c=\(String(decoding: Base64.encode(bound), as: UTF8.self)),r=\(both)"
    let message = Array("\(firstBare),\(text),\(last)".utf8)
    let clientKey = Secrets.hmac(Array("Client Key".utf8), key: salted)
    let proof = zip(clientKey, Secrets.hmac(message, key: Secrets.sha256(clientKey))).map {
      $0 ^ $1
    }
    signature = Secrets.hmac(message, key: Secrets.hmac(Array("Server Key".utf8), key: salted))
    return Array("\(last),p=\(String(decoding: Base64.encode(proof), as: UTF8.self))".utf8)
  }

  /// The empty message behind the server's signature; nil where that is another one.
  mutating func end(_ challenge: [UInt8]) -> [UInt8]? {
    let text = String(decoding: challenge, as: UTF8.self)
    guard !signature.isEmpty, Self.value("v", text).flatMap(Base64.decode(loose:)) == signature
    else {
      return nil
    }
    knowsServer = true
    return []
  }

  private static func value(_ name: String, _ text: String) -> String? {
    text.split(separator: ",").first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(2)) }
  }
}

/// What passwords are answered with.
enum Secrets {
  static func hmac(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    hmac(GNUTLS_MAC_SHA256, 32, bytes, key)
  }

  /// In hexadecimal digits, as CRAM-MD5 has it (RFC 2195).
  static func hmacMD5(_ bytes: [UInt8], key: [UInt8]) -> String {
    hmac(GNUTLS_MAC_MD5, 16, bytes, key).map {
      String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
    }.joined()
  }

  private static func hmac(
    _ kind: gnutls_mac_algorithm_t, _ length: Int, _ bytes: [UInt8], _ key: [UInt8]
  ) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: length)
    gnutls_hmac_fast(kind, key, key.count, bytes, bytes.count, &out)
    return out
  }

  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    gnutls_hash_fast(GNUTLS_DIG_SHA256, bytes, bytes.count, &out)
    return out
  }

  static func pbkdf2(_ password: [UInt8], salt: [UInt8], rounds: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: 32)
    var (password, salt) = (password, salt)
    password.withUnsafeMutableBufferPointer { password in
      salt.withUnsafeMutableBufferPointer { salt in
        var key = gnutls_datum_t(data: password.baseAddress, size: UInt32(password.count))
        var grain = gnutls_datum_t(data: salt.baseAddress, size: UInt32(salt.count))
        _ = gnutls_pbkdf2(GNUTLS_MAC_SHA256, &key, &grain, UInt32(rounds), &out, out.count)
      }
    }
    return out
  }
}
