// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Directory
import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import System

/// What the profiles of one provider need while the server runs: its signer, the key of its links,
/// the program that makes passwords.
final class DeliveryKeeper: Sendable {
  private struct Key {
    var key: LinkKey?
    var mark: FileMark
  }

  let provider: Provider
  let signer: SignerKeeper?
  private let maker: PasswordMaker?
  private let ledger: any LinkLedger
  /// The same where all servers of the provider see it; nil where there is no such place.
  private let shared: DirectoryLedger?
  private let places: Places
  private let key: Guarded<Key>?
  private let allowsUnsigned: Bool
  private let log: RequestLog

  /// Nil for a provider that signs nothing and has no links.
  init?(
    _ provider: Provider, _ signer: SignerKeeper?, allowsUnsigned: Bool, _ metrics: ServerMetrics,
    _ log: RequestLog, _ ledger: any LinkLedger = MemoryLedger(), _ store: LinkStore? = nil,
    _ places: Places = Places()
  ) {
    guard signer != nil || provider.delivery.linkKey != nil else { return nil }
    self.provider = provider
    self.signer = signer
    self.allowsUnsigned = allowsUnsigned
    self.log = log
    self.ledger = ledger
    maker = PasswordMaker(provider.delivery, metrics, log)
    let key = provider.delivery.linkKey.map { Guarded(Key(mark: Self.mark($0))) }
    self.key = key
    self.places = places
    shared = store.map { store in
      DirectoryLedger(store, own: ledger, provider.id, log) { key?.withLock { $0.key } }
    }
  }

  /// Loads everything for the first time; gives what was found.
  func start() -> [Finding] {
    var findings = signer?.start() ?? []
    if allowsUnsigned {
      for index in findings.indices where findings[index].severity == .error {
        findings[index].severity = .warning
      }
    }
    return findings + [loadKey(), shared?.probe(places)].compactMap { $0 }
  }

  /// Loads again what has changed; to be called each second.
  func refresh() {
    signer?.refresh()
    guard let path = provider.delivery.linkKey, let key else { return }
    let mark = Self.mark(path)
    let isChanged = key.withLock { key in
      defer { key.mark = mark }
      return key.mark != mark
    }
    guard isChanged else { return }
    if let finding = loadKey(), finding.severity == .error {
      log.say(.error, "the old key of links stays: the new one cannot be used", [finding])
    } else {
      log.say(.note, "the key of links was read again: links made with another one are refused")
    }
  }

  private static func mark(_ path: String) -> FileMark {
    FileMark(LinkKeyFile(path).location ?? path)
  }

  private func loadKey() -> Finding? {
    guard let path = provider.delivery.linkKey, let key else { return nil }
    let file = LinkKeyFile(path)
    do throws(InvalidValue) {
      let new = try file.read()
      key.withLock { $0.key = new }
    } catch {
      return Finding(
        .error, at: "delivery.linkKey", error.message, fix: error.fix,
        isAboutMissingFile: file.isMissing)
    }
    guard file.isPublic else { return nil }
    return Finding(
      .warning, at: "delivery.linkKey", "everybody on this machine may read \(path.quotedPath)",
      fix: "chmod 640, for the user and the group of the server")
  }

  /// What the handler sees of all this.
  var delivery: ProfileDelivery {
    var delivery = ProfileDelivery()
    if let signer { delivery.signer = { signer.current } }
    if let key {
      var desk = LinkDesk(provider.id, ledger: shared ?? ledger) {
        key.withLock { $0.key }
      }
      desk.isSingleUse = provider.delivery.isSingleUse
      if let maker { desk.password = { maker.password(of: $0, $1) } }
      delivery.desk = desk
    }
    delivery.allowsUnsigned = allowsUnsigned
    return delivery
  }
}
