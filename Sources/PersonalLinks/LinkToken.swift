// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CNettle
import MailSettings

/// A link as it stands in a URL, with the seal that only the holder of the key can make.
///
/// What it says can be read by whoever has it, though not at a glance; it cannot be changed.
package struct LinkToken: Hashable, Sendable {
  /// What the link says; not to be believed before `isGenuine`.
  package let link: PersonalLink
  private let seal: [UInt8]

  /// Seals a link for one provider.
  package init(_ link: PersonalLink, provider: DomainName, key: LinkKey) {
    self.link = link
    seal = Self.seal(link, provider, key)
  }

  /// Reads a token from a URL; nil for what was never one.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.longest, let bytes = Base64URL.bytes(text),
      bytes.count > Self.sealBytes,
      let link = PersonalLink(encoded: Array(bytes.dropLast(Self.sealBytes)))
    else { return nil }
    self.link = link
    seal = bytes.suffix(Self.sealBytes)
  }

  /// True for a token that was made with this key for this provider, in a time that tells nothing
  /// about the right seal.
  package func isGenuine(provider: DomainName, key: LinkKey) -> Bool {
    nettle_memeql_sec(seal, Self.seal(link, provider, key), Self.sealBytes) != 0
  }

  /// The token for a URL: letters, digits, `-` and `_`.
  package var text: String { Base64URL.text(link.encoded + seal) }

  /// Tells one link from another in what other programs are told; nobody can make a link of it.
  package var identifier: String {
    seal.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// A longer token holds no name that people have.
  package static let longest = 3_072
  private static let sealBytes = 32

  /// HMAC with SHA-256 (RFC 2104) over purpose, provider and link.
  private static func seal(
    _ link: PersonalLink, _ provider: DomainName, _ key: LinkKey
  ) -> [UInt8] {
    let message = Array("mkprofile link\0\(provider.ascii)\0".utf8) + link.encoded
    return [UInt8](unsafeUninitializedCapacity: sealBytes) { buffer, count in
      mkprofile_hmac_sha256(
        key.bytes.count, key.bytes, message.count, message, buffer.baseAddress)
      count = sealBytes
    }
  }
}
