// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

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
  /// of links for one provider. Another one each time.
  package func text(provider: DomainName, key: LinkKey) -> String {
    LinkSeal.text(encoded, for: Self.context(provider), key: key)
  }

  /// Opens such a text; nil for one of another key or provider, and for anything else.
  package init?(_ text: some StringProtocol, provider: DomainName, key: LinkKey) {
    let plain = LinkSeal.open(text, longest: Self.longest, for: Self.context(provider), key: key)
    guard let plain else { return nil }
    self.init(encoded: plain)
  }

  // MARK: Bytes

  /// Version, time, identifier, then link and password, each after its length.
  private var encoded: [UInt8] {
    [Self.version] + SizedFields.number(made) + SizedFields.sized(identifier.utf8)
      + SizedFields.sized(link.encoded) + (password.map { SizedFields.sized($0.utf8) } ?? [])
  }

  private init?(encoded bytes: [UInt8]) {
    guard bytes.count > 9, bytes[0] == Self.version else { return nil }
    var fields = SizedFields(bytes[9...])
    guard let identifier = fields.next(),
      let link = fields.next().flatMap(PersonalLink.init(encoded:))
    else { return nil }
    self.link = link
    self.identifier = String(decoding: identifier, as: UTF8.self)
    made = SizedFields.number(bytes[1..<9])
    password = fields.next().map { String(decoding: $0, as: UTF8.self) }
  }

  /// Purpose and provider: what is sealed for one is nothing for another.
  private static func context(_ provider: DomainName) -> [UInt8] {
    Array("mkprofile download\0\(provider.ascii)\0".utf8)
  }

  private static let version: UInt8 = 1
}
