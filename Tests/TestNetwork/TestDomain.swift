// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import DomainProbes
import Foundation
import MailSettings
import Renderers
import SettingsFile

/// The domain `example.test` with a resolver, web servers and mail servers of its own, as good as
/// a domain can be unless something is changed.
package final class TestDomain: @unchecked Sendable {
  /// A status for web servers that say nothing at all.
  package static let hang = -1
  /// A status for web servers that close the connection.
  package static let close = -2

  /// What a test changes.
  package struct Changes: Sendable {
    package var zone: @Sendable (inout TestZone) -> Void = { _ in }
    package var imap = MailManners.good
    package var smtp = MailManners.good
    package var submission = MailManners.good
    package var exchanger = MailManners.good
    /// Paths that answer something else: status, header lines, body.
    package var web: [String: (status: Int, header: String, body: String)] = [:]
    /// Milliseconds before each answer.
    package var delay = 0

    package init() {}
  }

  /// The settings of the domain.
  package let account: AccountSettings
  /// The settings as a file.
  package static let settings = """
    provider: {id: hoster.test, name: Hoster, publicURL: "https://setup.example.test"}
    domains: [{name: example.test}]
    incoming: [{protocol: imap, host: mail.example.test}]
    outgoing:
      - {protocol: smtp, host: mail.example.test}
      - {protocol: smtp, host: mail.example.test, security: starttls}
    calendars: [{protocol: caldav, url: "https://dav.example.test/dav/"}]
    dns:
      mx: [{host: mail.example.test}]
      spf: {include: [_spf.example.test]}
      dkim:
        - selector: mail
          publicKey: "\(publicKey)"
      dmarc: {policy: reject, rua: dmarc@example.test}
      bimi: {logo: "https://setup.example.test/logo.svg"}
      mtaSTS: {id: "1", host: setup.example.test}
      tlsReports: tls@example.test
      caa: [ca.test]

    """

  private static let publicKey =
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAupnYROZIi0jfKH2Qcw6wTYpK33/OX4M5j9GO2bhIzNK9jejkmoB8PzadIONjs+QAGr0jit8CbSEsZC6+eQoJLFn9TCmxP8gyKaOTrbnovpxI6PJoDcdKCQPxjkOWYj+81TT6rPkBXdXzdfLy/mZSuPJfjtNw7M6uusNNz89LjOAuXn8xIjgQ98mZdLvS2QQHvDyxPzLD+53xS6kLKsCUHWuy7a3XuOiMtMwwErrOJ07JJrcdm7j6YKpu7M9jqFdipYzBrM5N+LaeTXDALo10LtCu9jL98eU+SbmrMdrKpwTFbFjjhsvE5TJRv6/D1ldjCcmyNBFtg8fGJ3A3Iw2mDwIDAQAB"

  /// The resolver.
  package let resolver: TestResolver
  /// The authority behind the certificates.
  package let authority = TestAuthority()
  private var servers: [TestServer] = []
  /// Where connections go, as `--connect-to` takes it.
  package private(set) var connections: [String] = []

  /// The domain with changes.
  package init(_ change: (inout Changes) -> Void = { _ in }) throws {
    var changes = Changes()
    change(&changes)
    let yaml = Array(Self.settings.utf8)
    let catalog = try SettingsLoader.read(yaml, name: "test.yaml").catalog
    guard let account = catalog.account(forDomain: try DomainName("example.test")) else {
      throw Loopback.Unavailable()
    }
    self.account = account
    var zone = Self.zone(account)
    changes.zone(&zone)
    resolver = try TestResolver(zone, delay: changes.delay)
    try startMail(changes)
    try startWeb(changes)
  }

  private static func zone(_ account: AccountSettings) -> TestZone {
    var zone = TestZone()
    zone.isSigned = true
    for record in ["SOA ns1.example.test", "NS ns1.example.test", "NS ns2.example.test", "DS"] {
      zone.add("example.test", record)
    }
    zone.add("hoster.test", "NS ns1.example.test")
    zone.add("_spf.example.test", "TXT v=spf1 ip4:192.0.2.0/24 -all")
    for host in ["ns1", "ns2", "mail", "setup", "dav"] {
      zone.add("\(host).example.test", "A 127.0.0.1")
    }
    zone.add("example.test", "A 127.0.0.1")
    for record in DomainRecords(account).records {
      let data =
        switch record.data {
        case .txt(let text): "TXT \(text)"
        case .caa(let tag, let value): "CAA \(tag) \(value)"
        case .srv(let priority, let weight, let port, let host):
          "SRV \(priority) \(weight) \(port) \(host.isEmpty ? "." : host)"
        default: "\(record.data.type) \(record.data.presentation)"
        }
      zone.add(record.name, data)
    }
    return zone
  }

  private func startMail(_ changes: Changes) throws {
    let authority = authority
    let host = "mail.example.test"
    let delay = UInt32(changes.delay * 1_000)
    func serve(_ port: Int, _ work: @escaping @Sendable (TestConnection) -> Void) throws {
      let server = try TestServer { connection in
        usleep(delay)
        work(connection)
      }
      servers.append(server)
      connections.append("\(host):\(port):127.0.0.1:\(server.port)")
    }
    try serve(993) { TestDialogs.imap($0, authority, host, changes.imap) }
    try serve(465) { TestDialogs.smtp($0, authority, host, changes.smtp, startTLS: false) }
    try serve(25) { TestDialogs.smtp($0, authority, host, changes.exchanger, startTLS: true) }
    try serve(587) { TestDialogs.smtp($0, authority, host, changes.submission, startTLS: true) }
  }

  private func startWeb(_ changes: Changes) throws {
    let authority = authority
    let delay = UInt32(changes.delay * 1_000)
    let documents = try documents(changes)
    let hosts = [
      "example.test", "autoconfig.example.test", "autodiscover.example.test",
      "ua-auto-config.example.test", "setup.example.test", "mta-sts.example.test",
      "dav.example.test", "autoconfig.hoster.test",
    ]
    for (port, isSecure) in [(443, true), (80, false)] {
      let server = try TestServer { connection in
        if isSecure { guard connection.startTLS(authority, hosts) else { return } }
        TestDialogs.pages(connection) { question in
          usleep(delay)
          let path = String(question.path.prefix { $0 != "?" })
          let owner = Data("anna@example.test:secret".utf8).base64EncodedString()
          if path == "/dav/", question.authorization == "Basic \(owner)" {
            return (207, "Content-Type: application/xml\r\n", "<multistatus xmlns=\"DAV:\"/>")
          }
          return documents[path] ?? (404, "", "")
        }
      }
      servers.append(server)
      connections.append(":\(port):127.0.0.1:\(server.port)")
    }
  }

  private func documents(
    _ changes: Changes
  ) throws -> [String: (status: Int, header: String, body: String)] {
    let autoconfig = try Autoconfig().render(account, RenderOptions()).text
    let address = try MailAddress("anna@example.test")
    let person = AccountSettings(account.provider, address: address)
    let autodiscover = try Autodiscover().render(person, RenderOptions()).text
    let xml = "Content-Type: text/xml; charset=utf-8\r\n"
    var documents = [
      "/mail/config-v1.1.xml": (200, xml, autoconfig),
      "/.well-known/autoconfig/mail/config-v1.1.xml": (200, xml, autoconfig),
      "/autodiscover/autodiscover.xml": (200, xml, autodiscover),
      "/autodiscover/autodiscover.json": (
        200, "Content-Type: application/json\r\n", "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"x\"}"
      ),
      "/.well-known/user-agent-configuration.json": (
        200, "Content-Type: application/json\r\n",
        try PACC().render(account, RenderOptions()).text
      ),
      "/dav/": (401, "WWW-Authenticate: Basic realm=\"dav\"\r\n", ""),
      "/": (200, "Content-Type: text/html\r\n", "<!doctype html><title>Set-up</title>"),
      "/.well-known/caldav": (301, "Location: https://dav.example.test/dav/\r\n", ""),
      "/.well-known/mta-sts.txt": (
        200, "Content-Type: text/plain\r\n",
        "version: STSv1\nmode: enforce\nmx: mail.example.test\nmax_age: 604800\n"
      ),
      "/logo.svg": (
        200, "Content-Type: image/svg+xml\r\n",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.2\" baseProfile=\"tiny-ps\""
          + " viewBox=\"0 0 9 9\"><title>Example</title></svg>"
      ),
    ]
    for (path, answer) in changes.web { documents[path] = answer }
    return documents
  }

  /// A check of some parts of the domain.
  package func check(
    _ areas: Set<Area> = Set(Area.allCases), withSettings: Bool = true, milliseconds: Int = 8_000,
    patience: Int = 1, password: String? = nil, resolver: String? = nil,
    elsewhere: String? = nil
  ) async throws -> (report: CheckReport, inquiry: Inquiry) {
    let network = Network(
      resolver: resolver ?? self.resolver.address, milliseconds: milliseconds,
      authorities: authority.file.path,
      connectTo: connections.compactMap(Network.ConnectTo.init), patience: patience,
      elsewhere: elsewhere.map { .server($0) } ?? .nobody)
    guard let network else { throw Loopback.Unavailable() }
    let address = try MailAddress("anna@example.test")
    var plan = CheckPlan(
      domain: account.domain, address: address,
      settings: withSettings ? AccountSettings(account.provider, address: address) : nil,
      areas: areas)
    plan.password = password
    let inquiry = Inquiry(network)
    return (await DomainChecker(plan, inquiry).run(), inquiry)
  }

  deinit {
    resolver.stop()
    servers.forEach { $0.stop() }
  }
}
