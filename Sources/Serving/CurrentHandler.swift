// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import HTTPListener
import MailSettings
import ProfileServer
import SettingsFile
import Synchronization

/// The handler of the settings in force. New settings take its place between two requests.
final class CurrentHandler: Sendable {
  private let handler: Mutex<RequestHandler>
  private let limits: ServerLimits

  init(_ catalog: SettingsCatalog, _ limits: ServerLimits) {
    self.limits = limits
    handler = Mutex(Self.handler(catalog, limits))
  }

  func respond(to request: Request) -> Response {
    handler.withLock { $0 }.respond(to: request)
  }

  /// Puts new settings in force and gives the old handler back, so that the caller frees it:
  /// letting go of a million domains takes longer than a request may.
  func replace(by catalog: SettingsCatalog) -> RequestHandler {
    let new = Self.handler(catalog, limits)
    return handler.withLock { current in
      let old = current
      current = new
      return old
    }
  }

  private static func handler(_ catalog: SettingsCatalog, _ limits: ServerLimits) -> RequestHandler
  {
    RequestHandler(catalog, limits: limits) { TimeOfDay(microseconds: Int(Clock.wall % day)) }
  }

  private static let day: Int64 = 86_400_000_000
}
