// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import Renderers

/// Where the buttons of one provider's links are answered: each makes one profile, whoever presses
/// how often, and what it has made is sealed in the address that it is fetched from.
package struct LinkDesk: Sendable {
  /// What a press has led to.
  package enum Outcome: Sendable, Hashable {
    /// Something was made, now or a moment ago; it is fetched with this text.
    case made(String)
    /// A profile was made before, at this second since 1970 UTC: nothing was done.
    case before(Int64)
    /// No password was made.
    case failed
  }

  /// A press of the button.
  package struct Press: Sendable, Hashable {
    /// When, in seconds since 1970 UTC.
    package var now: Int64
    /// When the profile was made that may be replaced; nil for none.
    package var replaces: Int64?
    /// From which view of the page it came.
    package var view: String?

    /// A press at a time.
    package init(now: Int64, replaces: Int64? = nil, view: String? = nil) {
      self.now = now
      self.replaces = replaces
      self.view = view
    }
  }

  /// Whose links these are.
  package let provider: DomainName
  /// True where links end with their first profile, whatever they say.
  package var isSingleUse = false
  /// Makes the password of a link; nil where people type theirs. May wait for another program, and
  /// fail.
  package var password: (@Sendable (LinkToken, AccountSettings) -> AppPassword?)?
  private let key: @Sendable () -> LinkKey?
  private let ledger: any LinkLedger

  /// A desk with the key that is used now, nil while there is none.
  package init(
    _ provider: DomainName, ledger: any LinkLedger, key: @escaping @Sendable () -> LinkKey?
  ) {
    self.provider = provider
    self.ledger = ledger
    self.key = key
  }

  /// True for a link that was made with the key.
  package func isGenuine(_ token: LinkToken) -> Bool {
    key().map { token.isGenuine(provider: provider, key: $0) } ?? false
  }

  /// True for a link that ends with its first profile.
  package func endsAfterUse(_ link: PersonalLink) -> Bool { isSingleUse || link.isSingleUse }

  /// True for a link whose profile is for one person's eyes, or changes something when it is made:
  /// it leads to a page with a button.
  package func hasButton(_ link: PersonalLink) -> Bool {
    password != nil || endsAfterUse(link) || link.person.name != nil
  }

  /// What became of a link.
  package func record(of token: LinkToken) -> LinkRecord { ledger.record(of: token) }

  /// Where what was made can be fetched again by whoever pressed the button of this view.
  package func download(of token: LinkToken, view: String?, at now: Int64) -> String? {
    let record = ledger.record(of: token)
    guard let view, record.view == view, let made = record.made,
      now < made + LinkDownload.lifetime
    else { return nil }
    return record.download
  }

  /// Answers a press; those of one link wait for each other.
  package func press(_ token: LinkToken, _ account: AccountSettings, _ press: Press) -> Outcome {
    var outcome = Outcome.failed
    ledger.change(token, at: press.now) { record in
      if let made = record.made, let known = answer(record, token, made, press) {
        if case .made = known { record.isSeen = true }
        outcome = known
        return
      }
      guard let key = key() else { return }
      var secret: String?
      if let password {
        guard let made = password(token, account) else { return }
        secret = made.text
      }
      // Each has a time of its own, by which what was made before is told from it.
      let made = max(press.now, (record.made ?? .min) &+ 1)
      let text = LinkDownload(token, made: made, password: secret)
        .text(provider: provider, key: key)
      record.made = made
      record.download = text
      record.view = press.view
      record.isSeen = true
      outcome = .made(text)
    }
    return outcome
  }

  /// What needs nothing new; nil where a profile has to be made.
  private func answer(
    _ record: LinkRecord, _ token: LinkToken, _ made: Int64, _ press: Press
  ) -> Outcome? {
    if !record.isSeen {
      // Whoever pressed before has never heard of it. Ten minutes later nobody can have it.
      guard let download = record.download, press.now < made + LinkDownload.lifetime else {
        return nil
      }
      return .made(download)
    }
    if endsAfterUse(token.link) { return .before(made) }
    return password == nil || press.replaces == made ? nil : .before(made)
  }

  /// Notes that nobody was there any more to hear what was made.
  package func forget(_ outcome: Outcome, of token: LinkToken, at now: Int64) {
    guard case .made(let text) = outcome else { return }
    ledger.change(token, at: now) { record in
      if record.download == text { record.isSeen = false }
    }
  }

  /// What an address was made for; nil for one that was never one.
  package func open(_ text: Substring) -> LinkDownload? {
    key().flatMap { LinkDownload(text, provider: provider, key: $0) }
  }

  /// When a profile was made with the same link after a download was; nil where that is the last.
  package func successor(of download: LinkDownload, _ token: LinkToken) -> Int64? {
    guard let made = ledger.record(of: token).made, made > download.made else { return nil }
    return made
  }

  /// The token of the link that a download came from.
  package func token(of download: LinkDownload) -> LinkToken? {
    key().map { LinkToken(download.link, provider: provider, key: $0) }
  }
}
