// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import Foundation
import Renderers
import TestNetwork
import Testing

/// A check over real sockets: what is good is said to be good, and each fault is found.
@Suite(.serialized) struct DomainTests {
  @Test func aGoodDomainHasNoFault() async throws {
    let (report, _) = try await TestDomain().check(milliseconds: 600_000, patience: 12)
    let faults = report.items.filter { $0.grade > .advice }
    #expect(faults.isEmpty, "\(faults)")
    #expect(report.reachedResolver)
    #expect(report.count(.good) > 25)
    let clients = report.items.filter { $0.area == .setup && $0.message.hasPrefix("sets up IMAP") }
    #expect(clients.count == 9, "\(report.items.filter { $0.area == .setup })")
  }

  @Test func aDomainSpeaksForItself() async throws {
    let (report, _) = try await TestDomain().check(
      withSettings: false, milliseconds: 600_000, patience: 12)
    let faults = report.items.filter { $0.grade > .advice }
    #expect(faults.isEmpty, "\(faults)")
    #expect(
      report.items.contains { $0.area == .servers && $0.place.contains("mail.example.test:993") })
  }

  @Test(arguments: DomainFault.all)
  func aFaultIsFound(_ row: DomainFault) async throws {
    let domain = try TestDomain(row.change)
    let (report, _) = try await domain.check([row.area], milliseconds: 6_000)
    #expect(
      report.items.contains { $0.grade == row.grade && $0.message.hasPrefix(row.message) },
      "\(report.items.filter { $0.grade != .good })")
    for item in report.items where item.grade > .advice && item.area != .login {
      #expect(item.fix != nil, "\(item)")
    }
  }

  /// A new server is looked at before its names lead there.
  @Test func placesThatAreGivenAreAskedBeforeThereAreRecords() async throws {
    let hosts = ["mail", "autoconfig"].map { "\($0).example.test" }
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        for host in hosts { for type: UInt16 in [1, 5, 28] { zone.remove(host, type) } }
      }
    }
    let (report, _) = try await domain.check(
      [.servers, .setup], milliseconds: 600_000, patience: 12)
    #expect(
      report.items.contains {
        $0.place == "IMAP mail.example.test:993" && $0.message.hasPrefix("answers, TLS")
      }, "\(report.items)")
    #expect(
      report.items.contains {
        $0.place == "Thunderbird, autoconfig" && $0.message.hasPrefix("sets up IMAP")
      }, "\(report.items)")
    let unnamed = report.items.filter { $0.message.hasPrefix("the name has no address") }
    #expect(
      unnamed.map(\.place).sorted() == ["autoconfig.example.test CNAME", "mail.example.test A"])
    #expect(unnamed.allSatisfy { $0.grade == .error && $0.fix != nil })
  }

  @Test func aSilentResolverIsSaidToBe() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        for name in zone.names { zone.behaviours[name] = .silent }
        zone.behaviours["_report._dmarc.example.test"] = .silent
      }
    }
    let (report, _) = try await domain.check([.mx, .spf], milliseconds: 1_500)
    #expect(!report.reachedResolver)
    #expect(report.items.allSatisfy { $0.grade == .error })
  }

  @Test func recordDataNeverReachesTheTerminal() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        zone.remove("_dmarc.example.test", 16)
        zone.add("_dmarc.example.test", text: Array("v=DMARC1; p=\u{1B}]0;x\u{7}<b>|".utf8))
        zone.add(
          "example.test", text: Array("v=spf1 ".utf8) + Array(repeating: 0x1B, count: 60_000))
      }
    }
    let (report, _) = try await domain.check([.spf, .dmarc])
    #expect(report.count(.error) > 1)
    for text in [
      ReportWriter.text(report, isColored: false), ReportWriter.markdown(report),
      String(decoding: ReportWriter.json(report).encoded(pretty: false), as: UTF8.self),
    ] {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
      #expect(text.utf8.count < 100_000)
    }
    #expect(!ReportWriter.markdown(report).contains("<b>"))
    let update = UpdateWriter.text(report)
    #expect(!update.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
  }

  @Test func aPasswordIsTriedOnce() async throws {
    let domain = try TestDomain()
    let (good, _) = try await domain.check(
      [.login], milliseconds: 600_000, patience: 12, password: "secret")
    #expect(
      good.items.map(\.message) == [
        "log-in works (PLAIN)", "log-in works (PLAIN), and a test message is on its way",
        "log-in works (Basic)",
      ])
    let (bad, _) = try await domain.check(
      [.login], milliseconds: 600_000, patience: 12, password: "wrong")
    #expect(bad.items.first?.grade == .error)
    #expect(!ReportWriter.text(bad, isColored: false).contains("\u{1B}"))
    #expect(!"\(bad)\(good)".contains("secret"))
  }
}
