// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import DomainCheck
import Foundation
import TestNetwork
import Testing

/// The program itself, as people run it.
@Suite(.serialized) struct ProgramTests {
  /// Runs a check of a test domain; `@` in an argument stands for a folder of its own, which has
  /// the settings in it.
  private func run(
    _ domain: TestDomain, _ arguments: [String], resolver: String? = nil, password: String? = nil
  ) throws -> (code: Int32, output: String, error: String, metrics: String) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(TestDomain.settings.utf8).write(to: folder.appending(path: "mkprofile.yaml"))
    let process = Process()
    let program: URL = try #require(ProgramRun.path("mkprofile-check"))
    process.executableURL = program
    process.currentDirectoryURL = folder
    process.arguments =
      ["check", "--resolver", resolver ?? domain.resolver.address, "--ca-file"]
      + [domain.authority.file.path] + domain.connections.flatMap { ["--connect-to", $0] }
      + arguments
    let (output, error, input) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = input
    try process.run()
    if let password { input.fileHandleForWriting.write(Data("\(password)\n".utf8)) }
    try input.fileHandleForWriting.close()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    let complained = try error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let metrics = try? Data(contentsOf: folder.appending(path: "metrics.prom"))
    return (
      process.terminationStatus, String(decoding: said, as: UTF8.self),
      String(decoding: complained, as: UTF8.self),
      String(decoding: metrics ?? Data(), as: UTF8.self)
    )
  }

  @Test func aGoodDomainEndsWith0() throws {
    let result = try run(
      TestDomain(), ["--from-settings", "--metrics-file", "metrics.prom", "anna@example.test"])
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("example.test: 0 errors, 0 warnings"))
    #expect(
      result.metrics.contains("mkprofile_check_reached_resolver{domain=\"example.test\"} 1\n"))
    #expect(result.metrics.contains("part=\"mx\",grade=\"good\"} 1\n"))
    let ends = "mkprofile_check_certificate_remaining_seconds{domain=\"example.test\",place="
    #expect(result.metrics.contains("\(ends)\"IMAP mail.example.test:993\"} 7776000\n"))
    #expect(
      result.metrics.contains("\nmkprofile_check_timestamp_seconds{domain=\"example.test\"} "))
    keep("good", result.output)
  }

  @Test func aBadDomainEndsWith1() throws {
    let domain = try TestDomain { changes in
      changes.submission = .liar
      changes.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/html\r\n", "<html/>")
      changes.zone = { zone in
        zone.remove("example.test", 15)
        zone.add("example.test", "MX 5 mail.other.test")
        zone.add("mail.other.test", "A 127.0.0.1")
        zone.remove("_dmarc.example.test", 16)
        zone.add("example.test", "TXT v=spf1 mx -all")
      }
    }
    let result = try run(domain, ["--from-settings", "example.test"])
    #expect(result.code == 1, "\(result)")
    #expect(result.output.contains("mail goes elsewhere"))
    keep("bad", result.output)
    let json = try run(domain, ["--from-settings", "--json", "--only", "mx,spf", "example.test"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["errors"] as? Int ?? 0) == 2)
    let markdown = try run(
      domain, ["--from-settings", "--markdown", "--skip", "servers", "example.test"])
    #expect(markdown.output.contains("| error | mx |"))
  }

  @Test func aResolverThatIsNotThereEndsWith69() throws {
    let result = try run(
      TestDomain(), ["--timeout", "2", "--only", "mx", "example.test"], resolver: "127.0.0.1:1")
    #expect(result.code == 69, "\(result)")
    #expect(result.error.contains("no resolver can be reached"))
    #expect(result.output.isEmpty)
    let json = try run(
      TestDomain(), ["--timeout", "2", "--only", "mx", "--json", "example.test"],
      resolver: "127.0.0.1:1")
    #expect(json.code == 69, "\(json)")
    #expect(json.output.contains("\"reachedResolver\": false"))
  }

  @Test func aResolverMayHaveAName() throws {
    let domain = try TestDomain()
    let name = domain.resolver.address.replacing("127.0.0.1", with: "localhost")
    let result = try run(domain, ["--only", "mx", "example.test"], resolver: name)
    #expect(result.code == 0, "\(result)")
  }

  @Test func severalDomainsEndWithOneSentence() throws {
    let domain = try TestDomain { $0.zone = { $0.remove("hoster.test", 2) } }
    let parts = ["--only", "mx,zone"]
    let both = try run(domain, parts + ["example.test", "hoster.test"])
    #expect(both.code == 1, "\(both)")
    #expect(both.output.contains("example.test: 0 errors"))
    #expect(
      both.output.hasSuffix(
        "\n2 domains: 1 with errors (hoster.test), none with warnings alone\n"), "\(both)")
    let json = try run(domain, parts + ["--json", "example.test", "hoster.test"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect((object?["domains"] as? [[String: Any]])?.count == 2)
    let all = try run(domain, parts + ["--from-settings"])
    #expect(all.code == 0, "\(all)")
    #expect(all.output.contains("mail goes to mail.example.test"))
  }

  @Test func aPasswordComesFromADescriptor() throws {
    let result = try run(
      TestDomain(),
      ["--from-settings", "--only", "login", "--login", "--password-fd", "0", "anna@example.test"],
      password: "secret")
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("log-in works"))
  }

  @Test func watchingTellsAChangeOnce() throws {
    let domain = try TestDomain()
    let process = Process()
    let program: URL = try #require(ProgramRun.path("mkprofile-check"))
    process.executableURL = program
    process.arguments = [
      "check", "--resolver", domain.resolver.address, "--only", "mx,dmarc", "--watch", "--interval",
      "1", "example.test",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    domain.resolver.change { $0.remove("example.test", 15) }
    try Loopback.start(process)
    defer { process.terminate() }
    var text = ""
    func line() -> String? {
      while !text.contains("\n") {
        let more = output.fileHandleForReading.availableData
        if more.isEmpty { return nil }
        text += String(decoding: more, as: UTF8.self)
      }
      let line = text.prefix { $0 != "\n" }
      text.removeFirst(line.count + 1)
      return String(line)
    }
    let first = line() ?? ""
    #expect(
      first.hasSuffix(
        "Z example.test warning: mx: example.test MX: there is no mail exchanger: mail goes to the"
          + " address of the domain itself"))
    domain.resolver.change { $0.add("example.test", "MX 10 mail.example.test") }
    let second = line() ?? ""
    #expect(second.contains("over: mx: example.test MX: there is no mail exchanger"))
    process.terminate()
    #expect(line() == nil)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
    #expect(process.terminationStatus == SIGTERM)
  }

  @Test(arguments: [
    ["--resolver", "nobody", "example.test"], ["--only", "mxx", "example.test"],
    ["--json", "--markdown", "example.test"], ["--interval", "5", "example.test"],
    ["--login", "example.test"], ["--connect-to", "a:b", "example.test"], ["a.test", "nonsense"],
    [],
    ["--login", "--from-settings", "a@example.test", "b@example.test"],
  ])
  func aWrongCommandLineEndsWith64(_ arguments: [String]) throws {
    #expect(try run(TestDomain(), arguments).code == 64)
  }

  @Test func onlyChangesAreTold() {
    let old = [
      CheckItem(.mx, .good, "a MX", "mail goes to b"),
      CheckItem(.servers, .warning, "IMAP b:993", "the certificate ends in 9 days"),
      CheckItem(.spf, .error, "a TXT", "there is no SPF record"),
    ]
    let new = [
      CheckItem(.mx, .error, "a MX", "there is no mail exchanger"),
      CheckItem(.servers, .warning, "IMAP b:993", "the certificate ends in 8 days"),
      CheckItem(.spf, .good, "a TXT", "one record says who may send"),
    ]
    #expect(
      Changes.lines(from: old, to: new) == [
        "error: mx: a MX: there is no mail exchanger", "over: spf: a TXT: there is no SPF record",
      ])
    #expect(Changes.lines(from: nil, to: old).count == 2)
    #expect(Changes.lines(from: new, to: new).isEmpty)
  }

  /// What README.md shows, where somebody wants to see it: `KEEP=FOLDER`.
  private func keep(_ name: String, _ text: String) {
    guard let folder = ProcessInfo.processInfo.environment["KEEP"] else { return }
    try? Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).txt"))
  }
}
