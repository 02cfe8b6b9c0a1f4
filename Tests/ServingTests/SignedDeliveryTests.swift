// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Serving

/// The built server with a real signer, a real link and a real program for passwords.
@Suite(
  .enabled(if: ServerProcess.program != nil, "mkprofile-serve is not built"),
  .enabled(if: Tool.areInstalled("curl", "openssl"), "curl or openssl is not installed"))
struct SignedDeliveryTests {
  private static let settings =
    ServerProcess.settings.replacingOccurrences(
      of: "name: Example}", with: "name: Example, publicURL: \"https://autoconfig.example.ch\"}")
      + """
      signing: {certificate: sign.pem, key: sign.key, chain: root.pem}
      delivery:
        linkKey: link.key
        passwordCommand: [/bin/sh, -c, "cat >/dev/null; echo app-pass"]

      """

  private func server(_ arguments: [String] = []) throws -> ServerProcess {
    try ServerProcess(
      ["--log-format", "json", "--tls-certificate", "@/c.pem", "--tls-key", "@/c.key"]
        + arguments,
      listen: ["https:127.0.0.1:0"],
      settings: Self.settings
    ) { folder in
      try Tool.certify(
        ["autoconfig.example.ch"], certificate: "\(folder.path)/c.pem",
        key: "\(folder.path)/c.key")
      try Self.makeSigner(folder.path)
      try Tool.run(
        ServerProcess.commands, ["link", "--new-key", "\(folder.path)/link.key"])
    }
  }

  /// A root, and a certificate under it that is no CA's.
  private static func makeSigner(_ folder: String) throws {
    try Tool.certify(
      ["root.example.ch"], certificate: "\(folder)/root.pem", key: "\(folder)/root.key")
    try Tool.run(
      "openssl",
      [
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-subj", "/CN=signer.example.ch", "-keyout", "\(folder)/sign.key", "-out",
        "\(folder)/sign.csr",
      ])
    try "basicConstraints=CA:FALSE\n".write(
      toFile: folder + "/extensions", atomically: false, encoding: .utf8)
    try Tool.run(
      "openssl",
      [
        "x509", "-req", "-in", "\(folder)/sign.csr", "-CA", "\(folder)/root.pem", "-CAkey",
        "\(folder)/root.key", "-CAcreateserial", "-days", "30", "-extfile",
        "\(folder)/extensions", "-out", "\(folder)/sign.pem",
      ])
  }

  /// Fetches a path; gives the status, and leaves the body in a file of the server's folder.
  private func fetch(_ url: String, _ server: ServerProcess, _ more: [String] = []) throws -> String
  {
    let port = try #require(server.port(of: "https"))
    return try Tool.run(
      "curl",
      [
        "-s", "-o", server.folder.path + "/got", "-w", "%{http_code}", "--cacert",
        server.folder.path + "/c.pem", "--connect-to", "::127.0.0.1:\(port)",
      ] + more + [url])
  }

  private func opened(_ server: ServerProcess) throws -> String {
    try Tool.run(
      "openssl",
      [
        "cms", "-verify", "-inform", "DER", "-binary", "-purpose", "any", "-CAfile",
        server.folder.path + "/root.pem", "-in", server.folder.path + "/got",
      ])
  }

  @Test func everybodyGetsASignedProfileAndAPersonAPassword() throws {
    let server = try server()
    let base = "https://autoconfig.example.ch/mail/profile.mobileconfig"
    for _ in 0..<2 {
      #expect(try fetch(base, server) == "200", "\(server.log)")
      #expect(try opened(server).contains("com.apple.mail.managed"))
    }
    #expect(try fetch("\(base)?emailaddress=anna@example.ch", server) == "200")
    #expect(try !opened(server).contains("app-pass"))
    let link = try Tool.run(
      ServerProcess.commands,
      [
        "link", "--settings", server.settingsFile.path, "--name", "Anna Muster",
        "anna@example.ch",
      ]
    ).trimmingCharacters(in: .newlines)
    #expect(link.hasPrefix("\(base)?link="))
    for _ in 0..<2 {
      #expect(try fetch(link, server, ["--head"]) == "200")
      #expect(try fetch(link, server) == "200", "\(server.log)")
      #expect(try page(server).contains("<button"))
    }
    let pressed = try fetch(
      link, server, ["--data", "", "--dump-header", "\(server.folder.path)/h"])
    #expect(pressed == "303", "\(server.log)")
    let location = try #require(
      String(contentsOfFile: server.folder.path + "/h", encoding: .utf8)
        .split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("location: ") })
    let target = "https://autoconfig.example.ch\(location.dropFirst(10))"
    var bytes: Data?
    for _ in 0..<3 {
      #expect(try fetch(target, server) == "200", "\(server.log)")
      let profile = try opened(server)
      #expect(profile.contains("<string>app-pass</string>"))
      #expect(profile.contains("Anna Muster"))
      let got = try Data(contentsOf: URL(filePath: server.folder.path + "/got"))
      #expect(bytes == nil || got == bytes)
      bytes = got
    }
    server.signal(SIGHUP)
    #expect(server.eventually { server.log.contains("read again after SIGHUP") })
    #expect(try fetch(target, server) == "200", "settings that are read again forget nothing")
    #expect(try opened(server).contains("<string>app-pass</string>"))
    for more in [["--data", ""], []] {
      #expect(try fetch(link, server, more) == "410")
      #expect(try page(server).contains("works only once"))
    }
    #expect(try fetch(String(link.dropLast(4)), server) == "403")
    let metrics = TestConnection.get("/metrics", port: server.adminPort) ?? ""
    #expect(metrics.contains("\nmkprofile_app_passwords_total 1\n"))
    let ends = "mkprofile_signing_certificate_remaining_seconds{provider=\"example.ch\"} "
    #expect(metrics.contains(ends))
    server.signal(SIGTERM)
    #expect(server.exitStatus == 0)
    let token = link.split(separator: "=").last.map(String.init) ?? "?"
    for secret in ["app-pass", token, "anna", "Anna"] { #expect(!server.log.contains(secret)) }
  }

  private func page(_ server: ServerProcess) throws -> String {
    try String(contentsOfFile: server.folder.path + "/got", encoding: .utf8)
  }

  @Test func aKeyThatBreaksWhileItRunsIsNotUsed() throws {
    let server = try server()
    let url = "https://autoconfig.example.ch/mail/profile.mobileconfig?emailaddress=a@example.ch"
    #expect(try fetch(url, server) == "200")
    try "rubbish".write(
      toFile: server.folder.path + "/sign.key", atomically: true, encoding: .utf8)
    #expect(server.eventually { server.log.contains("the old signer stays") })
    #expect(try fetch(url, server) == "200")
    #expect(try opened(server).contains("com.apple.mail.managed"))
  }
}
