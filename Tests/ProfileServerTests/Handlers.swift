// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

@testable import ProfileServer

/// Handlers for small settings.
enum Handlers {
  /// One hoster with a named, a linked, an international and a wildcard domain.
  static let hoster = handler(
    """
    provider: {id: example.ch, name: Example Mail}
    domains:
      - name: example.ch
        aliases: [linked.example]
      - name: "*.customers.example"
      - name: bücher.example
      - name: autoconfig.named.example
      - name: www.example.ch
    \(servers)
    calendars:
      - {protocol: caldav, url: "https://dav.example.ch/{address}/"}
      - {protocol: caldav, url: "https://dav.example.ch/team/"}
    contacts: [{protocol: carddav, url: "https://dav.example.ch/{local}/"}]
    """)

  /// One that takes every domain, and has all services.
  static let everybody = handler(
    """
    provider: {id: everybody.example, name: Everybody, publicURL: "https://setup.everybody.example"}
    domains: [{name: everybody.example}, {name: "*"}]
    \(servers)
    calendars: [{protocol: caldav, url: "https://dav.everybody.example/dav/"}]
    contacts: [{protocol: carddav, url: "https://dav.everybody.example/dav/"}]
    jmap: {url: "https://jmap.everybody.example/.well-known/jmap"}
    activeSync: {host: eas.everybody.example}
    """)

  /// Two that redirect autodiscover.
  static let redirecting = handler(
    """
    providers:
      - provider: {id: moved.example, name: Moved}
        domains: [{name: moved.example}]
        incoming: [{protocol: imap, host: mail.example.ch}]
        outgoing: [{protocol: smtp, host: mail.example.ch}]
        autodiscover: {redirectAddress: "{local}@new.example"}
      - provider: {id: away.example, name: Away}
        domains: [{name: away.example}]
        incoming: [{protocol: imap, host: mail.example.ch}]
        outgoing: [{protocol: smtp, host: mail.example.ch}]
        autodiscover: {redirectURL: "https://autodiscover.cloud.example/autodiscover/autodiscover.xml"}
      - provider: {id: own.example, name: Own}
        domains: [{name: own.example}]
        incoming: [{protocol: imap, host: mail.example.ch}]
        outgoing: [{protocol: smtp, host: mail.example.ch}]
        autodiscover: {redirectURL: "https://{local}.cloud.example/autodiscover/autodiscover.xml"}
    """)

  private static let servers = """
    incoming:
      - {protocol: imap, host: imap.example.ch}
      - {protocol: pop3, host: pop.example.ch}
    outgoing:
      - {protocol: smtp, host: smtp.example.ch}
      - {protocol: smtp, host: smtp.example.ch, security: starttls}
    """

  /// The settings of a text; none where it has an error, so that every test fails.
  static func catalog(_ text: String) -> SettingsCatalog? {
    do { return try SettingsLoader.read(Array(text.utf8), name: "test.yaml").catalog } catch {
      return nil
    }
  }

  static func handler(
    _ text: String, limits: ServerLimits = ServerLimits()
  ) -> RequestHandler? {
    catalog(text).map { catalog in
      RequestHandler(catalog, limits: limits) {
        ((13 * 60 + 5) * 60 + 9) * 1_000_000 + 42
      }
    }
  }
}

/// Header fields by name, as a client sends them.
typealias Headers = [String: String]

extension RequestHandler {
  /// The answer to a request for a URL; its host becomes the `Host` field unless one is given.
  func ask(
    _ url: String, _ headers: Headers = [:], method: String = "GET", body: String = ""
  ) -> Response {
    let (host, target) = Self.parts(url)
    var fields = Request.Fields()
    fields.host = headers["Host"] ?? host
    fields.ifNoneMatch = headers["If-None-Match"]
    fields.acceptEncoding = headers["Accept-Encoding"]
    return respond(
      to: Request(method, target, fields: fields, body: Array(body.utf8)))
  }

  private static func parts(_ url: String) -> (host: String?, target: String) {
    guard let scheme = url.firstRange(of: "://") else { return (nil, url) }
    let rest = url[scheme.upperBound...]
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    return (String(rest[..<slash]), slash == rest.endIndex ? "/" : String(rest[slash...]))
  }
}

extension Response {
  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }
}
