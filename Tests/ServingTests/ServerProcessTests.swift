// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import System
import Testing

@testable import Serving

/// The built program, its signals and its files.
@Suite(.enabled(if: ServerProcess.program != nil, "mkprofile-serve is not built"))
struct ServerProcessTests {
  private static let path = "/mail/config-v1.1.xml?emailaddress=local.part%2Bx@example.ch"

  @Test func logNamesNoAddress() throws {
    for (format, good, domain) in [
      ("json", "\"status\":200", "\"domain\":\"example.ch\""), ("text", " 200 ", " example.ch\n"),
    ] {
      let server = try ServerProcess(["--log-format", format])
      let port = try #require(server.port)
      for target in [
        Self.path, "/local.part@example.ch?local.part", "/autodiscover/autodiscover.xml",
        "/autodiscover/autodiscover.json/v1.0/local.part@example.ch?Protocol=local.part",
        "/mail/profile.mobileconfig?emailaddress=local.part@example.ch&parts=local.part",
        "/mail/config-v1.1.xml?emailaddress=local.part@nowhere.invalid",
      ] {
        _ = TestConnection.get(target, port: port)
        _ = TestConnection.get(target, port: port, method: "LOCAL.PART")
      }
      #expect(server.eventually { server.log.contains(good) }, "\(format)")
      server.signal(SIGTERM)
      #expect(server.exitStatus == 0)
      let log = server.log.lowercased()
      #expect(log.contains(domain), "\(format)")
      for secret in ["local.part", "local%2e", "127.0.0.1\"", "mail/config", "nowhere"] {
        #expect(!log.replacingOccurrences(of: "on 127.0.0.1:", with: "").contains(secret))
      }
      for line in format != "json" ? [] : server.log.split(separator: "\n") {
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
      }
    }
  }

  @Test func reloadsOnSignalAndKeepsOldSettingsWhenNewOnesAreWrong() throws {
    let server = try ServerProcess(["--log-format", "json"])
    let port = try #require(server.port)
    func answers(_ text: String) -> Bool {
      TestConnection.get(Self.path, port: port)?.contains(text) ?? false
    }
    #expect(answers("mail.example.ch"))
    let changed = ServerProcess.settings.replacingOccurrences(
      of: "mail.example", with: "post.example")
    try changed.write(to: server.settingsFile, atomically: false, encoding: .utf8)
    server.signal(SIGHUP)
    #expect(server.eventually { answers("post.example.ch") })
    try "provider: 3\nincoming: 4\n".write(
      to: server.settingsFile, atomically: true, encoding: .utf8)
    #expect(server.eventually { server.log.contains("the old settings stay") })
    #expect(server.eventually { server.log.contains("settings.yaml:2:") })
    #expect(answers("post.example.ch"))
    let metrics = TestConnection.get("/metrics", port: server.adminPort) ?? ""
    #expect(metrics.contains("\nmkprofile_reload_failures_total 1\n"))
    try ServerProcess.settings.write(to: server.settingsFile, atomically: true, encoding: .utf8)
    #expect(server.eventually { answers("mail.example.ch") })
  }

  @Test func drainsWithoutLosingARequest() throws {
    let server = try ServerProcess(["--log-format", "json"])
    let port = try #require(server.port)
    let admin = try #require(server.adminPort)
    #expect(TestConnection.get("/readyz", port: admin)?.hasPrefix("HTTP/1.1 200") == true)
    let begun = try #require(TestConnection(port: port))
    begun.send("POST /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: example.ch\r\n")
    begun.send("Content-Length: 1\r\n\r\n")
    usleep(200_000)
    server.signal(SIGTERM)
    #expect(
      server.eventually {
        TestConnection.get("/readyz", port: admin)?.hasPrefix("HTTP/1.1 503") ?? false
      })
    #expect(TestConnection.get("/healthz", port: admin)?.hasPrefix("HTTP/1.1 200") == true)
    #expect(server.eventually { TestConnection(port: port) == nil })
    begun.send("x")
    let answer = begun.readAll()
    #expect(answer.hasPrefix("HTTP/1.1 200"))
    #expect(answer.contains("Connection: close"))
    #expect(server.exitStatus == 0)
  }

  @Test func secondSignalEndsAtOnce() throws {
    let server = try ServerProcess(["--log-format", "json", "--drain-timeout", "3600"])
    let begun = try #require(TestConnection(port: server.port))
    begun.send("GET / HTTP/1.1\r\nHost: example.ch\r\n")
    usleep(200_000)
    server.signal(SIGTERM)
    #expect(server.eventually { server.log.contains("stopping") || !server.process.isRunning })
    server.signal(SIGTERM)
    #expect(server.exitStatus == 0)
  }

  @Test func removesItsOwnUnixSocketsOnly() throws {
    let server = try ServerProcess(
      ["--log-format", "json"], listen: ["127.0.0.1:0", "unix:@/a", "unix:@/b"])
    _ = try #require(server.adminPort)
    let (a, b) = (server.folder.path + "/a", server.folder.path + "/b")
    #expect(FileManager.default.fileExists(atPath: a))
    try FileManager.default.removeItem(atPath: b)
    _ = FileManager.default.createFile(atPath: b, contents: nil)
    server.signal(SIGTERM)
    #expect(server.exitStatus == 0)
    #expect(!FileManager.default.fileExists(atPath: a))
    #expect(FileManager.default.fileExists(atPath: b))
  }

  @Test func twoServersOfOneUserShareAPort() throws {
    let first = try ServerProcess(["--log-format", "json"])
    let port = try #require(first.port)
    let second = try ServerProcess(["--log-format", "json"], listen: ["127.0.0.1:\(port)"])
    _ = try #require(second.adminPort)
    for _ in 0..<20 {
      #expect(TestConnection.get(Self.path, port: port)?.hasPrefix("HTTP/1.1 200") == true)
    }
    first.signal(SIGTERM)
    #expect(first.exitStatus == 0)
    for _ in 0..<20 {
      #expect(TestConnection.get(Self.path, port: port)?.hasPrefix("HTTP/1.1 200") == true)
    }
  }

  /// A listener of another program, which shares its port with nobody.
  private func foreignListener() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, SystemCall.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        SystemCall.bind(descriptor, $0, size) + listen(descriptor, 8)
          + getsockname(descriptor, $0, &size)
      }
    }
    try #require(result == 0)
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  @Test func portInUseIsSaidAndLeavesTheOtherProgramAlone() throws {
    let (descriptor, port) = try foreignListener()
    defer { SystemCall.close(descriptor) }
    let second = try ServerProcess(listen: ["unix:@/s", "127.0.0.1:\(port)"])
    #expect(second.exitStatus == 69)
    #expect(second.log.contains("cannot listen on 127.0.0.1:\(port)"))
    #expect(!FileManager.default.fileExists(atPath: second.folder.path + "/s"))
  }

  @Test(
    arguments: [
      (["--trusted-proxy", "10.0.0.0/99"], 64, "10.0.0.0/99"),
      (["--rate", "-1"], 64, "rate"), (["--burst", "0"], 64, "it takes 1 to"),
      (["--threads", "x"], 64, "'x' is not a value of --threads"),
      (["--log-format", "xml"], 64, "the accepted ones are"),
      (["--listen", "https:127.0.0.1:0"], 64, "https: needs a certificate"),
      (["--listen", "http:nowhere"], 64, "'nowhere' is no address to listen on"),
    ])
  func refusesWrongArguments(_ arguments: [String], _ status: Int32, _ text: String) throws {
    let server = try ServerProcess(arguments)
    #expect(server.exitStatus == status)
    #expect(server.log.contains(text), "\(server.log)")
  }

  @Test(
    .enabled(if: Tool.areInstalled("curl", "openssl"), "curl or openssl is not installed"))
  func speaksBothWithAndWithoutTLS() throws {
    let server = try ServerProcess(
      ["--log-format", "json", "--tls-certificate", "@/c.pem", "--tls-key", "@/k.pem"],
      listen: ["http:127.0.0.1:0", "https:127.0.0.1:0", "127.0.0.1:0"]
    ) { folder in
      try Tool.certify(
        ["autoconfig.example.ch"], certificate: folder.path + "/c.pem",
        key: folder.path + "/k.pem")
    }
    func status(_ scheme: String, _ port: UInt16?) throws -> String {
      let port = try #require(port)
      return try Tool.run(
        "curl",
        [
          "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert",
          server.folder.path + "/c.pem", "--connect-to", "::127.0.0.1:\(port)",
          "\(scheme)://autoconfig.example.ch\(Self.path)",
        ])
    }
    #expect(try status("http", server.port(of: "http")) == "200")
    #expect(try status("https", server.port(of: "https")) == "200")
    #expect(try status("https", server.port) == "200", "with a certificate that is the default")
    #expect(throws: Tool.Failed.self) { try status("https", server.port(of: "http")) }
  }

  #if os(Linux)
    @Test func fullDiskUnderTheLogStopsNothing() throws {
      let probe = try ServerProcess(["--log-format", "json"])
      let port = try #require(probe.port)
      probe.signal(SIGTERM)
      #expect(probe.exitStatus == 0)
      let server = try ServerProcess(
        ["--log-format", "json"], listen: ["127.0.0.1:\(port)"], log: "/dev/full")
      #expect(server.eventually { TestConnection.get(Self.path, port: port) != nil })
      for _ in 0..<20 {
        #expect(TestConnection.get(Self.path, port: port)?.hasPrefix("HTTP/1.1 200") == true)
      }
      server.signal(SIGTERM)
      #expect(server.exitStatus == 0)
    }
  #endif
}
