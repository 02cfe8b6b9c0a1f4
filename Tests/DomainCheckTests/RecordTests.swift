// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import Testing

/// A record, right or wrong, and what is to be said of it (`Tests/Zones/README.md`).
struct RecordCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let area: Area
  let domain: String
  let expect: String
  let why: String
  let selectors: [String]
  let world: PaperWorld

  static let all = ["spf", "dmarc", "dkim", "tls-rpt", "mta-sts", "bimi"].flatMap { area in
    (ZoneFiles.json("records/\(area).json") as? [[String: Any]] ?? []).compactMap { row in
      Area(rawValue: area).map { RecordCase(row, $0) }
    }
  }

  private init(_ row: [String: Any], _ area: Area) {
    testDescription = row["id"] as? String ?? ""
    self.area = area
    domain = row["domain"] as? String ?? ""
    expect = row["expect"] as? String ?? ""
    why = row["why"] as? String ?? ""
    let arguments = row["args"] as? [String] ?? []
    selectors = arguments.first == "--selector" ? Array(arguments.dropFirst()) : []
    world = PaperWorld(
      zone: row["zone"] as? [String: [[Any]]] ?? [:], web: row["web"] as? [[String: Any]] ?? [])
  }

  func check(_ world: PaperWorld) async throws -> CheckReport {
    var plan = CheckPlan(
      domain: try DomainName(domain), address: try MailAddress("anna@\(domain)"), settings: nil,
      areas: [area])
    plan.selectors = selectors
    return await DomainChecker(plan, Inquiry(world)).run()
  }

  /// True where a report says what it should.
  func fits(_ report: CheckReport) -> Bool {
    let items = report.items.filter {
      area != .bimi || !$0.message.hasPrefix("there is no certificate: Gmail")
    }
    let worst = items.map(\.grade).max() ?? .good
    return switch expect {
    case "error": worst == .error
    case "warn": worst > .good
    case "ok": worst <= .advice && items.contains { $0.grade == .good }
    case "noerr": worst < .error
    case "none": !items.contains { $0.grade == .good }
    default: false
    }
  }
}

@Suite struct RecordTests {
  @Test func allRecordsAreThere() { #expect(RecordCase.all.count == 144) }

  @Test(arguments: RecordCase.all)
  func aRecordIsJudgedAsReceiversDo(_ row: RecordCase) async throws {
    let report = try await row.check(row.world)
    #expect(row.fits(report), "\(row.why): \(report.items)")
  }

  struct Exchanger: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var failure: ServerAnswer.Failure?
    var faults: [CertificateFault] = []
    let grade: Grade
  }

  @Test(arguments: [
    Exchanger(testDescription: "good", grade: .good),
    Exchanger(testDescription: "no STARTTLS", failure: .noStartTLS, grade: .error),
    Exchanger(
      testDescription: "another host's certificate",
      faults: [.otherHost(["mx.test"])], grade: .error),
    Exchanger(testDescription: "nobody there", failure: .refused, grade: .advice),
    Exchanger(testDescription: "silent", failure: .timeout, grade: .advice),
  ])
  func aPolicyIsEnforcedOnlyWithEncryption(_ row: Exchanger) async throws {
    let record = try #require(RecordCase.all.first { $0.testDescription == "m25" })
    var world = record.world
    var answer = ServerAnswer()
    answer.failure = row.failure
    answer.certificateFaults = row.faults
    world.servers["mx0.m25.test:25"] = answer
    let report = try await record.check(world)
    #expect(report.items.map(\.grade).max() == row.grade, "\(report.items)")
  }

  /// What `--nsupdate` prints is done to the zone, and nothing of what it was for is left.
  @Test(arguments: RecordCase.all)
  func aPrintedFixMends(_ row: RecordCase) async throws {
    let before = try await row.check(row.world)
    let mended = before.items.filter { !$0.edits.isEmpty }
    guard !mended.isEmpty else { return }
    var world = row.world
    let update = UpdateWriter.text(before)
    #expect(world.zone.apply(update) == [], "\(update)")
    let after = try await row.check(world)
    let own = mended.filter { item in
      item.edits.contains { $0.name == row.domain || $0.name.hasSuffix(".\(row.domain)") }
    }
    for item in own {
      #expect(
        !after.items.contains { $0.place == item.place && $0.message == item.message },
        "\(update)\(after.items)")
    }
    let left = after.items.filter { !$0.edits.isEmpty && $0.grade > .advice }
    #expect(
      left.allSatisfy { item in !own.contains { $0.place == item.place } }, "\(update)\(left)")
  }
}
