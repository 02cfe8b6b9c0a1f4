// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
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
  private let desk: Guarded<PeopleDesk?>
  private let limits: ServerLimits
  private let sheets: SheetLibrary
  /// Handlers that were replaced; requests may still use them.
  private let retired = Guarded<[RequestHandler]>([])

  init(
    _ catalog: SettingsCatalog, _ limits: ServerLimits, _ keepers: [DeliveryKeeper] = [],
    people: PeopleDesk? = nil, sheets: SheetLibrary = .builtIn
  ) {
    self.limits = limits
    self.sheets = sheets
    self.keepers = Guarded(keepers)
    served = Guarded(ServedHosts(catalog))
    desk = Guarded(people)
    handler = Guarded(Self.handler(catalog, keepers, limits, people, sheets))
  }

  func answer(_ request: Request) -> Reply { handler.withLock { $0 }.answer(request) }

  /// The hosts of the settings in force.
  var hosts: ServedHosts { served.withLock { $0 } }

  /// Puts new settings in force.
  func replace(
    by catalog: SettingsCatalog, _ keepers: [DeliveryKeeper] = [], people: PeopleDesk? = nil
  ) {
    let new = Self.handler(catalog, keepers, limits, people, sheets)
    desk.withLock { $0 = people }
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

  /// Forgets the documents of domains that a directory has changed; of all for nil.
  func forget(_ domains: [DomainName]?) { handler.withLock { $0 }.forget(domains) }

  /// What came of questions about people; nil where nobody is asked.
  var people: PeopleFinder.Counts? { desk.withLock { $0 }?.counts }

  /// How many domains are served by name.
  var domainCount: Int { served.withLock { $0 }.count }

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
    _ people: PeopleDesk?, _ sheets: SheetLibrary
  ) -> RequestHandler {
    let deliveries = Dictionary(
      keepers.map { ($0.provider.id, $0.delivery) }, uniquingKeysWith: { first, _ in first })
    return RequestHandler(
      catalog, limits: limits, sheets: sheets, deliveries: deliveries, printer: PrinterProcess(),
      people: people
    ) { Clock.wall }
  }
}
