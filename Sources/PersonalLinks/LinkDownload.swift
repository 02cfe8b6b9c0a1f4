// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle
import MailSettings

/// What the button of a link has made, for the address that it is fetched from: whoever has the
/// address and some minutes gets the profile, from whichever server has the key of links.
///
/// So nothing that was made is in one process alone: several servers behind one name, and one that
/// has read its settings again, hand out the same password.
package struct LinkDownload: Hashable, Sendable {
  /// What the link says.
  package let link: PersonalLink
  /// The `identifier` of the link's token.
  package let identifier: String
  /// When it was made, in seconds since 1970 UTC.
  package let made: Int64
  /// The app password; nil where the profile holds none.
  package let password: String?

  /// What was made for a link at a time.
  package init(_ token: LinkToken, made: Int64, password: String?) {
    link = token.link
    identifier = token.identifier
    self.made = made
    self.password = password
  }

  /// So many seconds it can be fetched.
  package static let lifetime: Int64 = 600
  /// The first second at which it can no longer be fetched, since 1970 UTC.
  package var expires: Int64 { made + Self.lifetime }

  /// A longer text is none: it would not fit into a request either.
  package static let longest = 4_000

  /// What stands in the address, letters, digits, `-` and `_`: sealed and encrypted with the key
  /// of links (ChaCha20-Poly1305, RFC 8439) for one provider. Another one each time.
  package func text(provider: DomainName, key: LinkKey) -> String {
    var generator = SystemRandomNumberGenerator()
    let salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let (plain, context) = (encoded, Self.context(provider))
    let sealed = [UInt8](unsafeUninitializedCapacity: plain.count + Self.sealBytes) {
      mkprofile_seal(
        Self.key(key, context, salt), context.count, context, plain.count, plain, $0.baseAddress)
      $1 = plain.count + Self.sealBytes
    }
    return Base64URL.text(salt + sealed)
  }

  /// Opens such a text; nil for one of another key or provider, and for anything else.
  package init?(_ text: some StringProtocol, provider: DomainName, key: LinkKey) {
    guard text.utf8.count <= Self.longest, let bytes = Base64URL.bytes(text),
      bytes.count > Self.saltBytes + Self.sealBytes
    else { return nil }
    let (salt, sealed) = (Array(bytes.prefix(Self.saltBytes)), bytes.dropFirst(Self.saltBytes))
    let (context, count) = (Self.context(provider), bytes.count - Self.saltBytes - Self.sealBytes)
    var isGenuine = false
    let plain = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      isGenuine =
        mkprofile_unseal(
          Self.key(key, context, salt), context.count, context, count, Array(sealed),
          buffer.baseAddress) != 0
      initialized = count
    }
    guard isGenuine else { return nil }
    self.init(encoded: plain)
  }

  // MARK: Bytes

  /// Version, time, identifier, then link and password, each after its length.
  private var encoded: [UInt8] {
    func sized(_ bytes: [UInt8]) -> [UInt8] {
      let count = UInt16(clamping: bytes.count)
      return [UInt8(count >> 8), UInt8(count & 0xFF)] + bytes.prefix(Int(count))
    }
    let time = (0..<8).map { UInt8(truncatingIfNeeded: made >> Int64(56 - 8 * $0)) }
    return [Self.version] + time + sized(Array(identifier.utf8)) + sized(link.encoded)
      + (password.map { sized(Array($0.utf8)) } ?? [])
  }

  private init?(encoded bytes: [UInt8]) {
    guard bytes.count > 9, bytes[0] == Self.version else { return nil }
    var rest = bytes[9...]
    func field() -> [UInt8]? {
      guard rest.count >= 2 else { return nil }
      let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    guard let identifier = field(), let link = field().flatMap(PersonalLink.init(encoded:)) else {
      return nil
    }
    self.link = link
    self.identifier = String(decoding: identifier, as: UTF8.self)
    made = bytes[1..<9].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    password = field().map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: Keys

  /// A key of its own for each text, so that no key and nonce ever meet twice.
  private static func key(_ key: LinkKey, _ context: [UInt8], _ salt: [UInt8]) -> [UInt8] {
    let message = context + salt
    return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      mkprofile_hmac_sha256(
        key.bytes.count, key.bytes, message.count, message, buffer.baseAddress)
      count = 32
    }
  }

  /// Purpose and provider: what is sealed for one is nothing for another.
  private static func context(_ provider: DomainName) -> [UInt8] {
    Array("mkprofile download\0\(provider.ascii)\0".utf8)
  }

  private static let version: UInt8 = 1
  private static let saltBytes = 16
  private static let sealBytes = 16
}
