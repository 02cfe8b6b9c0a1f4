// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// Calendars, address books, files, JMAP, webmail and OAuth 2.0 in an autoconfig document.
///
/// FairEmail takes the last user name of a file for the mail servers, wherever it stands: an
/// extra is left out unless its user name has the form of all the others.
struct AutoconfigExtras {
  private var services: [Extra] = []
  private var jmap: Extra?
  private var ews: Extra?
  private let ewsMethods: [Authentication]
  private let webmail: WebURL?
  private let oauth2: OAuth2?

  init(_ account: AccountSettings, beside servers: AutoconfigServers, _ gaps: inout Gaps) {
    let usernames = servers.usernames
    webmail = account.webmail
    oauth2 = Self.oauth2(account, &gaps)
    ewsMethods = account.provider.ews?.authentication ?? []
    let form = usernames.first?.parts
    let oneForm = usernames.allSatisfy { $0.parts == form }
    let admits = { (username: LoginName, path: String, gaps: inout Gaps) in
      if oneForm, username.parts == form { return true }
      gaps.warn(
        path, "is left out: FairEmail would take its user name for the mail servers",
        fix: "use one form of user name for everything")
      return false
    }
    for service in account.calendars {
      guard service.kind == .caldav else {
        gaps.note(service.path, "is left out: autoconfig knows no subscribed calendars")
        continue
      }
      guard admits(service.username, service.path, &gaps) else { continue }
      services.append(Extra("calendar", service))
    }
    for service in account.contacts where admits(service.username, service.path, &gaps) {
      services.append(Extra("addressbook", service))
    }
    for service in account.files where admits(service.username, service.path, &gaps) {
      services.append(Extra("fileShare", service))
    }
    if let service = account.jmap, admits(service.username, service.path, &gaps),
      servers.admitsOther(service.path, &gaps)
    {
      jmap = Extra("incomingServer", service)
    }
    if let service = account.ews, admits(service.username, service.path, &gaps),
      servers.admitsOther(service.path, &gaps)
    {
      ews = Extra("incomingServer", service)
    }
    Self.noteTheRest(account, &gaps)
    for (path, name) in account.calendars.map({ ($0.path, $0.name) })
      + account.contacts.map({ ($0.path, $0.name) }) where name != nil
    {
      gaps.note("\(path).name", "is left out: autoconfig has no names of services")
    }
  }

  /// Nil without scopes, with which no client begins anything.
  private static func oauth2(_ account: AccountSettings, _ gaps: inout Gaps) -> OAuth2? {
    guard let oauth2 = account.provider.oauth2 else { return nil }
    guard oauth2.scopes.isEmpty else { return oauth2 }
    gaps.warn("oauth2", "is left out", .himalayaOAuth2, fix: "add its scopes")
    return nil
  }

  /// What the format has no place for, or no client reads.
  private static func noteTheRest(_ account: AccountSettings, _ gaps: inout Gaps) {
    for directory in account.directories {
      gaps.note(directory.path, "is left out: autoconfig knows no LDAP directories")
    }
    if account.activeSync != nil {
      gaps.note("activeSync", "is left out: no mail client reads it from autoconfig")
    }
    if account.manageSieve != nil {
      gaps.note("manageSieve", "is left out: no mail client reads it from autoconfig")
    }
  }

  /// JMAP and EWS stand after IMAP and POP3, and have a URL instead of host, port and socket type.
  func writeIncoming(_ xml: inout XMLWriter) {
    for (service, methods) in [(jmap, [.password]), (ews, ewsMethods)] {
      guard let service else { continue }
      xml.element(service.element, [("type", service.type)]) { xml in
        xml.element("url", text: service.url.description)
        for method in methods { xml.element("authentication", text: method.autoconfigName) }
        xml.element("username", text: service.username.autoconfigText)
      }
    }
  }

  func write(_ xml: inout XMLWriter) {
    for service in services {
      xml.element(service.element, [("type", service.type)]) { xml in
        xml.element("username", text: service.username.autoconfigText)
        xml.element("authentication", [("system", "http")], text: "Basic")
        xml.element("url", text: service.url.description)
      }
    }
    if let webmail {
      xml.element("webMail") { $0.emptyElement("loginPage", [("url", webmail.description)]) }
    }
    if let oauth2 {
      xml.element("oAuth2") { xml in
        xml.element("issuer", text: oauth2.issuer.text)
        xml.element("scope", text: oauth2.scopes.map(\.text).joined(separator: " "))
        xml.element("authURL", text: oauth2.authorizationURL.description)
        xml.element("tokenURL", text: oauth2.tokenURL.description)
        xml.element("clientID", text: oauth2.clientID?.text)
      }
    }
  }
}

/// A service beside mail, as autoconfig spells it.
private struct Extra {
  let element: StaticString
  let type: String
  let url: WebURL
  let username: LoginName

  init<Kind: RawRepresentable<String>>(_ element: StaticString, _ service: AccountService<Kind>) {
    self.element = element
    type = service.kind.rawValue
    url = service.url
    username = service.username
  }
}
