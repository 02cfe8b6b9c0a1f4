// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What was worked out for an account, as JSON: for scripts, other programs and the curious.
public struct ResolvedSettings: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "settings"
  /// One sentence of help.
  public let summary = "The account's settings, worked out, as JSON for other programs."
  /// As servers send it.
  public let mediaType = "application/json"
  /// Without the dot in front.
  public let fileExtension = "settings.json"

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var out: JSON.Members = [
      "domain": .string(account.domain.ascii),
      "loginDomain": .string(account.loginDomain.ascii),
      "address": .optional(account.address?.description),
      "name": .optional(account.person.name?.text),
      "languages": .strings(account.languages.map(\.tag)),
      "provider": Self.provider(account.provider),
      "incoming": .array(account.incoming.map(Self.server)),
      "outgoing": .array(account.outgoing.map(Self.server)),
    ]
    out.append("calendars", Self.services(account.calendars))
    out.append("contacts", Self.services(account.contacts))
    out.append(
      "directories", Self.list(account.directories.map { Self.directory($0, account.languages) }))
    out.append("files", Self.services(account.files))
    out.append(
      "activeSync",
      account.activeSync.map { host in
        .object([
          "host": .string(host.ascii),
          "username": .optional(account.activeSyncLogin?.settingsText),
        ])
      })
    out.append("ews", Self.ews(account))
    out.append("jmap", account.jmap.map(Self.service))
    out.append("manageSieve", account.manageSieve.map(Self.sieve))
    out.append("webmail", account.webmail.map { .object(["url": .string($0.description)]) })
    out.append("oauth2", account.provider.oauth2.map(Self.oauth2))
    out.append("autodiscover", account.autodiscoverRedirect.flatMap(Self.redirect))
    return try Gaps(account).document(JSON.object(out).encoded(pretty: true))
  }

  private static func provider(_ provider: Provider) -> JSON {
    .object([
      "id": .string(provider.id.ascii), "name": .string(provider.name.text),
      "shortName": .string(provider.shortName.text),
    ])
  }

  private static func ews(_ account: AccountSettings) -> JSON? {
    account.ews.map { service in
      .object([
        "url": .string(service.url.description),
        "authentication": .strings((account.provider.ews?.authentication ?? []).map(\.rawValue)),
        "username": .string(service.username.settingsText),
      ])
    }
  }

  private static func server(_ server: AccountServer) -> JSON {
    .object([
      "protocol": .string(server.mailProtocol.rawValue), "host": .string(server.host.ascii),
      "port": .integer(Int(server.port.number)), "security": .string(server.security.rawValue),
      "authentication": .strings(server.authentication.map(\.rawValue)),
      "username": .string(server.username.settingsText),
      "pop3": server.pop3.map { pop3 in
        .object([
          "leaveOnServer": .boolean(pop3.leaveOnServer), "days": pop3.days.map { .integer($0) },
        ])
      },
      "pathPrefix": .optional(server.pathPrefix?.text),
    ])
  }

  private static func service<Kind: RawRepresentable<String>>(
    _ service: AccountService<Kind>
  ) -> JSON {
    .object([
      "protocol": .string(service.kind.rawValue), "url": .string(service.url.description),
      "username": .string(service.username.settingsText),
    ])
  }

  private static func services<Kind: RawRepresentable<String>>(
    _ services: [AccountService<Kind>]
  ) -> JSON? {
    list(services.map(service))
  }

  private static func list(_ values: [JSON]) -> JSON? { values.isEmpty ? nil : .array(values) }

  private static func directory(
    _ directory: AccountDirectory, _ languages: [Language]
  ) -> JSON {
    .object([
      "protocol": .string(DirectoryService.Kind.ldap.rawValue),
      "host": .string(directory.host.ascii), "port": .integer(Int(directory.port.number)),
      "security": .string(directory.security.rawValue),
      "username": .optional(directory.username?.settingsText),
      "searchBases": .array(
        directory.searchBases.map { base in
          .object([
            "base": .string(base.base.text), "scope": .string(base.scope.rawValue),
            "name": .optional(base.name?.text(for: languages).text),
          ])
        }),
    ])
  }

  private static func sieve(_ sieve: AccountSieve) -> JSON {
    .object([
      "host": .string(sieve.host.ascii), "port": .integer(Int(sieve.port.number)),
      "security": .string(sieve.security.rawValue),
      "username": .string(sieve.username.settingsText),
    ])
  }

  private static func redirect(_ redirect: AutodiscoverRedirect) -> JSON? {
    switch redirect {
    case .address(let address): .object(["redirectAddress": .string(address.description)])
    case .url(let url): .object(["redirectURL": .string(url.description)])
    case .unknown: nil
    }
  }

  private static func oauth2(_ oauth2: OAuth2) -> JSON {
    .object([
      "issuer": .string(oauth2.issuer.text),
      "authorizationURL": .string(oauth2.authorizationURL.description),
      "tokenURL": .string(oauth2.tokenURL.description),
      "scopes": .strings(oauth2.scopes.map(\.text)),
      "clientID": .optional(oauth2.clientID?.text),
    ])
  }
}

extension LoginName {
  /// The name, or with the placeholders of the settings file where no address is known.
  fileprivate var settingsText: String {
    value
      ?? parts.map { part in
        switch part {
        case .literal(let text): text
        case .address: "{address}"
        case .localPart: "{local}"
        }
      }.joined()
  }
}
