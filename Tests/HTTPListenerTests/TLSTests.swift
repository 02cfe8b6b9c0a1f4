// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ProfileServer
import System
import Testing

@testable import HTTPListener

/// A folder that goes away with the test.
private final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "mkp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

struct TLSTests {
  private let folder: Folder
  private let first: CertificateFiles
  private let second: CertificateFiles

  init() throws {
    folder = try Folder()
    first = try CertificateFiles(folder.path, "first", hosts: ["autoconfig.example.ch"])
    second = try CertificateFiles(
      folder.path, "second", hosts: ["*.example.com", "example.com"], days: 90)
  }

  private func loaded() throws -> TLSCertificates {
    try TLSCertificates(files: [first.pair, second.pair])
  }

  struct Choice: CustomTestStringConvertible {
    let name: String?
    let isFor: String
    var testDescription: String { "\(name ?? "no name") gets \(isFor)" }
  }

  @Test(arguments: [
    Choice(name: "autoconfig.example.ch", isFor: "autoconfig.example.ch"),
    Choice(name: "AutoConfig.Example.CH", isFor: "autoconfig.example.ch"),
    Choice(name: "example.com", isFor: "example.com"),
    Choice(name: "autoconfig.example.com", isFor: "example.com"),
    Choice(name: "a.b.example.com", isFor: "autoconfig.example.ch"),
    Choice(name: "unknown.example", isFor: "autoconfig.example.ch"),
    Choice(name: nil, isFor: "autoconfig.example.ch"),
  ])
  func theNameChoosesTheCertificate(_ choice: Choice) throws {
    let server = try TestServer(tls: try loaded())
    let client = try TLSClient(try Wire(server), name: choice.name)
    #expect(client.isFor(choice.isFor))
    #expect(client.chosenProtocol == "http/1.1")
    #expect(try client.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
    #expect(try client.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
  }

  @Test func anExactNameGoesBeforeAWildcard() throws {
    let wide = try CertificateFiles(folder.path, "wide", hosts: ["*.example.ch"])
    let certificates = try TLSCertificates(files: [wide.pair, first.pair])
    let chosen = certificates.choose(for: "autoconfig.example.ch")
    #expect(chosen?.firstName == "autoconfig.example.ch")
    #expect(certificates.choose(for: "www.example.ch")?.firstName == "*.example.ch")
  }

  @Test(arguments: [
    ("NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0", false),
    ("NORMAL:-VERS-ALL:+VERS-TLS1.2", true), ("NORMAL:-VERS-ALL:+VERS-TLS1.3", true),
  ])
  func versionsBelow12AreRefused(_ versions: String, _ isAccepted: Bool) throws {
    let server = try TestServer(tls: try loaded())
    let client = try? TLSClient(
      try Wire(server), name: "example.com", versions: "\(versions):%UNSAFE_RENEGOTIATION")
    #expect((client != nil) == isAccepted)
  }

  @Test func aClientWithoutTLSGetsNothing() throws {
    let server = try TestServer(tls: try loaded())
    let wire = try Wire(server)
    wire.send(request("GET / HTTP/1.1"))
    wire.finish()
    #expect(throws: WireError.self) { try wire.reply() }
    #expect(server.exchanges.isEmpty)
  }

  @Test func daysAreCountedForEachCertificate() throws {
    let left = try loaded().daysLeft()
    #expect(left.map(\.name) == ["autoconfig.example.ch", "*.example.com"])
    #expect(left.map(\.days) == [30, 90])
    let later = Clock.wall + 40 * 86_400 * 1_000_000
    #expect(try loaded().daysLeft(at: later).map(\.days) == [-10, 50])
  }

  private func isUnchanged(_ certificates: TLSCertificates) -> Bool {
    if case nil = certificates.reloadIfChanged() { true } else { false }
  }

  private func kinds(_ certificates: TLSCertificates, at wall: Int64 = Clock.wall)
    -> [[ServerCertificateFault.Kind]]
  {
    certificates.faults(at: wall) { $0.hasSuffix("example.ch") || $0 == "*.example.com" }
      .map { $0.faults.map(\.kind) }
  }

  @Test func whatClientsRefuseIsTold() throws {
    #expect(kinds(try loaded()) == [[], []])
    let later = Clock.wall + 40 * 86_400 * 1_000_000
    #expect(kinds(try loaded(), at: later) == [[.expired], []])
    #expect(kinds(try loaded(), at: Clock.wall - 2 * 86_400_000_000) == [[.early], [.early]])
    let other = try CertificateFiles(folder.path, "other", hosts: ["mail.other.example"])
    let certificates = try TLSCertificates(files: [other.pair])
    #expect(kinds(certificates) == [[.otherNames]])
    let fault = certificates.faults { _ in false }.first?.faults.first
    #expect(fault?.message.contains("it names mail.other.example") == true)
  }

  @Test func aCertificateThatClientsRefuseReplacesNoGoodOne() throws {
    let certificates = try loaded()
    let isServed = { (name: String) in name != "mail.other.example" }
    for (hosts, days, says) in [
      (["autoconfig.example.ch"], -10, "ended"), (["mail.other.example"], 30, "for no host"),
    ] {
      try first.write(hosts: hosts, days: days)
      guard case .refused(let error) = certificates.reloadIfChanged(isServed: isServed) else {
        Issue.record("it was taken: \(says)")
        continue
      }
      #expect(error.message.contains("the old certificates stay") && error.message.contains(says))
      #expect(
        certificates.choose(for: "autoconfig.example.ch")?.firstName == "autoconfig.example.ch")
      #expect(certificates.daysLeft().first?.days == 30)
    }
    // A bad one may follow a bad one, and a good one follows any.
    let bad = try TLSCertificates(files: [first.pair])
    try first.write(hosts: ["mail.other.example"], days: 20)
    guard case .done(let faults) = bad.reloadIfChanged(isServed: isServed) else {
      Issue.record("it was not taken")
      return
    }
    #expect(faults.map(\.kind) == [.otherNames])
  }

  @Test func aFIFOIsNoCertificate() throws {
    let fifo = "\(folder.path)/fifo"
    #expect(mkfifo(fifo, 0o600) == 0)
    #expect(throws: ListenerError.self) { try TLSCertificates(files: [(fifo, first.key)]) }
    #expect(throws: ListenerError.self) { try TicketKey(file: fifo) }
  }

  @Test func theSecretOfTicketsIsLongEnough() throws {
    let path = "\(folder.path)/ticket.key"
    try Data(repeating: 7, count: 31).write(to: URL(filePath: path))
    do {
      _ = try TicketKey(file: path)
      Issue.record("31 bytes are taken")
    } catch { #expect(error.message.contains("has 31 bytes")) }
    for size in [32, 48, 80] {
      try Data(repeating: 7, count: size).write(to: URL(filePath: path))
      _ = try TicketKey(file: path)
    }
  }

  /// A ticket of one server is good at another with the same secret, and at no other.
  @Test(arguments: ["NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"])
  func sessionsAreResumed(_ versions: String) throws {
    let path = "\(folder.path)/ticket.key"
    try Data((0..<80).map { UInt8($0) }).write(to: URL(filePath: path))
    let one = try TestServer(
      tls: try TLSCertificates(files: [first.pair], tickets: try TicketKey(file: path)))
    let same = try TestServer(
      tls: try TLSCertificates(files: [first.pair], tickets: try TicketKey(file: path)))
    let other = try TestServer(tls: try TLSCertificates(files: [first.pair]))
    let client = try TLSClient(try Wire(one), name: "autoconfig.example.ch", versions: versions)
    #expect(!client.isResumed)
    #expect(try client.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
    let ticket = client.ticket
    #expect(!ticket.isEmpty)
    for (server, isResumed) in [(one, true), (same, true), (other, false)] {
      let again = try TLSClient(
        try Wire(server), name: "autoconfig.example.ch", versions: versions, session: ticket)
      #expect(again.isResumed == isResumed)
      #expect(try again.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func aChangedFileIsReadAgainAndOpenConnectionsStay() throws {
    let certificates = try loaded()
    #expect(isUnchanged(certificates))
    let server = try TestServer(tls: certificates)
    let before = try TLSClient(try Wire(server), name: "new.example.net")
    try first.write(hosts: ["new.example.net"])
    guard case .done([]) = certificates.reloadIfChanged() else {
      Issue.record("the change is not noticed")
      return
    }
    #expect(isUnchanged(certificates))
    let after = try TLSClient(try Wire(server), name: "new.example.net")
    #expect(!before.isFor("new.example.net") && after.isFor("new.example.net"))
    #expect(try before.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
    #expect(try after.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
  }

  @Test func aBrokenFileLeavesTheOldCertificates() throws {
    let certificates = try loaded()
    let server = try TestServer(tls: certificates)
    try Data("no certificate".utf8).write(to: URL(filePath: first.certificate))
    guard case .refused(let error) = certificates.reloadIfChanged() else {
      Issue.record("the change is not noticed")
      return
    }
    #expect(error.message.contains(first.certificate))
    #expect(isUnchanged(certificates))
    let client = try TLSClient(try Wire(server), name: "autoconfig.example.ch")
    #expect(client.isFor("autoconfig.example.ch"))
    // Once the files are right again, they are taken.
    try first.write(hosts: ["autoconfig.example.ch"])
    guard case .done = certificates.reloadIfChanged() else {
      Issue.record("the new files are not taken")
      return
    }
  }

  @Test func whatCannotBeUsedIsNamed() throws {
    let empty = "\(folder.path)/empty"
    try Data().write(to: URL(filePath: empty))
    let rows: [(certificate: String, key: String, says: String)] = [
      ("\(folder.path)/missing", first.key, "cannot read \(folder.path)/missing: No such file"),
      (first.certificate, "\(folder.path)/none", "cannot read \(folder.path)/none: No such file"),
      (empty, first.key, "\(empty): there is no certificate"),
      (first.key, first.key, "\(first.key): there is no certificate"),
      (first.certificate, first.certificate, "\(first.certificate): there is no key"),
      (first.certificate, second.key, "\(second.key): the key does not belong"),
    ]
    for row in rows {
      #expect {
        try TLSCertificates(files: [(row.certificate, row.key)])
      } throws: { error in
        (error as? ListenerError)?.message.hasPrefix(row.says) == true
      }
    }
    #expect(throws: ListenerError.self) { try TLSCertificates(files: []) }
  }
}
