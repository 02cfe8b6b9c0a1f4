// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

@testable import SetupSheets

/// Accounts that the tests render.
enum Samples {
  /// A server on a host, everything else as usual.
  static func server(
    _ mailProtocol: MailProtocol, _ host: String, port: Int? = nil, _ security: Security = .tls,
    _ authentication: [Authentication] = [.password], username: UsernameForm = .address
  ) throws -> Server {
    Server(
      mailProtocol, host: try HostPattern(host), port: port.flatMap { Port($0) },
      security: security, authentication: authentication, username: username)
  }

  /// A provider without servers.
  static func bare(_ name: String = "Example Mail") throws -> Provider {
    Provider(id: try DomainName("example.net"), name: try DisplayText(name))
  }

  /// What most providers offer: IMAP, POP3, both kinds of submission, webmail and help.
  static func usual() throws -> Provider {
    var provider = try bare()
    provider.incoming = [
      try server(.imap, "imap.example.net"), try server(.pop3, "pop.example.net"),
    ]
    provider.outgoing = [
      try server(.smtp, "smtp.example.net"), try server(.smtp, "smtp.example.net", .starttls),
    ]
    provider.webmail = try URLPattern("https://webmail.example.net")
    provider.support = try help()
    return provider
  }

  /// Somebody who helps.
  static func help() throws -> Support {
    var support = Support()
    support.email = try MailAddress("help@example.net")
    support.phone = try DisplayText("+41 31 555 01 00")
    support.url = LocalizedURL(try WebURL("https://example.net/help"))
    support.hours = LocalizedText([
      (.english, try DisplayText("Mon-Fri 8-18")),
      (try Language("de"), try DisplayText("Mo-Fr 8-18 Uhr")),
    ])
    return support
  }

  /// Every service that a provider can have.
  static func everything() throws -> Provider {
    var provider = try usual()
    provider.calendars = [
      CalendarService(.caldav, url: try URLPattern("https://dav.example.net/cal")),
      CalendarService(
        .webcal, url: try URLPattern("webcal://example.net/holidays.ics", schemes: [.webcal])),
    ]
    provider.calendars[1].name = LocalizedText([(.english, try DisplayText("Public holidays"))])
    provider.contacts = [ContactService(url: try URLPattern("https://dav.example.net/card"))]
    var directory = DirectoryService(host: try HostPattern("ldap.example.net"))
    directory.username = .localPart
    directory.searchBases = [
      DirectoryService.SearchBase(
        base: try DisplayText("dc=example,dc=net"),
        name: LocalizedText([(.english, try DisplayText("Staff"))]))
    ]
    provider.directories = [directory]
    provider.files = [FileService(url: try URLPattern("https://files.example.net/{address}"))]
    provider.files[0].username = .pattern(try Pattern("EXAMPLE\\{local}"))
    provider.activeSync = try HostPattern("eas.example.net")
    provider.jmap = JMAPService(url: try URLPattern("https://jmap.example.net/session"))
    provider.manageSieve = SieveService(host: try HostPattern("sieve.example.net"))
    provider.documentation = [
      Documentation(
        url: try WebURL("https://example.net/guide"),
        text: LocalizedText([(.english, try DisplayText("Guide for everybody"))]))
    ]
    return provider
  }

  /// Anna's account.
  static func account(
    _ provider: Provider, _ address: String = "anna@example.org", loginDomain: String? = nil,
    name: String? = nil, login: String? = nil, language: String? = nil
  ) throws -> AccountSettings {
    AccountSettings(
      provider, address: try MailAddress(address),
      loginDomain: try loginDomain.map { try DomainName($0) },
      person: Person(
        name: try name.map { try DisplayText($0) }, login: try login.map { try DisplayText($0) },
        language: try language.map { try Language($0) }))
  }

  /// Everybody's account at a domain.
  static func everybody(
    _ provider: Provider, at domain: String = "example.org", loginDomain: String? = nil
  ) throws -> AccountSettings {
    AccountSettings(
      provider, domain: try DomainName(domain),
      loginDomain: try loginDomain.map { try DomainName($0) })
  }

  /// What people choose for a sheet.
  static let choices = SheetOptions(.builtIn)

  /// The options for a device.
  static func device() throws -> RenderOptions {
    var options = RenderOptions()
    try options.choose(choices.device, "generic")
    return options
  }

  /// Both ways to spell a sheet.
  static let formats: [any Renderer] = [SheetText(), SheetHTML()]
}

extension ClientDefinition {
  /// The definition that fits every program.
  static let generic = named("generic")

  /// A built-in definition.
  static func named(_ name: String) -> ClientDefinition {
    guard let client = SheetLibrary.builtIn.client(name) else {
      preconditionFailure("there is no client \(name)")
    }
    return client
  }
}

extension DeviceDefinition {
  /// The definition that fits every device.
  static let generic = named("generic")

  /// A built-in definition.
  static func named(_ name: String) -> DeviceDefinition {
    guard let device = SheetLibrary.builtIn.device(name) else {
      preconditionFailure("there is no device \(name)")
    }
    return device
  }
}

extension Wording {
  static let english = SheetLibrary.builtIn.wording(for: [.english])
}

/// How tests read a document: in one line, without markup.
extension Document {
  /// The text with every run of blanks as one blank.
  var flat: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
