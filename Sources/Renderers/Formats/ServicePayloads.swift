// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Calendars: `com.apple.caldav.account` and `com.apple.subscribedcalendar.account`.
enum CalendarPayloads {
  static func encoded(
    _ account: AccountSettings, _ identity: ProfileIdentity, _ gaps: inout Gaps
  ) -> [PropertyList] {
    account.calendars.map { service in
      let label = account.label(service.name)
      switch service.kind {
      case .caldav:
        gaps.noteDiscovery(service, "caldav")
        return caldav(service, label, identity)
      case .webcal:
        gaps.note(service.path, "is for iPhone and iPad: Macs ignore subscribed calendars")
        return subscribed(service, label, identity)
      }
    }
  }

  private static func caldav(
    _ service: AccountService<CalendarService.Kind>, _ label: String, _ identity: ProfileIdentity
  ) -> PropertyList {
    var entries = identity.common(
      type: "com.apple.caldav.account", kind: "caldav", index: service.index,
      name: "Calendars (\(label))")
    entries.append([
      "CalDAVAccountDescription": .string(label),
      "CalDAVHostName": .string(service.url.host.ascii),
      "CalDAVPort": .integer(Int(service.url.port.number)),
      "CalDAVUseSSL": .boolean(service.url.isSecure),
      "CalDAVUsername": .optional(service.username.value),
    ])
    return .dictionary(entries)
  }

  /// The host name key holds the whole URL (Apple's schema).
  private static func subscribed(
    _ service: AccountService<CalendarService.Kind>, _ label: String, _ identity: ProfileIdentity
  ) -> PropertyList {
    var entries = identity.common(
      type: "com.apple.subscribedcalendar.account", kind: "webcal", index: service.index,
      name: "Calendar (\(label))")
    entries.append([
      "SubCalAccountDescription": .string(label),
      "SubCalAccountHostName": .string(service.url.text(scheme: .https)),
      "SubCalAccountUseSSL": .boolean(true),
    ])
    return .dictionary(entries)
  }
}

/// Address books: `com.apple.carddav.account`.
enum ContactPayloads {
  static func encoded(
    _ account: AccountSettings, _ identity: ProfileIdentity, _ gaps: inout Gaps
  ) -> [PropertyList] {
    account.contacts.map { service in
      gaps.noteDiscovery(service, "carddav")
      let label = account.label(service.name)
      var entries = identity.common(
        type: "com.apple.carddav.account", kind: "carddav", index: service.index,
        name: "Contacts (\(label))")
      entries.append([
        "CardDAVAccountDescription": .string(label),
        "CardDAVHostName": .string(service.url.host.ascii),
        "CardDAVPort": .integer(Int(service.url.port.number)),
        "CardDAVUseSSL": .boolean(service.url.isSecure),
        "CardDAVUsername": .optional(service.username.value),
      ])
      return .dictionary(entries)
    }
  }
}

/// Directories: `com.apple.ldap.account`, which has no key for a port.
enum DirectoryPayloads {
  static func encoded(
    _ account: AccountSettings, _ identity: ProfileIdentity, _ gaps: inout Gaps
  ) -> [PropertyList] {
    account.directories.compactMap { directory in
      guard admits(directory, &gaps) else { return nil }
      let label = account.provider.name.text
      var entries = identity.common(
        type: "com.apple.ldap.account", kind: "ldap", index: directory.index,
        name: "Directory (\(label))")
      entries.append([
        "LDAPAccountDescription": .string(label),
        "LDAPAccountHostName": .string(directory.host.ascii),
        "LDAPAccountUseSSL": .boolean(directory.security == .tls),
        "LDAPAccountUserName": .optional(directory.username?.value),
      ])
      if !directory.searchBases.isEmpty {
        entries.append("LDAPSearchSettings", .array(directory.searchBases.map(searchBase)))
      }
      return .dictionary(entries)
    }
  }

  private static func admits(_ directory: AccountDirectory, _ gaps: inout Gaps) -> Bool {
    let usual = DirectoryService.usualPort(directory.security)
    if directory.security == .starttls {
      gaps.warn(
        "\(directory.path).security", "is left out: Apple profiles know no STARTTLS for LDAP",
        fix: "offer implicit TLS on port 636")
      return false
    }
    if directory.port != usual {
      gaps.warn(
        "\(directory.path).port", "is left out: Apple profiles have no port for LDAP",
        fix: "use \(usual), the usual port")
      return false
    }
    return true
  }

  private static func searchBase(_ base: DirectoryService.SearchBase) -> PropertyList {
    .dictionary([
      "LDAPSearchSettingDescription": .optional(base.name?.text),
      "LDAPSearchSettingScope": .string(base.scope.appleName),
      "LDAPSearchSettingSearchBase": .string(base.base.text),
    ])
  }
}

extension AccountSettings {
  /// What a person sees for an account: its own name, else the address, else the provider.
  fileprivate func label(_ name: LocalizedText?) -> String {
    name?.text(for: languages).text ?? address?.description ?? provider.name.text
  }
}

extension Gaps {
  /// Apple's clients take host, port and user name, and ask the well-known path for the rest
  /// (RFC 6764 section 5); they ignore the PrincipalURL key.
  fileprivate mutating func noteDiscovery<Kind>(_ service: AccountService<Kind>, _ name: String) {
    guard !service.url.isBare else { return }
    note(
      "\(service.path).url",
      "devices ask https://\(service.url.host)/.well-known/\(name), which must lead to "
        + service.url.rest)
  }
}

extension DirectoryService.Scope {
  fileprivate var appleName: String {
    switch self {
    case .base: "LDAPSearchSettingScopeBase"
    case .oneLevel: "LDAPSearchSettingScopeOneLevel"
    case .subtree: "LDAPSearchSettingScopeSubtree"
    }
  }
}
