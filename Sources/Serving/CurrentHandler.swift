// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile
import SetupSheets
import System

/// The handler of the settings in force. New settings take its place between two requests.
final class CurrentHandler: Sendable {
  private let handler: Guarded<RequestHandler>
  private let keepers: Guarded<[DeliveryKeeper]>
  private let served: Guarded<ServedHosts>
  private let limits: ServerLimits
  private let sheets: SheetLibrary
  /// Handlers that were replaced; requests may still use them.
  private let retired = Guarded<[RequestHandler]>([])

  init(
    _ catalog: SettingsCatalog, _ limits: ServerLimits, _ keepers: [DeliveryKeeper] = [],
    sheets: SheetLibrary = .builtIn
  ) {
    self.limits = limits
    self.sheets = sheets
    self.keepers = Guarded(keepers)
    served = Guarded(ServedHosts(catalog))
    handler = Guarded(Self.handler(catalog, keepers, limits, sheets))
  }

  func answer(_ request: Request) -> Reply { handler.withLock { $0 }.answer(request) }

  /// The hosts of the settings in force.
  var hosts: ServedHosts { served.withLock { $0 } }

  /// Puts new settings in force.
  func replace(by catalog: SettingsCatalog, _ keepers: [DeliveryKeeper] = []) {
    let new = Self.handler(catalog, keepers, limits, sheets)
    self.keepers.withLock { $0 = keepers }
    served.withLock { $0 = ServedHosts(catalog) }
    let old = handler.withLock { current in
      let old = current
      current = new
      return old
    }
    retired.withLock { $0.append(old) }
  }

  /// Frees the handlers that no request uses any more, on the caller's thread: letting go of a
  /// million domains takes longer than a request may.
  func freeRetired() {
    let freed = retired.withLock { retired in
      var freed: [RequestHandler] = []
      for index in retired.indices.reversed() where isKnownUniquelyReferenced(&retired[index]) {
        freed.append(retired.remove(at: index))
      }
      return freed
    }
    withExtendedLifetime(freed) {}
  }

  /// How many replaced handlers are still there.
  var retiredCount: Int { retired.withLock { $0.count } }

  /// Loads certificates and keys again that have changed; to be called each second.
  func refreshSecrets() {
    for keeper in keepers.withLock({ $0 }) { keeper.refresh() }
  }

  /// Days until the certificates end that sign profiles, by the provider's id.
  var signerDays: [(name: String, days: Int)] {
    keepers.withLock { $0 }.compactMap { keeper in
      keeper.signer?.daysLeft().map { (keeper.provider.id.ascii, $0) }
    }
  }

  private static func handler(
    _ catalog: SettingsCatalog, _ keepers: [DeliveryKeeper], _ limits: ServerLimits,
    _ sheets: SheetLibrary
  ) -> RequestHandler {
    let deliveries = Dictionary(
      keepers.map { ($0.provider.id, $0.delivery) }, uniquingKeysWith: { first, _ in first })
    return RequestHandler(
      catalog, limits: limits, sheets: sheets, deliveries: deliveries, printer: PrinterProcess()
    ) { Clock.wall }
  }
}
