// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPListener
import MailSettings
import PersonalLinks
import ProfileServer
import ProfileSigning
import Renderers
import Synchronization
import System
import Testing

@testable import Commands
@testable import Serving

/// Signers, keys and programs while the server runs.
@Suite struct DeliveryTests {
  private let folder: URL
  private let metrics = ServerMetrics()
  private let log: RequestLog
  private let logFile: Int32

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-delivery-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    logFile = open(folder.path + "/log", O_RDWR | O_CREAT, 0o600)
    log = RequestLog(LogFormat(), descriptor: logFile)
  }

  private var said: String {
    log.flush()
    let file = FileHandle(forReadingAtPath: folder.path + "/log")
    defer { try? file?.close() }
    return String(decoding: (try? file?.readToEnd()) ?? Data(), as: UTF8.self)
  }

  private struct FakeSigner: ProfileSigner {
    let certificate: SignerCertificate?
    let fails: Bool

    func sign(_ document: [UInt8]) throws(SigningFailure) -> [UInt8] {
      guard !fails else { throw SigningFailure([Finding(.error, at: "signing", "it is broken")]) }
      return document
    }
  }

  private static func certificate(daysLeft: Int64) -> SignerCertificate {
    SignerCertificate(
      subject: "One", issuer: "Root", notBefore: 0, notAfter: daysLeft * 86_400, key: "RSA 2048")
  }

  @Test func aChangedSignerTakesOverAndABrokenOneDoesNot() throws {
    let path = folder.path + "/signer"
    func write(_ text: String) throws {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    try write("first")
    let keeper = SignerKeeper([path], metrics, log) {
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      guard text != "broken" else {
        return .init(findings: [Finding(.error, at: "signing.key", "is broken")])
      }
      return .init(signer: FakeSigner(certificate: nil, fails: false))
    }
    #expect(keeper.start() == [])
    let first = keeper.current.generation
    #expect(keeper.current.sign([1]) == [1])
    keeper.refresh()
    #expect(keeper.current.generation == first)
    try write("second one")
    keeper.refresh()
    let second = keeper.current.generation
    #expect(second != first)
    try write("broken")
    keeper.refresh()
    #expect(keeper.current.generation == second)
    #expect(keeper.current.sign([1]) == [1])
    #expect(said.contains("the old signer stays"))
    #expect(said.contains("signing.key: is broken"))
    #expect(
      metrics.text(ServerMetrics.Readings()).contains("\nmkprofile_profiles_signed_total 2\n"))
  }

  @Test func aSignerThatFailsIsSaid() {
    let keeper = SignerKeeper([], metrics, log) {
      .init(signer: FakeSigner(certificate: nil, fails: true))
    }
    #expect(keeper.current.sign([1]) == nil, "before it is loaded")
    _ = keeper.start()
    #expect(keeper.current.sign([1]) == nil)
    #expect(said.contains("error: a profile could not be signed"))
    #expect(said.contains("it is broken"))
    #expect(
      metrics.text(ServerMetrics.Readings()).contains("\nmkprofile_signing_failures_total 1\n"))
  }

  @Test(arguments: [(30, nil), (21, "ends in 20 days"), (20, "ends in 20 days"), (-1, "has ended")])
  func theEndOfACertificateIsSaidOnceADay(_ days: Int64, _ words: String?) {
    let keeper = SignerKeeper([], metrics, log) {
      .init(signer: FakeSigner(certificate: Self.certificate(daysLeft: 100 + days), fails: false))
    }
    _ = keeper.start()
    let day: Int64 = 86_400_000_000
    for hour in 0..<30 { keeper.refresh(at: 100 * day + Int64(hour) * day / 24) }
    let lines = said.split(separator: "\n").filter { $0.contains("certificate that signs") }
    #expect(lines.count == (words == nil ? 0 : 2), "\(lines)")
    if let words { #expect(lines.first?.contains(words) == true) }
    #expect(keeper.daysLeft(at: 100 * day) == Int(days))
  }

  @Test func certificatesOfSignersAreMeasured() {
    var readings = ServerMetrics.Readings()
    readings.signers = [("one.example", 12)]
    #expect(
      metrics.text(readings).contains(
        "\nmkprofile_signing_certificate_remaining_seconds{provider=\"one.example\"} 1036800\n"))
  }

  private func account(_ name: String? = nil) throws -> AccountSettings {
    let provider = Provider(
      id: try DomainName("one.example"), name: try DisplayText("One"))
    let person = Person(name: try name.map { (text) throws(InvalidValue) in try DisplayText(text) })
    return AccountSettings(provider, address: try MailAddress("anna@one.example"), person: person)
  }

  private func token(seconds: Int64 = 60) throws -> LinkToken {
    LinkToken(
      PersonalLink(try MailAddress("anna@one.example"), expires: seconds),
      provider: try DomainName("one.example"), key: .random())
  }

  /// A maker whose program is a shell script.
  private func maker(_ script: String, timeout: Int = 10) throws -> PasswordMaker {
    var options = DeliveryOptions()
    options.passwordCommand = ["/bin/sh", "-c", script]
    options.passwordTimeout = timeout
    return try #require(PasswordMaker(options, metrics, log))
  }

  @Test func theProgramIsToldWhatItIsFor() throws {
    let asked = folder.path + "/asked"
    let maker = try maker("cat >> \(asked); echo secret")
    let token = try token()
    let password = try #require(maker.password(of: token, try account("Anna \"M\"")))
    #expect(!"\(password)".contains("secret"), "it is never printed")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: asked)))
        as? [String: Any])
    #expect(json["address"] as? String == "anna@one.example")
    #expect(json["name"] as? String == "Anna \"M\"")
    #expect(json["link"] as? String == token.identifier)
    #expect(json["provider"] as? String == "one.example")
  }

  @Test func theManualShowsWhatTheProgramIsTold() throws {
    let chapter = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Templates/manual/personal-links.md"), encoding: .utf8)
    let line = try #require(
      chapter.split(separator: "\n").first { $0.hasPrefix("{\"version\":1,\"link\":") })
    var provider = Provider(id: try DomainName("example.ch"), name: try DisplayText("Example"))
    provider.incoming = [Server(.imap, host: try HostPattern("imap.example.ch"))]
    let link = PersonalLink(
      try MailAddress("anna@example.ch"), Person(name: try DisplayText("Anna Muster")),
      expires: 1_795_565_350)
    let token = LinkToken(link, provider: provider.id, key: .random())
    let account = AccountSettings(provider, address: link.address, person: link.person)
    let told = String(decoding: PasswordMaker.question(token, account), as: UTF8.self)
    #expect(
      told.replacingOccurrences(of: token.identifier, with: "9f2c61d03b7a55e1") == "\(line)\n")
  }

  @Test func aProgramThatFailsIsAskedOnceInAWhile() throws {
    let count = folder.path + "/count"
    let maker = try maker("cat >> \(count); exit 1")
    let (first, second, account) = (try token(), try token(seconds: 61), try account())
    func asked() throws -> Int {
      try String(contentsOfFile: count, encoding: .utf8).split(separator: "\n").count
    }
    for now in [0, 1, PasswordMaker.pause - 1] as [Int64] {
      #expect(maker.password(of: first, account, at: { now }) == nil)
    }
    #expect(try asked() == 1)
    #expect(maker.password(of: second, account, at: { 1 }) == nil)
    #expect(try asked() == 2, "another link is another matter")
    #expect(maker.password(of: first, account, at: { PasswordMaker.pause }) == nil)
    #expect(try asked() == 3)
  }

  struct Failing: CustomTestStringConvertible, Sendable {
    let why: String
    let script: String
    let said: String
    var timeout = 10
    var testDescription: String { why }
  }

  @Test(arguments: [
    Failing(why: "an exit code", script: "echo s3cret; exit 3", said: "exit code 3"),
    Failing(why: "no answer", script: "true", said: "one line"),
    Failing(why: "an empty line", script: "echo", said: "one line"),
    Failing(why: "two lines", script: "echo s3cret; echo more", said: "one line"),
    Failing(why: "a control character", script: "printf 's3cret\\033'", said: "one line"),
    Failing(why: "no UTF-8", script: "printf 's3cret\\377'", said: "one line"),
    Failing(why: "blanks around it", script: "echo ' s3cret'", said: "one line"),
    Failing(why: "too long", script: "head -c 300 /dev/zero | tr '\\0' s", said: "one line"),
    Failing(why: "endless", script: "yes s3cret", said: "wrote more than"),
    Failing(why: "slow", script: "sleep 30", said: "in time", timeout: 1),
    Failing(
      why: "it complains", script: "echo s3cret; echo 'no such user' >&2; exit 1",
      said: "failed with exit code 1; it says: no such user"),
    Failing(
      why: "it complains without end", script: "yes no | head -c 9000 >&2; exit 1",
      said: "it says: no; no; no"),
    Failing(
      why: "an object of something else", script: "echo '{\"fax\": \"s3cret\"}'", said: "of JSON"),
    Failing(why: "it dies", script: "kill -9 $$", said: "signal 9"),
  ])
  func noPasswordIsMade(_ row: Failing) throws {
    let maker = try maker(row.script, timeout: row.timeout)
    let (token, account) = (try token(), try account())
    #expect(maker.password(of: token, account) == nil)
    #expect(said.contains("no password was made"))
    #expect(said.contains(row.said), "\(said)")
    #expect(!said.contains("s3cret") && !said.contains("anna"))
    #expect(said.utf8.count < 2 * PasswordMaker.mostWords)
    #expect(
      metrics.text(ServerMetrics.Readings()).contains("_app_password_failures_total 1\n"))
  }

  @Test func whatTheProgramSaysIsLoggedWithoutThePassword() throws {
    let maker = try maker("echo 'made s3cret, quota 80 %' >&2; echo s3cret")
    #expect(maker.password(of: try token(), try account())?.text == "s3cret")
    #expect(said.contains("/bin/sh says: made \u{2022}\u{2022}\u{2022}, quota 80 %"), "\(said)")
    #expect(!said.contains("s3cret"))
  }

  @Test func eachPartMayHaveAPasswordOfItsOwn() throws {
    let maker = try maker(#"echo '{"mail": "m-1", "calendar": "c-2"}'"#)
    let password = try #require(maker.password(of: try token(), try account()))
    #expect(Set(password.secrets) == ["m-1", "c-2"])
    #expect(!"\(password)".contains("m-1"))
  }

  @Test func aMissingProgramIsNamed() throws {
    var options = DeliveryOptions()
    options.passwordCommand = ["/nowhere/at-all"]
    let maker = try #require(PasswordMaker(options, metrics, log))
    #expect(maker.password(of: try token(), try account()) == nil)
    #expect(said.contains("/nowhere/at-all is not there"))
  }

  @Test func keysOfLinksAreReadAgain() throws {
    let path = folder.path + "/link.key"
    var provider = Provider(id: try DomainName("one.example"), name: try DisplayText("One"))
    provider.delivery.linkKey = path
    let keeper = try #require(
      DeliveryKeeper(provider, nil, allowsUnsigned: false, metrics, log))
    #expect(keeper.start().first?.severity == .error, "it is missing")
    try LinkKeyFile(path).create()
    #expect(throws: SystemError.existing) { try LinkKeyFile(path).create() }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(keeper.start() == [])
    let desk = try #require(keeper.delivery.desk)
    let link = PersonalLink(try MailAddress("anna@one.example"), expires: 1)
    let token = LinkToken(link, provider: provider.id, key: try LinkKeyFile(path).read())
    #expect(desk.isGenuine(token))
    try "rubbish".write(toFile: path, atomically: true, encoding: .utf8)
    keeper.refresh()
    #expect(desk.isGenuine(token), "the old key stays")
    #expect(said.contains("the old key of links stays"))
    try FileManager.default.removeItem(atPath: path)
    try LinkKeyFile(path).create()
    keeper.refresh()
    #expect(!desk.isGenuine(token))
    chmod(path, 0o644)
    #expect(keeper.start().first?.severity == .warning)
  }
}
