// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import Testing
import Trees

@testable import DomainCheck

/// One test of the suite of RFC 7208 (`Tests/Zones/rfc7208`).
struct SenderSuiteCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let helo: String
  let host: String
  let sender: String
  let results: [String]
  let zone: PaperZone

  /// Where the suite's answer is not ours, with the reason.
  static let exceptions: [String: String] = [:]

  static let all: [SenderSuiteCase] = {
    let text = ZoneFiles.text("rfc7208/rfc7208-tests.yml") ?? ""
    return text.components(separatedBy: "\n---\n").dropFirst().flatMap { document in
      guard let node = try? YAMLParser.parse(try SourceText(Array(document.utf8))),
        case .mapping(let pairs) = node.value
      else { return [SenderSuiteCase]() }
      let zone = zone(pairs.first { $0.key == "zonedata" }?.value)
      guard case .mapping(let tests)? = pairs.first(where: { $0.key == "tests" })?.value.value
      else { return [] }
      return tests.map { SenderSuiteCase($0.key, $0.value, zone) }
    }
  }()

  private init(_ name: String, _ node: Node, _ zone: PaperZone) {
    testDescription = name
    self.zone = zone
    helo = Self.text(node, "helo")
    host = Self.text(node, "host")
    sender = Self.text(node, "mailfrom")
    guard case .mapping(let pairs) = node.value,
      let result = pairs.first(where: { $0.key == "result" })?.value
    else {
      results = []
      return
    }
    results = Self.texts(result)
  }

  private static func text(_ node: Node, _ key: String) -> String {
    guard case .mapping(let pairs) = node.value,
      let value = pairs.first(where: { $0.key == key })?.value
    else { return "" }
    return texts(value).first ?? ""
  }

  private static func texts(_ node: Node) -> [String] {
    switch node.value {
    case .scalar(let text, _): [text]
    case .sequence(let items): items.flatMap { texts($0) }
    case .mapping: []
    }
  }

  /// Names with their records; without a TXT of its own, a name's SPF entries stand for it.
  private static func zone(_ node: Node?) -> PaperZone {
    var zone = PaperZone()
    guard case .mapping(let names)? = node?.value else { return zone }
    for name in names {
      guard case .sequence(let entries) = name.value.value else { continue }
      var records: [(type: String, value: Node)] = []
      for entry in entries {
        if case .scalar("TIMEOUT", _) = entry.value { zone.silent.insert(name.key.lowercased()) }
        if case .mapping(let pairs) = entry.value {
          records += pairs.map { ($0.key, $0.value) }
        }
      }
      let hasText = records.contains { $0.type == "TXT" }
      for (type, value) in records {
        let texts = texts(value)
        switch type {
        case "SPF" where !hasText, "TXT" where texts != ["NONE"]:
          zone.add(name.key, "TXT", ZoneText.strings(texts.map { Array($0.utf8) }))
        case "MX": zone.add(name.key, "MX", "\(texts[0]) \(texts[1].isEmpty ? "." : texts[1])")
        case "SPF", "TXT": break
        default: zone.add(name.key, type, texts.first ?? "")
        }
      }
    }
    return zone
  }
}

@Suite struct SenderSuiteTests {
  @Test func theSuiteIsWhole() { #expect(SenderSuiteCase.all.count == 203) }

  @Test(arguments: SenderSuiteCase.all)
  func aResultIsThatOfTheSuite(_ row: SenderSuiteCase) async throws {
    var evaluation = SenderEvaluation(
      Inquiry(PaperWorld(row.zone)), ip: try IPAddress(row.host), sender: row.sender,
      helo: row.helo)
    let result = await evaluation.result()
    guard SenderSuiteCase.exceptions[row.testDescription] == nil else {
      #expect(!row.results.contains(result.rawValue), "no exception is needed any more")
      return
    }
    #expect(row.results.contains(result.rawValue), "\(row.sender): \(result)")
  }
}
