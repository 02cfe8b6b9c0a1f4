// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension DomainChecker {
  /// Who may send as the domain.
  func senderPolicy() async -> [CheckItem] {
    let answer = await inquiry.ask(domain, .txt)
    if let failed = failure(.spf, domain, .txt, answer) { return [failed] }
    let found = answer.texts.filter(SenderRecord.isOne)
    let place = "\(domain) TXT"
    if isParked {
      return [
        CheckItem(.spf, .good, place, "nobody may send as the domain", found: found)
      ]
    }
    guard let record = found.first, found.count == 1 else {
      return [await number(found, answer)]
    }
    let judge = senderJudge
    var remarks = await judge.remarks(on: record)
    if let nobody = nobody(answer) { remarks.append(nobody) }
    let edits = await mended(remarks, [record], answer)
    let source = plan.expected("", "TXT")?.filter { $0.holds("v=spf1") } ?? []
    var items = remarks.map { remark in
      CheckItem(
        .spf, remark.grade, place, remark.fault.message,
        expected: remark.grade == .error ? source : [], found: [record], fix: remark.fault.fix,
        source: remark.fault.source, edits: remark.grade > .advice ? edits : [])
    }
    if items.allSatisfy({ $0.grade == .advice }) {
      items.insert(
        CheckItem(
          .spf, .good, place,
          Self.sendsNothing(answer)
            ? "nobody may send as the domain" : "one record says who may send", found: [record]),
        at: 0)
    }
    return items.sorted { $0.grade > $1.grade }
  }

  private var senderJudge: SenderJudge {
    SenderJudge(inquiry: inquiry, domain: domain, wanted: plan.settings?.provider.dns?.spf)
  }

  /// Settings with outgoing servers, at a domain that nobody may send as.
  private func nobody(_ answer: Answer) -> SenderSurvey.Remark? {
    guard let settings = plan.settings, !settings.outgoing.isEmpty, Self.sendsNothing(answer),
      settings.provider.dns?.spf?.terms.isEmpty ?? true
    else { return nil }
    return SenderSurvey.Remark(
      grade: .error,
      fault: SenderFault(
        "nobody may send as the domain, although the settings have outgoing servers",
        fix: "permit them with mx, a, ip4, ip6 or include in dns.spf", source: "RFC 7208 5.1"))
  }

  /// The change that leaves nothing to say, tried before it is printed; empty where none does.
  private func mended(
    _ remarks: [SenderSurvey.Remark], _ records: [String], _ answer: Answer
  ) async -> [RecordEdit] {
    guard remarks.contains(where: { $0.grade > .advice }) || records.count != 1 else { return [] }
    let spf = plan.settings?.provider.dns?.spf
    var repair = SenderRepair()
    repair.wanted = spf?.terms ?? []
    if let spf { repair.end = spf.all }
    repair.dropped = Set(remarks.compactMap(\.removal))
    var candidates = [repair.text(records)]
    repair.dropped.formUnion(
      remarks.filter { $0.fault.message.holds("lead nowhere") }.flatMap(\.terms))
    candidates.append(repair.text(records))
    candidates += (spf?.text).map { [$0] } ?? []
    for candidate in candidates {
      let left = await senderJudge.remarks(on: candidate)
      guard left.allSatisfy({ $0.grade == .advice }) else { continue }
      return [
        edit(domain, .txt, answer, to: [DNSData.quoted(candidate)]) { data in
          data.text.map { SenderRecord.isOne($0) || SenderRecord.isNearly($0) } ?? false
        }
      ]
    }
    return []
  }

  /// No record, or several.
  private func number(_ found: [String], _ answer: Answer) async -> CheckItem {
    let place = "\(domain) TXT"
    let expected = plan.expected("", "TXT")?.filter { $0.holds("v=spf1") } ?? []
    if found.isEmpty {
      let near = answer.texts.filter(SenderRecord.isNearly)
      let text = plan.settings?.provider.dns?.spf?.text ?? "v=spf1 mx ~all"
      let straight =
        near.isEmpty ? [] : await mended([], near.map(SenderRecord.straightened), answer)
      let edits =
        straight.isEmpty
        ? [
          edit(domain, .txt, answer, to: [DNSData.quoted(text)]) {
            $0.text.map(near.contains) ?? false
          }
        ] : straight
      return CheckItem(
        .spf, .error, place,
        "there is no SPF record: "
          + (near.first.map { "\($0.quoted) is none, it must begin with 'v=spf1 '" }
            ?? "genuine mail may count as spam"),
        expected: expected, found: near, source: "RFC 7208 4.5", edits: edits)
    }
    return CheckItem(
      .spf, .error, place, "there are \(found.count) SPF records: receivers use neither",
      expected: expected, found: found, fix: "join them to one, and delete the others",
      source: "RFC 7208 4.5", edits: await mended([], found, answer))
  }
}

extension SenderRecord {
  /// True for a text that was meant as a record and is none.
  static func isNearly(_ text: String) -> Bool {
    !isOne(text) && text.lowercased().holds("v=spf1") && !text.holds("v=DMARC1")
  }

  /// Such a text with one blank between its words.
  static func straightened(_ text: String) -> String {
    var words = text.split { $0.isWhitespace || $0 == "\"" }.map(String.init)
    if let first = words.first, first.lowercased().hasPrefix("v=spf1"), first.count > 6 {
      words.replaceSubrange(0..<1, with: ["v=spf1", String(first.dropFirst(6))])
    }
    return words.joined(separator: " ")
  }
}

extension DNSData {
  /// A text as zone files write it.
  static func quoted(_ text: String) -> String { DNSData.txt(text).presentation }
}

extension Grade: Comparable {
  /// From good to error.
  package static func < (left: Grade, right: Grade) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .good: 0
    case .advice: 1
    case .warning: 2
    case .error: 3
    }
  }
}
