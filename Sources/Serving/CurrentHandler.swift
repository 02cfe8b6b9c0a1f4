// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile
import SetupSheets

/// The handler of the settings in force. New settings take its place between two requests.
final class CurrentHandler: Sendable {
  private let handler: Guarded<RequestHandler>
  private let limits: ServerLimits
  private let sheets: SheetLibrary
  /// Handlers that were replaced; requests may still use them.
  private let retired = Guarded<[RequestHandler]>([])

  init(_ catalog: SettingsCatalog, _ limits: ServerLimits, _ sheets: SheetLibrary = .builtIn) {
    self.limits = limits
    self.sheets = sheets
    handler = Guarded(Self.handler(catalog, limits, sheets))
  }

  func respond(to request: Request) -> Response {
    handler.withLock { $0 }.respond(to: request)
  }

  /// Puts new settings in force.
  func replace(by catalog: SettingsCatalog) {
    let new = Self.handler(catalog, limits, sheets)
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

  private static func handler(
    _ catalog: SettingsCatalog, _ limits: ServerLimits, _ sheets: SheetLibrary
  ) -> RequestHandler {
    RequestHandler(catalog, limits: limits, sheets: sheets) {
      TimeOfDay(microseconds: Int(Clock.wall % day))
    }
  }

  private static let day: Int64 = 86_400_000_000
}
