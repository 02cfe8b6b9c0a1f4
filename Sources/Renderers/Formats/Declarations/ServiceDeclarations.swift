// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Calendars, address books and directories: `com.apple.configuration.account.caldav`,
/// `.subscribed-calendar`, `.carddav` and `.ldap`.
enum ServiceDeclarations {
  static func calendars(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    let account = context.account
    for service in gaps.places(
      account.calendars, account.openCalendars, context.placeholders, writes: { _ in true })
    {
      let place = String(service.index)
      switch service.kind {
      case .webcal:
        list.add(
          "subscribed-calendar", place,
          [
            "VisibleName": .string(context.label(service.name)),
            "CalendarURL": .string(service.text),
          ])
      case .caldav:
        guard isSecure(service, &gaps) else { continue }
        list.add("caldav", place, keys(service, context, &list, &gaps))
      }
    }
  }

  static func contacts(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    let account = context.account
    for service in gaps.places(
      account.contacts, account.openContacts, context.placeholders, writes: { _ in true })
    where isSecure(service, &gaps) {
      list.add("carddav", String(service.index), keys(service, context, &list, &gaps))
    }
  }

  private static func keys<Kind>(
    _ service: ServicePlace<Kind>, _ context: DeclarationContext,
    _ list: inout DeclarationList, _ gaps: inout Gaps
  ) -> JSON.Members {
    if let texts = service.name?.entries, texts.count > 1 {
      gaps.note("\(service.path).name", "is said in one language: a declaration has one name")
    }
    let credentials = list.credentials(service.username, &gaps)
    noteUser(credentials, service.path, &gaps)
    return [
      "VisibleName": .string(context.label(service.name)),
      "HostName": .string(service.server.host.ascii),
      "Port": .integer(Int(service.server.port.number)),
      "Path": service.isBare ? nil : .string(service.rest),
      "AuthenticationCredentialsAssetReference": .optional(credentials),
    ]
  }

  /// There is no word for SSL: what is not https is not declared.
  private static func isSecure<Kind>(_ service: ServicePlace<Kind>, _ gaps: inout Gaps) -> Bool {
    if service.server.isSecure { return true }
    gaps.warn(
      "\(service.path).url", "is left out: declarations have no word for a server without TLS",
      fix: "offer it by https")
    return false
  }

  private static func noteUser(_ credentials: String?, _ path: String, _ gaps: inout Gaps) {
    guard credentials == nil else { return }
    gaps.note(
      "\(path).username", "is left out: a declaration has no user name, and the device asks for it")
  }

  static func directories(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    for directory in context.account.directories {
      if directory.security != .tls {
        gaps.warn(
          "\(directory.path).security",
          "declarations have no word for \(directory.security.rawValue): devices go by the port",
          fix: "offer implicit TLS on port 636")
      }
      let credentials = directory.username.flatMap { list.credentials($0, &gaps) }
      if directory.username != nil { noteUser(credentials, directory.path, &gaps) }
      if directory.searchBases.count > 1 {
        gaps.note("\(directory.path).searchBases", "Macs search the first one alone")
      }
      let bases = directory.searchBases.map { searchBase($0, context.account.languages) }
      list.add(
        "ldap", String(directory.index),
        [
          "VisibleName": .string(context.account.provider.name.text),
          "HostName": .string(directory.host.ascii),
          "Port": .integer(Int(directory.port.number)),
          "AuthenticationCredentialsAssetReference": .optional(credentials),
          "SearchSettings": bases.isEmpty ? nil : .array(bases),
        ])
    }
  }

  private static func searchBase(
    _ base: DirectoryService.SearchBase, _ languages: [Language]
  ) -> JSON {
    .object([
      "VisibleDescription": .optional(base.name?.text(for: languages).text),
      "SearchBase": .string(base.base.text), "Scope": .string(base.scope.declarationWord),
    ])
  }
}

/// `com.apple.configuration.account.exchange`.
enum ExchangeDeclaration {
  /// Adds ActiveSync for iPhones, Exchange Web Services for Macs, or both where one host has both.
  static func add(
    _ context: DeclarationContext, _ list: inout DeclarationList, _ gaps: inout Gaps
  ) {
    let account = context.account
    guard let host = account.activeSync ?? account.ews?.url.host,
      let login = account.activeSyncLogin ?? account.ews?.username
    else { return }
    let ews = account.ews.flatMap { $0.url.host == host ? $0 : nil }
    if account.ews != nil, ews == nil {
      gaps.warn(
        "ews.url", "is left out: a declaration has one host, \(host)",
        fix: "offer ActiveSync and Exchange Web Services on one host")
    }
    let types = (account.activeSync == nil ? [] : ["EAS"]) + (ews == nil ? [] : ["EWS"])
    var keys: JSON.Members = [
      "VisibleName": .string(context.label()), "EnabledProtocolTypes": .strings(types),
      "UserIdentityAssetReference": .string(list.person()), "HostName": .string(host.ascii),
    ]
    if let ews {
      keys.append("Port", .integer(Int(ews.url.port.number)))
      if !ews.url.isBare { keys.append("Path", .string(ews.url.rest)) }
    }
    if let oauth2 = account.provider.oauth2,
      account.provider.ews?.authentication.first == .oauth2
    {
      keys.append(
        "OAuth",
        .object([
          "Enabled": .boolean(true),
          "SignInURL": .string(oauth2.authorizationURL.description),
          "TokenRequestURL": .string(oauth2.tokenURL.description),
        ]))
    } else {
      let credentials = list.credentials(login, &gaps)
      keys.append("AuthenticationCredentialsAssetReference", .optional(credentials))
    }
    list.add("exchange", "0", keys)
  }
}

extension DirectoryService.Scope {
  fileprivate var declarationWord: String {
    switch self {
    case .base: "Base"
    case .oneLevel: "OneLevel"
    case .subtree: "Subtree"
    }
  }
}
