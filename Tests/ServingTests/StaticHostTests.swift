// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What `export` writes, behind real web servers with the files that `deploy` prints.
@Suite(
  .enabled(if: ServerProcess.program != nil, "mkprofile-serve is not built"),
  .enabled(if: Tool.areInstalled("curl", "openssl"), "curl or openssl is not installed"))
struct StaticHostTests {
  /// Host and target with the answer.
  private static let paths: [(String, String)] = [
    ("autoconfig.example.ch/mail/config-v1.1.xml?emailaddress=a@example.ch", "200 text/xml"),
    ("autoconfig.example.ch/.well-known/autoconfig/mail/config-v1.1.xml", "200 text/xml"),
    ("autodiscover.example.ch/autodiscover/autodiscover.xml", "200 text/xml"),
    ("autodiscover.example.ch/Autodiscover/Autodiscover.xml", "200 text/xml"),
    ("autodiscover.example.ch/autodiscover/autodiscover.json", "200 application/json"),
    ("ua-auto-config.example.ch/.well-known/user-agent-configuration.json", "200 application/json"),
    ("autoconfig.example.ch/mail/profile.mobileconfig", "200 application/x-apple-aspen-config"),
    ("autoconfig.example.ch/setup/", "200 text/html"),
    ("autoconfig.example.ch/mail/other.xml", "404 "),
  ]

  @Test(arguments: [Proxy.Kind.staticNginx, .staticApache, .staticCaddy])
  func filesAreServed(_ kind: Proxy.Kind) throws {
    guard Tool.areInstalled(kind.program) else {
      print("skipped: \(kind.program) is not installed")
      return
    }
    let server = try ServerProcess(
      settings: ServerProcess.settings.replacingOccurrences(
        of: ", {name: \"*.customers.example\"}", with: ""))
    let root = server.folder.appendingPathComponent("www").path
    try Tool.run(
      ServerProcess.commands,
      ["export", "--settings", server.settingsFile.path, "--output", root, "--quiet"])
    #expect(FileManager.default.fileExists(atPath: "\(root)/example.ch/.nojekyll"))
    // Other tests change the mask of new files for a moment.
    try Tool.run("chmod", ["-R", "a+rX", server.folder.path])
    let proxy = try Proxy(kind, before: server, root: root)
    let first = "http://autoconfig.example.ch/mail/config-v1.1.xml"
    #expect(server.eventually { proxy.ask(first).hasPrefix("200") }, "\(proxy.said)")
    for (target, answer) in Self.paths {
      for scheme in ["http", "https"] {
        let said = proxy.ask("\(scheme)://\(target)")
        #expect(said.hasPrefix(answer), "\(kind) \(scheme)://\(target): \(said)")
      }
    }
    // Over HTTP/2 curl may see a request reset of which Caddy left the body unread.
    let post = ["--http1.1", "-H", "Content-Type: text/xml", "-d", "<Autodiscover/>"]
    for path in ["autodiscover/autodiscover.xml", "Autodiscover/Autodiscover.xml"] {
      let said = proxy.ask("https://autodiscover.example.ch/\(path)", arguments: post)
      #expect(said.hasPrefix("200 text/xml"), "\(kind) \(path): \(said)")
    }
    let moved = proxy.ask("https://autoconfig.example.ch/")
    #expect(moved.hasPrefix("302 ") && moved.hasSuffix("/setup/"), "\(moved)")
    #expect(!proxy.said.contains("a@example.ch"), "\(proxy.said)")
  }
}
