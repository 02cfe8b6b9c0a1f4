// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Calendars: `com.apple.caldav.account` and `com.apple.subscribedcalendar.account`.
enum CalendarPayloads {
  static func all(_ context: PayloadContext, _ gaps: inout Gaps) -> [Payload] {
    let account = context.account
    return gaps.places(account.calendars, account.openCalendars, context.placeholders) {
      $0 == .webcal
    }.compactMap { service in
      switch service.kind {
      case .caldav:
        gaps.noteDiscovery(service, .caldav)
        return caldav(service, context)
      case .webcal:
        switch context.device {
        case .mac:
          gaps.note(service.path, "is left out: Macs know no subscribed calendars in profiles")
          return nil
        case .universal:
          gaps.note(service.path, "is for iPhone and iPad: Macs ignore subscribed calendars")
        case .iphone: break
        }
        return subscribed(service, context)
      }
    }
  }

  private static func caldav(
    _ service: ServicePlace<CalendarService.Kind>, _ context: PayloadContext
  ) -> Payload {
    let label = context.label(service.name)
    return Payload(
      .caldav, service.path, context, index: String(service.index),
      name: "\(context.words.calendars) (\(label))",
      [
        "CalDAVAccountDescription": .string(label),
        "CalDAVHostName": .string(service.server.host.ascii),
        "CalDAVPassword": .optional(context.password?.text(for: .calendar)),
        "CalDAVPort": .integer(Int(service.server.port.number)),
        "CalDAVUseSSL": .boolean(service.server.isSecure),
        "CalDAVUsername": .optional(context.login(service.username)),
      ])
  }

  /// The host name key holds the whole URL (Apple's schema).
  private static func subscribed(
    _ service: ServicePlace<CalendarService.Kind>, _ context: PayloadContext
  ) -> Payload {
    let label = context.label(service.name)
    return Payload(
      .webcal, service.path, context, index: String(service.index),
      name: "\(context.words.subscribedCalendar) (\(label))",
      [
        "SubCalAccountDescription": .string(label),
        "SubCalAccountHostName": .string(service.text),
        "SubCalAccountUseSSL": .boolean(true),
      ])
  }
}

/// Address books: `com.apple.carddav.account`.
enum ContactPayloads {
  static func all(_ context: PayloadContext, _ gaps: inout Gaps) -> [Payload] {
    let account = context.account
    return gaps.places(account.contacts, account.openContacts, context.placeholders) { _ in false }
      .map { service in
        gaps.noteDiscovery(service, .carddav)
        let label = context.label(service.name)
        return Payload(
          .carddav, service.path, context, index: String(service.index),
          name: "\(context.words.contacts) (\(label))",
          [
            "CardDAVAccountDescription": .string(label),
            "CardDAVHostName": .string(service.server.host.ascii),
            "CardDAVPassword": .optional(context.password?.text(for: .contacts)),
            "CardDAVPort": .integer(Int(service.server.port.number)),
            "CardDAVUseSSL": .boolean(service.server.isSecure),
            "CardDAVUsername": .optional(context.login(service.username)),
          ])
      }
  }
}

extension Gaps {
  /// Apple's clients take host, port and user name, and ask the well-known path for the rest
  /// (RFC 6764 section 5); they ignore the PrincipalURL key.
  fileprivate mutating func noteDiscovery<Kind>(
    _ service: ServicePlace<Kind>, _ path: LookupPath
  ) {
    noteOneLanguage("\(service.path).name", service.name)
    guard !service.isBare else { return }
    let port = service.server.explicitPort.map { ":\($0)" } ?? ""
    note(
      "\(service.path).url",
      "devices ask https://\(service.server.host)\(port)\(path), which must lead to "
        + service.rest)
  }
}
