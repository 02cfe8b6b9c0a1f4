// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
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
    let keepers = catalog.providers.compactMap { provider in
      DeliveryKeeper(
        provider, provider.signing.map(signer), allowsUnsigned: allowsUnsigned, metrics, log,
        provider.delivery.linkKey.map { ledger(provider.delivery, $0) } ?? MemoryLedger())
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
