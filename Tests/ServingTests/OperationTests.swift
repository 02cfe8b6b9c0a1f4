// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Serving

/// What an administrator relies on: certificates, challenges, sockets, limits of the system.
@Suite(.enabled(if: ServerProcess.program != nil, "mkprofile-serve is not built"))
struct OperationTests {
  private static let path = "/mail/config-v1.1.xml"

  @Test func onlyHostsThatAreServedGetACertificate() throws {
    let server = try ServerProcess()
    let port = server.adminPort
    for (query, status) in [
      ("?domain=autoconfig.example.ch", 200), ("?domain=AutoDiscover.Example.CH", 200),
      ("?domain=autoconfig.x.customers.example", 200), ("?domain=mta-sts.example.ch", 404),
      ("?domain=mail.example.ch", 404), ("?domain=evil.example", 404), ("?domain=", 404),
      ("?domain=192.0.2.1", 404), ("?domain=a..b", 404), ("?domain=autoconfig.example.ch%00", 400),
      ("", 400), ("?x=autoconfig.example.ch", 400),
    ] {
      let answer = TestConnection.get("/tls-allowed\(query)", port: port) ?? ""
      #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(query)")
    }
    let answer = TestConnection.get("/tls-allowed?domain=example.ch", port: server.port) ?? ""
    #expect(answer.hasPrefix("HTTP/1.1 404 "), "strangers are not told")
  }

  @Test func challengesOfAuthoritiesAreAnswered() throws {
    let server = try ServerProcess(["--acme-webroot", "@/acme"]) { folder in
      let challenges = folder.appendingPathComponent("acme/.well-known/acme-challenge")
      try FileManager.default.createDirectory(at: challenges, withIntermediateDirectories: true)
      try "of-certbot.digest".write(
        to: challenges.appendingPathComponent("a_-Z9"), atomically: false, encoding: .utf8)
      try "of-uacme.digest".write(
        to: folder.appendingPathComponent("acme/flat"), atomically: false, encoding: .utf8)
      try String(repeating: "x", count: 2_000).write(
        to: challenges.appendingPathComponent("large"), atomically: false, encoding: .utf8)
      #expect(mkfifo(challenges.path + "/fifo", 0o600) == 0)
      #expect(symlink("/etc/passwd", challenges.path + "/link") == 0)
    }
    func ask(_ token: String, method: String = "GET") -> String {
      TestConnection.get(
        "/.well-known/acme-challenge/\(token)", port: server.port, host: "autoconfig.example.ch",
        method: method) ?? ""
    }
    #expect(ask("a_-Z9").hasSuffix("\r\n\r\nof-certbot.digest"))
    #expect(ask("flat").hasSuffix("\r\n\r\nof-uacme.digest"))
    #expect(ask("a_-Z9", method: "HEAD").hasPrefix("HTTP/1.1 200 "))
    #expect(ask("a_-Z9", method: "POST").hasPrefix("HTTP/1.1 405 "))
    for token in [
      "", "b", "large", "fifo", "link", "..", "../../settings.yaml", "%2e%2e%2fsettings.yaml",
      "a/b",
      ".well-known", String(repeating: "a", count: 257),
    ] {
      #expect(ask(token).hasPrefix("HTTP/1.1 404 "), "\(token)")
    }
  }

  /// A file that is not there is a mistake that a restart does not mend: 66.
  @Test func missingFilesHaveTheirExitCode() throws {
    let server = try ServerProcess(["--tls-certificate", "@/none.pem", "--tls-key", "@/none.key"])
    #expect(server.exitStatus == 66)
    #expect(server.log.contains("cannot read \(server.folder.path)/none.pem"))
  }

  @Test(.enabled(if: Tool.areInstalled("openssl"), "openssl is not installed"))
  func itsOwnCertificateIsJudged() throws {
    let server = try ServerProcess(
      [
        "--log-format", "text", "--tls-certificate", "@/c.pem", "--tls-key", "@/k.pem", "--hsts",
        "3600",
      ]
    ) { folder in
      try Tool.certify(
        ["mail.other.example"], certificate: folder.path + "/c.pem", key: folder.path + "/k.pem")
    }
    _ = try #require(server.port)
    #expect(server.log.contains("is for no host of the settings: it names mail.other.example"))
    func faults() -> String {
      let text = TestConnection.get("/metrics", port: server.adminPort) ?? ""
      return text.split(separator: "\n").first { $0.hasPrefix("mkprofile_certificate_faults{") }
        .map(String.init) ?? ""
    }
    #expect(faults().hasSuffix("{name=\"mail.other.example\"} 1"))
    // A right one takes its place, and no wrong one after that.
    let (certificate, key) = (server.folder.path + "/c.pem", server.folder.path + "/k.pem")
    try Tool.certify(["autoconfig.example.ch"], certificate: certificate, key: key)
    #expect(server.eventually { faults().hasSuffix("{name=\"autoconfig.example.ch\"} 0") })
    try Tool.certify(["mail.other.example"], certificate: certificate, key: key)
    #expect(server.eventually { server.log.contains("error: the old certificates stay") })
    #expect(faults().hasSuffix("{name=\"autoconfig.example.ch\"} 0"))
    let port = try #require(server.port)
    let answer = try Tool.run(
      "sh",
      [
        "-c",
        "printf 'GET \(Self.path) HTTP/1.1\\r\\nHost: example.ch\\r\\nConnection: close\\r\\n\\r\\n'"
          + " | openssl s_client -quiet -connect 127.0.0.1:\(port) 2>/dev/null",
      ])
    #expect(answer.contains("\r\nStrict-Transport-Security: max-age=3600\r\n"))
    #expect(answer.hasSuffix("</clientConfig>\n"))
  }

  /// With 64 descriptors and a crowd that takes all it can get, health and look-ups go on.
  @Test func aFewDescriptorsAreEnough() throws {
    let server = try ServerProcess(["--log-format", "json"], descriptors: 64)
    let port = try #require(server.port)
    let admin = try #require(server.adminPort)
    #expect(server.log.contains("the system's limit of open files leaves room for "))
    var crowd: [TestConnection] = []
    for number in 0..<120 {
      guard let connection = TestConnection(port: port) else { continue }
      if number % 2 == 0 { connection.send("GET / HTTP/1.1\r\nHost: a") }
      crowd.append(connection)
    }
    for _ in 0..<5 {
      #expect(TestConnection.get("/readyz", port: admin)?.hasPrefix("HTTP/1.1 200 ") == true)
      #expect(TestConnection.get(Self.path, port: port)?.hasPrefix("HTTP/1.1 200 ") == true)
    }
    withExtendedLifetime(crowd) {}
  }

  @Test func aProxyThatNamesNobodyIsToldOfOnce() throws {
    let server = try ServerProcess(
      ["--log-format", "text", "--trusted-proxy", "127.0.0.1", "--rate", "1", "--burst", "5"])
    let port = try #require(server.port)
    let statuses = (0..<40).map { _ in
      TestConnection.get(Self.path, port: port)?.split(separator: " ").dropFirst().first ?? ""
    }
    #expect(statuses.prefix(5).allSatisfy { $0 == "200" })
    #expect(statuses.contains("429"))
    #expect(server.eventually { server.log.contains("does not say for whom it asks") })
    #expect(server.log.components(separatedBy: "does not say for whom it asks").count == 2)
  }
}
