// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The server behind real proxies.
@Suite(
  .enabled(if: ServerProcess.program != nil, "mkprofile-serve is not built"),
  .enabled(if: Tool.areInstalled("curl", "openssl"), "curl or openssl is not installed"))
struct ProxyTests {
  private static let settings = """
    provider: {id: example.ch, name: Example, publicURL: "https://setup.example.ch"}
    domains: [{name: example.ch, aliases: [example.com]}]
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]
    calendars: [{protocol: caldav, url: "https://dav.example.ch/c/"}]
    contacts: [{protocol: carddav, url: "https://dav.example.ch/a/"}]
    jmap: {url: "https://jmap.example.ch/session"}

    """

  private static let schema = "http://schemas.microsoft.com/exchange/autodiscover/outlook"
  private static let posted =
    "<Autodiscover xmlns=\"\(schema)/requestschema/2006\"><Request>"
    + "<EMailAddress>anna@example.ch</EMailAddress><AcceptableResponseSchema>"
    + "\(schema)/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>"

  /// Host and target with the answer, for every path that is served.
  private static let paths: [(String, String)] = [
    ("autoconfig.example.ch/mail/config-v1.1.xml", "200 text/xml; charset=utf-8 "),
    (
      "autoconfig.example.ch/mail/config-v1.1.xml?emailaddress=a+b@example.ch",
      "200 text/xml; charset=utf-8 "
    ),
    (
      "autoconfig.example.ch/.well-known/autoconfig/mail/config-v1.1.xml",
      "200 text/xml; charset=utf-8 "
    ),
    ("autoconfig.example.ch/.well-known/mail-v1.xml", "200 text/xml; charset=utf-8 "),
    (
      "autodiscover.example.ch/Autodiscover/Autodiscover.xml",
      "200 text/xml; charset=utf-8 "
    ),
    (
      "autodiscover.example.ch/autodiscover/autodiscover.json?Protocol=AutodiscoverV1",
      "200 application/json "
    ),
    (
      "autodiscover.example.ch/autodiscover/autodiscover.json/v1.0/a@example.ch"
        + "?Protocol=autodiscoverv1", "200 application/json "
    ),
    (
      "ua-auto-config.example.ch/.well-known/user-agent-configuration.json",
      "200 application/json "
    ),
    (
      "autoconfig.example.ch/mail/profile.mobileconfig?emailaddress=anna@example.ch",
      "200 application/x-apple-aspen-config "
    ),
    ("autoconfig.example.ch/.well-known/caldav", "307  https://dav.example.ch/c/"),
    ("autoconfig.example.ch/.well-known/carddav", "307  https://dav.example.ch/a/"),
    ("autoconfig.example.ch/.well-known/jmap", "307  https://jmap.example.ch/session"),
    ("setup.example.ch/", "200 text/html; charset=utf-8 "),
    ("autoconfig.example.com/mail/config-v1.1.xml", "200 text/xml; charset=utf-8 "),
    (
      "autodiscover.example.com/AutoDiscover/AutoDiscover.xml",
      "200 text/xml; charset=utf-8 "
    ),
    ("autoconfig.example.ch/", "200 text/html; charset=utf-8 "),
    ("autoconfig.example.ch/setup", "200 text/html; charset=utf-8 "),
    ("autoconfig.example.ch/sheets/generic.html", "200 text/html; charset=utf-8 "),
    ("autoconfig.example.ch/healthz", "404 text/plain; charset=utf-8 "),
    ("autoconfig.example.ch/metrics", "404 text/plain; charset=utf-8 "),
  ]

  @Test(
    .enabled(if: Tool.areInstalled("nginx"), "nginx is not installed"))
  func nginxSendsEverythingOn() throws { try everythingIsSentOn(by: .nginx) }

  @Test(
    .enabled(if: Tool.areInstalled("caddy"), "caddy is not installed"))
  func caddySendsEverythingOn() throws { try everythingIsSentOn(by: .caddy) }

  private func everythingIsSentOn(by kind: Proxy.Kind) throws {
    let burst = 100
    let server = try ServerProcess(
      ["--log-format", "json", "--rate", "1", "--burst", "\(burst)"], listen: ["unix:@/http.sock"],
      settings: Self.settings)
    _ = try #require(server.adminPort)
    let proxy = try Proxy(kind, before: server)
    let first = "https://autoconfig.example.ch/"
    #expect(server.eventually { proxy.ask(first, from: "127.0.0.9").hasPrefix("200") })
    for (target, answer) in Self.paths {
      for scheme in ["http", "https"] {
        #expect(proxy.ask("\(scheme)://\(target)") == answer, "\(kind) \(scheme)://\(target)")
      }
    }
    let post = ["-H", "Content-Type: text/xml", "-d", Self.posted]
    let autodiscover = "https://autodiscover.example.ch/autodiscover/autodiscover.xml"
    #expect(proxy.ask(autodiscover, arguments: post) == "200 text/xml; charset=utf-8 ")
    #expect(
      proxy.ask("https://autoconfig.example.ch/.well-known/caldav", arguments: ["-X", "PROPFIND"])
        .hasPrefix("307 "))
    let challenge = "/.well-known/acme-challenge/none"
    #expect(proxy.ask("http://autoconfig.example.ch\(challenge)").hasPrefix("404 "))
    clientsAreToldApart(proxy, after: burst)
    nothingIsLoggedWithoutAServer(proxy, server)
  }

  /// What proxies write when nobody stands behind them holds no address and no link.
  private func nothingIsLoggedWithoutAServer(_ proxy: Proxy, _ server: ServerProcess) {
    server.signal(SIGKILL)
    _ = server.exitStatus
    let path = "autoconfig.example.ch/mail/config-v1.1.xml?emailaddress=anna@example.ch"
    for scheme in ["http", "https"] {
      #expect(proxy.ask("\(scheme)://\(path)").hasPrefix("502 "))
      let large = ["-d", String(repeating: "x", count: 20_000)]
      #expect(!proxy.ask("\(scheme)://\(path)", arguments: large).hasPrefix("200"))
    }
    #expect(!proxy.said.contains("anna"), "\(proxy.said)")
  }

  /// The proxy passes on whose request it is: one client's haste is not another's.
  private func clientsAreToldApart(_ proxy: Proxy, after burst: Int) {
    let url = "https://autoconfig.example.ch/mail/config-v1.1.xml?[1-\(burst + 50)]"
    _ = proxy.ask(url, from: "127.0.0.7")
    let again = "https://autoconfig.example.ch/mail/config-v1.1.xml"
    let forged = ["-H", "X-Forwarded-For: 127.0.0.8"]
    // Each second lets one more through; a client of its own would be let in for all of these.
    func isRefused(_ arguments: [String] = []) -> Bool {
      (0..<burst / 5).contains { _ in
        proxy.ask(again, from: "127.0.0.7", arguments: arguments).hasPrefix("429 ")
      }
    }
    #expect(isRefused())
    #expect(proxy.ask(again, from: "127.0.0.8").hasPrefix("200 "))
    #expect(isRefused(forged))
  }
}
