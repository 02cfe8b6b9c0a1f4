// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// The answer of draft-ietf-mailmaint-pacc, by which clients of Apple's authors configure
/// themselves: implicit TLS on the default ports, the address as user name, nothing else.
///
/// A DNS record pins the digest of these bytes: they are the same for everybody at a domain.
public struct PACC: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "pacc"
  /// One sentence of help.
  public let summary = "PACC JSON (Internet-Draft, experimental): implicit TLS on default ports."
  /// As servers send it.
  public let mediaType = "application/json"
  /// Without the dot in front.
  public let fileExtension = "pacc.json"

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let account = account.wholeDomain
    var gaps = Gaps(account)
    let protocols = Self.protocols(account, &gaps)
    if protocols.isEmpty {
      gaps.refuse(
        "incoming", "PACC can say nothing of these settings",
        fix: "offer implicit TLS on the usual ports, with the address as user name")
    }
    let answer: JSON = .object([
      "protocols": .object(protocols),
      "authentication": .object(Self.authentication(account)),
      "info": .object(Self.info(account)),
    ])
    return try gaps.document(answer.encoded(pretty: true))
  }

  private static func protocols(_ account: AccountSettings, _ gaps: inout Gaps) -> JSON.Members {
    var out: JSON.Members = [:]
    if let jmap = account.jmap, hasAddress(jmap.username, jmap.path, &gaps) {
      out.append("jmap", url(jmap.url))
    }
    for type in MailProtocol.allCases {
      let servers = (account.incoming + account.outgoing).filter { $0.mailProtocol == type }
      out.append(type.rawValue, host(of: type, among: servers, account, &gaps))
    }
    let said = account.incoming.filter { obstacle($0) == nil }
    if let first = said.first, first.mailProtocol == .pop3,
      said.contains(where: { $0.mailProtocol == .imap })
    {
      gaps.note(first.path, "stands behind IMAP: PACC has no order of preference")
    }
    if let sieve = account.manageSieve {
      out.append("managesieve", host(of: sieve, &gaps))
    }
    let caldav = account.calendars.filter { $0.kind == .caldav }
    for service in account.calendars where service.kind != .caldav {
      gaps.note(service.path, "is left out: PACC knows no subscribed calendars")
    }
    if account.ews != nil { gaps.note("ews", "is left out: PACC knows no Exchange Web Services") }
    out.append("caldav", first(caldav, "CalDAV", &gaps))
    out.append("carddav", first(account.contacts, "CardDAV", &gaps))
    out.append("webdav", first(account.files, "WebDAV", &gaps))
    for path in account.calendars.filter({ $0.name != nil }).map(\.path)
      + account.contacts.filter({ $0.name != nil }).map(\.path)
    {
      gaps.note("\(path).name", "is left out: PACC has no names of services")
    }
    for server in account.incoming {
      if server.pop3 != nil {
        gaps.note("\(server.path).pop3", "is left out: PACC has no word for it")
      }
      if server.pathPrefix != nil {
        gaps.note("\(server.path).pathPrefix", "is left out: PACC has no word for it")
      }
    }
    return out
  }

  /// The first server that the format can say; what cannot be said is a warning only where
  /// nothing else of its protocol can.
  private static func host(
    of type: MailProtocol, among servers: [AccountServer], _ account: AccountSettings,
    _ gaps: inout Gaps
  ) -> JSON? {
    let chosen = servers.first { obstacle($0) == nil }
    for server in servers where server != chosen {
      if let chosen {
        gaps.note(
          server.path,
          "is left out: PACC has one \(type.displayName) server, "
            + "which is \(chosen.path)")
      } else if let obstacle = obstacle(server) {
        gaps.warn(
          "\(server.path).\(obstacle.key)", "is left out: PACC \(obstacle.reason)",
          fix: obstacle.fix)
      }
    }
    if let chosen {
      let rest = chosen.authentication.filter { !says($0, account) }
      if !rest.isEmpty {
        gaps.note(
          "\(chosen.path).authentication",
          "\(rest.map(\.rawValue).joined(separator: ", ")) is left out: PACC has no word for it")
      }
    }
    return chosen.map { .object(["host": .string($0.host.ascii)]) }
  }

  private static func host(of sieve: AccountSieve, _ gaps: inout Gaps) -> JSON? {
    if sieve.port.number != 4190 {
      leftOut("manageSieve.port", "has no ports", "use 4190", &gaps)
    } else if sieve.security == .none {
      leftOut("manageSieve.security", "knows no servers without TLS", "offer STARTTLS", &gaps)
    } else if hasAddress(sieve.username, "manageSieve", &gaps) {
      if sieve.security != .starttls {
        gaps.note(
          "manageSieve.security",
          "is not said: PACC has no word for it, and RFC 5804 knows STARTTLS alone")
      }
      return .object(["host": .string(sieve.host.ascii)])
    }
    return nil
  }

  private static func obstacle(
    _ server: AccountServer
  ) -> (key: String, reason: String, fix: String)? {
    let usual = server.mailProtocol.usualPort(.tls)
    if server.security != .tls {
      return ("security", "knows implicit TLS only", "offer it on port \(usual)")
    }
    if server.port != usual { return ("port", "has no port numbers", "offer it on port \(usual)") }
    if !server.authentication.contains(where: \.isKnownToPACC) {
      return ("authentication", "knows passwords and OAuth2 only", "offer one of them")
    }
    if !server.username.isAddress {
      return ("username", "has no user names but the address", "use the address")
    }
    return nil
  }

  private static func hasAddress(
    _ username: LoginName, _ path: String, _ gaps: inout Gaps
  ) -> Bool {
    if username.isAddress { return true }
    leftOut("\(path).username", "has no user names but the address", "use the address", &gaps)
    return false
  }

  private static func leftOut(
    _ path: String, _ reason: String, _ fix: String, _ gaps: inout Gaps
  ) {
    gaps.warn(path, "is left out: PACC \(reason)", fix: fix)
  }

  private static func first<Kind>(
    _ services: [AccountService<Kind>], _ name: String, _ gaps: inout Gaps
  ) -> JSON? {
    let usable = services.filter { hasAddress($0.username, $0.path, &gaps) }
    for other in usable.dropFirst() {
      gaps.note(other.path, "is left out: PACC has one \(name) service")
    }
    return usable.first.map { url($0.url) }
  }

  private static func url(_ url: WebURL) -> JSON { .object(["url": .string(url.description)]) }

  /// True for what the answer says of all servers together: passwords, and OAuth2 with its issuer.
  private static func says(_ method: Authentication, _ account: AccountSettings) -> Bool {
    method.isKnownToPACC && (method != .oauth2 || account.provider.oauth2 != nil)
  }

  private static func authentication(_ account: AccountSettings) -> JSON.Members {
    let methods = (account.incoming + account.outgoing).flatMap(\.authentication)
    let takesPasswords = methods.isEmpty || methods.contains { $0 == .password }
    var out: JSON.Members = [:]
    if let oauth2 = account.provider.oauth2 {
      let issuer = oauth2.issuer.text
      let url = issuer.holds("://") ? issuer : "https://\(issuer)"
      out.append("oauth-public", .object(["issuer": .string(url)]))
    }
    out.append("password", .boolean(takesPasswords || account.provider.oauth2 == nil))
    return out
  }

  private static func info(_ account: AccountSettings) -> JSON.Members {
    let provider = account.provider
    var help: JSON.Members = [:]
    let pages = provider.documentation.first?.url ?? provider.support?.url
    let page = pages?.url(for: account.languages)
    help.append("documentation", .optional(page?.description))
    help.append("contact", provider.support?.email.map { .strings(["mailto:\($0)"]) })
    var info: JSON.Members = [
      "provider": .object([
        "name": .string(provider.name.text), "shortName": .string(provider.shortName.text),
      ])
    ]
    if !help.isEmpty { info.append("help", .object(help)) }
    return info
  }
}

extension Authentication {
  fileprivate var isKnownToPACC: Bool {
    switch self {
    case .password, .oauth2: true
    case .encryptedPassword, .kerberos, .ntlm, .clientCertificate, .none: false
    }
  }
}
