// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestNetwork
import TestSupport
import Testing

/// Documents of URLs, with the programs as people run them and servers that behave badly.
@Suite(.serialized) struct WebImportTests {
  private static let document: String = {
    let path = "Tests/Goldens/everything/anna@everything.example.autoconfig.xml"
    return (try? Repository.bytes(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }()

  /// A web server for `web.test`, and the options that lead there.
  private final class Web {
    let authority = TestAuthority()
    private let resolver: TestResolver
    private var servers: [TestServer] = []
    private var connections: [String] = []

    init(_ serve: @escaping @Sendable (TestConnection) -> Void) throws {
      var zone = TestZone()
      zone.add("web.test", "A 127.0.0.1")
      resolver = try TestResolver(zone)
      let authority = authority
      for (port, isSecure) in [(443, true), (80, false)] {
        let server = try TestServer { connection in
          if isSecure { guard connection.startTLS(authority, ["web.test"]) else { return } }
          serve(connection)
        }
        servers.append(server)
        connections.append(":\(port):127.0.0.1:\(server.port)")
      }
    }

    convenience init(status: Int = 200, header: String, body: String) throws {
      try self.init { TestDialogs.web($0) { _, _, _ in (status, header, body) } }
    }

    func options(trusts: Bool = true) -> [String] {
      ["--resolver", resolver.address]
        + (trusts ? ["--ca-file", authority.file.path] : [])
        + connections.flatMap { ["--connect-to", $0] }
    }

    deinit {
      resolver.stop()
      servers.forEach { $0.stop() }
    }
  }

  private static func run(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun("mkprofile", arguments)
  }

  private static let xml = "Content-Type: text/xml; charset=utf-8\r\n"

  @Test func aDocumentOfAURLIsImported() throws {
    let web = try Web(header: Self.xml, body: Self.document)
    let run = try Self.run(["import", "https://web.test/config-v1.1.xml"] + web.options())
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("from https://web.test/config-v1.1.xml"))
    #expect(run.output.contains("protocol: imap"))
    #expect(!run.error.contains("warning"), "\(run)")
  }

  @Test func whatIsServedTheWrongWayIsSaid() throws {
    let web = try Web(header: "Content-Type: text/plain\r\n", body: Self.document)
    let run = try Self.run(["import", "http://web.test/a.xml"] + web.options())
    #expect(run.code == 0, "\(run)")
    #expect(run.error.contains("Thunderbird does not take it with the media type 'text/plain'"))
    #expect(run.error.contains("http://web.test/a.xml came without TLS"))
  }

  @Test func aDocumentOfAURLIsLinted() throws {
    let web = try Web(header: "Content-Type: text/html\r\n", body: Self.document)
    let url = "https://web.test/mail/config-v1.1.xml"
    let run = try Self.run(["lint", "--sarif", url] + web.options())
    #expect(run.output.contains("\"uri\": \"\(url)\""), "\(run)")
    #expect(run.output.contains("Thunderbird does not take it with the media type"))
    let table = try Self.run(["lint", url] + web.options())
    #expect(table.output.hasPrefix("\(url): autoconfig for "), "\(table)")
    let domain = try Self.run(["lint", "web.test"] + web.options())
    #expect(domain.code == 66)
    #expect(domain.error.contains("mkprofile check web.test"))
  }

  @Test func aServerIsReachedBeforeItHasAName() throws {
    let web = try Web(header: Self.xml, body: Self.document)
    let url = "http://new.test/mail/config-v1.1.xml"
    for command in ["lint", "import"] {
      let run = try Self.run([command, url] + web.options())
      #expect(run.code == 0, "\(run)")
      #expect(run.error.contains("came without TLS"), "\(run)")
    }
  }

  @Test func whatAPersonWroteIsLeftAsItIs() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (source, target) = (folder.appending(path: "a.xml"), folder.appending(path: "s.yaml"))
    try Data(Self.document.utf8).write(to: source)
    try Data("# mine\n".utf8).write(to: target)
    let arguments = ["import", source.path, "--output", target.path]
    let kept = try Self.run(arguments)
    #expect(kept.code == 73, "\(kept)")
    #expect(kept.error.contains("exists already and is left as it is"))
    #expect(try Data(contentsOf: target) == Data("# mine\n".utf8))
    let forced = try Self.run(arguments + ["--force"])
    #expect(forced.code == 0, "\(forced)")
    #expect(try String(contentsOf: target, encoding: .utf8).contains("protocol: imap"))
  }

  @Test func redirectsAreFollowedWithinBounds() throws {
    let document = Self.document
    let web = try Web { connection in
      TestDialogs.web(connection) { _, _, path in
        path == "/end"
          ? (200, Self.xml, document)
          : (302, "Location: \(path == "/loop" ? "/loop" : "/end")\r\n", "")
      }
    }
    let good = try Self.run(["import", "--verbose", "https://web.test/start"] + web.options())
    #expect(good.code == 0, "\(good)")
    #expect(good.error.contains("by 1 redirects from https://web.test/start"))
    let loop = try Self.run(["import", "https://web.test/loop"] + web.options())
    #expect(loop.code == 69, "\(loop)")
    #expect(loop.error.contains("too many redirects"))
  }

  @Test func anEndlessBodyIsRefused() throws {
    let web = try Web { connection in
      while let line = connection.line(), !line.isEmpty {}
      connection.send("HTTP/1.1 200 OK\r\n\(Self.xml)\r\n<clientConfig>")
      while connection.send(String(repeating: "<a/>", count: 4_096)) {}
    }
    let run = try Self.run(["import", "https://web.test/a"] + web.options())
    #expect(run.code == 69, "\(run)")
    #expect(run.error.contains("the answer is too large"))
  }

  @Test func aServerThatNeverAnswersIsLeft() throws {
    let web = try Web { connection in
      while let line = connection.line(), !line.isEmpty {}
      _ = connection.line()
    }
    let run = try Self.run(["import", "https://web.test/a", "--timeout", "1"] + web.options())
    #expect(run.code == 69, "\(run)")
    #expect(run.error.contains("no answer came in time"))
    #expect(run.error.contains("--timeout"))
  }

  @Test func aCertificateOfNobodyIsRefused() throws {
    let web = try Web(header: Self.xml, body: Self.document)
    let run = try Self.run(["import", "https://web.test/a"] + web.options(trusts: false))
    #expect(run.code == 69, "\(run)")
    #expect(run.error.contains("TLS failed"))
    #expect(run.error.contains("--ca-file"))
  }

  @Test(arguments: [
    (404, "", "cannot be fetched: status 404", Int32(69)),
    (200, "<html><body>Welcome</body></html>", "this is a web page", 65),
    (200, "", "the document is empty", 65),
    (200, "\u{1F}\u{8B}\u{8}", "the document is not text", 65),
    (200, "Hello, world!", "this is no document of mail clients", 65),
    (200, "provider: {id: a.test}", "this is a settings file already", 65),
  ])
  func whatIsNoDocumentIsSaid(
    _ status: Int, _ body: String, _ says: String, _ code: Int32
  ) throws {
    let web = try Web(status: status, header: Self.xml, body: body)
    let run = try Self.run(["import", "https://web.test/a"] + web.options())
    #expect(run.code == code, "\(run)")
    #expect(run.error.contains(says), "\(run)")
  }

  @Test(arguments: [
    (["import", "https://user@web.test/"], Int32(64), "has a user name inside"),
    (["import", "https://"], 64, "no usable host"),
    (["import", "https://nowhere.test/"], 69, "'https://nowhere.test/' cannot be fetched"),
    (["import", "missing.xml"], 66, "cannot read"),
    (["import", "ftp://web.test/a"], 66, "cannot read"),
    (["import", "--timeout", "0", "example.test"], 64, "not a value of --timeout"),
    (["import", "--connect-to", "x", "example.test"], 64, "not a value of --connect-to"),
    (["import", "--resolver", "x", "example.test"], 64, "is no resolver"),
  ])
  func wrongNamesAreSaid(_ arguments: [String], _ code: Int32, _ says: String) throws {
    let web = try Web(header: "", body: "")
    let isOwn = arguments.contains { ["--connect-to", "--resolver"].contains($0) }
    let run = try Self.run(arguments + (isOwn ? [] : web.options()))
    #expect(run.code == code, "\(run)")
    #expect(run.error.contains(says), "\(run)")
  }

  /// A name that nothing leads to elsewhere is looked up, and has no address.
  @Test(arguments: [
    (["import", "https://nowhere.test/a"], Int32(69), "nowhere.test has no address", "check the"),
    (["lint", "https://nowhere.test/a"], 69, "nowhere.test has no address", "check the name"),
    (["import", "nowhere.test"], 65, "nowhere.test", "fix: "),
  ])
  func namesWithoutAddressAreSaid(
    _ arguments: [String], _ code: Int32, _ says: String, _ fix: String
  ) throws {
    var zone = TestZone()
    zone.add("web.test", "A 127.0.0.1")
    let resolver = try TestResolver(zone)
    defer { resolver.stop() }
    let run = try Self.run(arguments + ["--resolver", resolver.address])
    #expect(run.code == code, "\(run)")
    #expect(run.error.contains(says) && run.error.contains(fix), "\(run)")
  }

  @Test func aFileThatExistsIsNoDomain() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.document.utf8).write(to: folder.appending(path: "example.test"))
    // Nobody could answer: the resolver is none.
    let run = try ProgramRun(
      "mkprofile", ["import", "example.test", "--resolver", "127.0.0.1:1"], in: folder)
    #expect(run.code == 0, "\(run)")
  }

  @Test func domainsAreComparedWithFiles() throws {
    let domain = try TestDomain()
    let folder = FileManager.default.temporaryDirectory.appending(path: "diff-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let settings = TestDomain.settings.replacing(
      "protocol: imap, host: mail", with: "protocol: imap, host: new")
    try Data(settings.utf8).write(to: folder.appending(path: "new.yaml"))
    let options =
      ["--resolver", domain.resolver.address, "--ca-file", domain.authority.file.path]
      + domain.connections.flatMap { ["--connect-to", $0] }
    let run = try ProgramRun(
      "mkprofile", ["diff", "example.test", "new.yaml"] + options, in: folder)
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains("imap host: mail.example.test → new.example.test\n  for example.test\n"),
      "\(run)")
    let url = "https://autoconfig.example.test/mail/config-v1.1.xml"
    let same = try ProgramRun("mkprofile", ["diff", url, "example.test"] + options, in: folder)
    #expect(!same.output.contains("host:"), "\(same)")
  }

  @Test func severalDomainsGoIntoAFolder() throws {
    let domain = try TestDomain()
    let folder = FileManager.default.temporaryDirectory.appending(path: "import-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = "https://example.test/mail/config-v1.1.xml"
    let run = try ProgramRun(
      "mkprofile",
      ["import", "anna@example.test", url, url, "--output", "out/"]
        + ["--resolver", domain.resolver.address, "--ca-file", domain.authority.file.path]
        + domain.connections.flatMap { ["--connect-to", $0] }, in: folder)
    #expect(run.code == 0, "\(run)")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "out").path)
    #expect(names.sorted() == ["example.test-2.yaml", "example.test-3.yaml", "example.test.yaml"])
  }
}
