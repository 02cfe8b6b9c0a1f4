// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What servers that share a database tell each other of what the button of a link has made: sealed,
/// so that who reads the database learns neither the password nor where the profile is fetched.
package struct LinkNote: Hashable, Sendable {
  /// When it was made, in seconds since 1970 UTC.
  package let made: Int64
  /// The text of the `LinkDownload`.
  package let download: String
  /// The view of the page whose button was pressed; nil where it had none.
  package let view: String?
  /// False where everybody had gone before they could be told.
  package let isSeen: Bool

  /// A note of what was made.
  package init(made: Int64, download: String, view: String?, isSeen: Bool) {
    self.made = made
    self.download = download
    self.view = view
    self.isSeen = isSeen
  }

  /// The note for one link of one provider, as letters, digits, `-` and `_`; another one each time.
  package func text(_ token: LinkToken, provider: DomainName, key: LinkKey) -> String {
    let plain =
      [Self.version, isSeen ? 1 : 0] + SizedFields.number(made) + SizedFields.sized(download.utf8)
      + (view.map { SizedFields.sized($0.utf8) } ?? [])
    return LinkSeal.text(plain, for: Self.context(token, provider), key: key)
  }

  /// Opens such a text; nil for one of another link, key or provider, and for anything else.
  package init?(_ text: String, _ token: LinkToken, provider: DomainName, key: LinkKey) {
    let context = Self.context(token, provider)
    guard let bytes = LinkSeal.open(text, longest: Self.longest, for: context, key: key),
      bytes.count > 10, bytes[0] == Self.version
    else { return nil }
    var fields = SizedFields(bytes[10...])
    guard let download = fields.next() else { return nil }
    made = SizedFields.number(bytes[2..<10])
    self.download = String(decoding: download, as: UTF8.self)
    view = fields.next().map { String(decoding: $0, as: UTF8.self) }
    isSeen = bytes[1] != 0
  }

  /// What a download and a view have place in, twice in letters.
  private static let longest = 2 * LinkDownload.longest
  private static let version: UInt8 = 1

  private static func context(_ token: LinkToken, _ provider: DomainName) -> [UInt8] {
    Array("mkprofile note\0\(provider.ascii)\0\(token.text)\0".utf8)
  }
}
