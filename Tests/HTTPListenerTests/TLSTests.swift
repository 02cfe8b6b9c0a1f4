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

  @Test func aChangedFileIsReadAgainAndOpenConnectionsStay() throws {
    let certificates = try loaded()
    #expect(certificates.reloadIfChanged() == nil)
    let server = try TestServer(tls: certificates)
    let before = try TLSClient(try Wire(server), name: "new.example.net")
    try first.write(hosts: ["new.example.net"])
    guard case .success = certificates.reloadIfChanged() else {
      Issue.record("the change is not noticed")
      return
    }
    #expect(certificates.reloadIfChanged() == nil)
    let after = try TLSClient(try Wire(server), name: "new.example.net")
    #expect(!before.isFor("new.example.net") && after.isFor("new.example.net"))
    #expect(try before.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
    #expect(try after.ask(request("HEAD / HTTP/1.1")).hasPrefix("HTTP/1.1 200 "))
  }

  @Test func aBrokenFileLeavesTheOldCertificates() throws {
    let certificates = try loaded()
    let server = try TestServer(tls: certificates)
    try Data("no certificate".utf8).write(to: URL(filePath: first.certificate))
    guard case .failure(let error) = certificates.reloadIfChanged() else {
      Issue.record("the change is not noticed")
      return
    }
    #expect(error.message.contains(first.certificate))
    #expect(certificates.reloadIfChanged() == nil)
    let client = try TLSClient(try Wire(server), name: "autoconfig.example.ch")
    #expect(client.isFor("autoconfig.example.ch"))
    // Once the files are right again, they are taken.
    try first.write(hosts: ["autoconfig.example.ch"])
    guard case .success = certificates.reloadIfChanged() else {
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
