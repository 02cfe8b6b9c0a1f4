// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Directory
import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile
import Signing
import System

/// Loads what the profiles of all providers need.
struct DeliveryLoader: Sendable {
  let allowsUnsigned: Bool
  let metrics: ServerMetrics
  let log: RequestLog
  /// By their folders; they outlive the settings that name them.
  private let ledgers = Guarded([String: FolderLedger]())
  /// By what the settings say of them; they outlive these, too.
  private let stores = Guarded([DirectoryOptions: LinkStore]())

  /// What loads for a server, with a log of its own.
  init(_ request: ServeRequest) {
    allowsUnsigned = request.allowsUnsigned
    metrics = ServerMetrics()
    log = RequestLog(
      LogFormat(
        isJSON: request.logsJSON, showsRequests: request.logsRequests,
        lowest: request.logsNotes ? .note : .error))
  }

  /// What the providers of the settings need, with everything that was found; nothing of it is to
  /// be used where there is an error.
  func load(_ catalog: SettingsCatalog) -> (keepers: [DeliveryKeeper], findings: [Finding]) {
    let keepers = catalog.providers.enumerated().compactMap { index, provider in
      let (store, places) = store(of: index, provider.delivery, catalog)
      return DeliveryKeeper(
        provider, provider.signing.map(signer), allowsUnsigned: allowsUnsigned, metrics, log,
        provider.delivery.linkKey.map { ledger(provider.delivery, $0) } ?? MemoryLedger(), store,
        places)
    }
    let findings = keepers.flatMap { keeper in
      keeper.start().map { finding in
        var finding = finding
        if catalog.providers.count > 1 {
          finding.message = "\(keeper.provider.id): \(finding.message)"
        }
        return finding
      }
    }
    return (keepers, findings)
  }

  /// Where the servers of a provider note what links have made: in its PostgreSQL, if it has one.
  private func store(
    of provider: Int, _ delivery: DeliveryOptions, _ catalog: SettingsCatalog
  ) -> (LinkStore?, Places) {
    guard delivery.linkKey != nil else { return (nil, Places()) }
    for directory in catalog.directories where directory.provider == provider {
      let options = directory.options
      let store = stores.withLock { stores in
        // A little longer than a program may take to make a password.
        let made = LinkStore(
          options, .beside, patience: (delivery.passwordTimeout + 5) * 1_000)
        let store = stores[options] ?? made
        stores[options] = store
        return store
      }
      if let store { return (store, options.places) }
    }
    return (nil, Places())
  }

  private func ledger(_ options: DeliveryOptions, _ key: String) -> FolderLedger {
    let folder = FolderLedger.folder(options, key: key)
    let ledger = ledgers.withLock { ledgers in
      let ledger = ledgers[folder] ?? FolderLedger(folder, log)
      ledgers[folder] = ledger
      return ledger
    }
    ledger.sweep(at: Clock.wall / 1_000_000)
    return ledger
  }

  private func signer(_ options: SigningOptions) -> SignerKeeper {
    let source = Guarded(SigningSource(options))
    return SignerKeeper(source.withLock { $0.paths }, metrics, log) {
      source.withLock { source in
        let (isGood, findings) = source.reload()
        return SignerKeeper.Loaded(signer: isGood ? source.signer : nil, findings: findings)
      }
    }
  }
}
