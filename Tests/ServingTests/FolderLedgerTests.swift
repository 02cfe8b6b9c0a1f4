// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import PersonalLinks
import ProfileServer
import Testing

@testable import Serving

/// What is noted of used links, by several servers and over restarts.
@Suite struct FolderLedgerTests {
  private let folder: URL
  private let log = RequestLog(LogFormat(), descriptor: open("/dev/null", O_WRONLY))

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-ledger-\(UUID().uuidString.prefix(8))")
  }

  private func token(_ expires: Int64 = 1_000) throws -> LinkToken {
    LinkToken(
      PersonalLink(try MailAddress("anna@one.example"), expires: expires),
      provider: try DomainName("one.example"), key: .random())
  }

  private func ledger() -> FolderLedger { FolderLedger(folder.path, log) }

  private var files: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
  }

  @Test func oneProcessKnowsWhatAnotherHasMade() throws {
    let (one, two, token) = (ledger(), ledger(), try token())
    #expect(one.record(of: token).made == nil)
    one.change(token, at: 10) { record in
      record.made = 10
      record.download = "here"
    }
    #expect(one.record(of: token).download == "here")
    #expect(two.record(of: token).made == 10 && two.record(of: token).download == nil)
    two.change(token, at: 20) { record in
      #expect(record.made == 10)
      record.made = 20
    }
    #expect(one.record(of: token).made == 20 && one.record(of: token).download == nil)
    #expect(ledger().record(of: token).made == 20, "after a restart")
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path)[.posixPermissions]
    #expect(mode as? Int == 0o700)
    #expect(!files.joined().contains("anna"))
  }

  @Test func processesTakeTurns() throws {
    let (ledgers, token) = ([ledger(), ledger(), ledger()], try token())
    let made = DispatchSemaphore(value: 0)
    DispatchQueue.concurrentPerform(iterations: 12) { number in
      ledgers[number % 3].change(token, at: 5) { record in
        guard record.made == nil else { return }
        usleep(20_000)
        record.made = 5
        made.signal()
      }
    }
    #expect(made.wait(timeout: .now()) == .success)
    #expect(made.wait(timeout: .now()) == .timedOut, "it was made once")
  }

  @Test func linksThatAreOverAreForgotten() throws {
    let ledger = ledger()
    for expires in [100, 200, 300] as [Int64] {
      ledger.change(try token(expires), at: 1) { $0.made = 1 }
    }
    try "x".write(to: folder.appendingPathComponent("README.1"), atomically: false, encoding: .utf8)
    #expect(files.count == 4)
    ledger.sweep(at: 201)
    #expect(files.filter { $0.hasSuffix(".300") }.count == 1)
    #expect(files.contains("README.1") && files.count == 2)
  }

  @Test func withoutAFolderTheProcessRemembers() throws {
    let path = folder.path + "-log"
    let log = RequestLog(LogFormat(), descriptor: open(path, O_RDWR | O_CREAT, 0o600))
    let (ledger, token) = (FolderLedger("/nowhere/at/all", log), try token())
    for _ in 0..<2 { ledger.change(token, at: 1) { $0.made = 7 } }
    #expect(ledger.record(of: token).made == 7)
    log.flush()
    let said = try String(contentsOfFile: path, encoding: .utf8)
    #expect(said.split(separator: "\n").count == 1)
    #expect(said.contains("'/nowhere/at/all' cannot be written to"))
  }

  @Test func theFolderIsBesideTheKeyUnlessNamed() {
    var options = DeliveryOptions()
    #expect(FolderLedger.folder(options, key: "/x/link.key") == "/x/link.key.used")
    options.usedLinks = "/y"
    #expect(FolderLedger.folder(options, key: "/x/link.key") == "/y")
  }
}
