// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// A CAA record.
  private typealias Authorization = (flags: Int, tag: String, value: String)

  /// Tags that authorities know (IANA, Certification Authority Restriction Properties).
  private static let knownTags: Set<String> = [
    "issue", "issuewild", "iodef", "issuemail", "issuevmc", "contactemail", "contactphone",
  ]

  /// Who may issue certificates: the records of the domain, or of the closest name above it.
  func authorities() async -> [CheckItem] {
    let answers = await climb()
    for (name, answer) in answers where answer.failure != nil {
      // An authoritative server knows nothing of the names above its zone.
      if name != domain, answer.status == .refused(code: 5) {
        return [
          CheckItem(
            .caa, .advice, "\(name) CAA",
            "whether names above restrict who may issue certificates is not known:"
              + " \(answer.failure ?? "")", fix: "ask a resolver with --resolver",
            source: "RFC 8659 3")
        ]
      }
      return [failure(.caa, name, .caa, answer)].compactMap { $0 }
    }
    let own = answers.first?.answer ?? Answer(.answered)
    let source = "RFC 8659"
    if let item = comparison(
      .caa, domain, .caa, own, expected: plan.expected("", "CAA"), source: source,
      values: Self.issuers)
    {
      return [item]
    }
    guard let (name, answer) = answers.last, !Self.records(answer).isEmpty else {
      return [
        CheckItem(
          .caa, .advice, "\(domain) CAA", "any authority may issue certificates for the domain",
          fix: "name yours: \(plan.line(domain, "CAA", "0 issue \"letsencrypt.org\""))",
          source: source)
      ]
    }
    return [judge(Self.records(answer), at: name)]
  }

  /// The answers of the names from the domain up to the first with records (RFC 8659 section 3),
  /// all of them asked at the same time.
  private func climb() async -> [(name: String, answer: Answer)] {
    let labels = domain.split(separator: ".")
    let names = labels.indices.map { labels[$0...].joined(separator: ".") }.prefix(10)
    let answers = await withTaskGroup(of: (Int, String, Answer).self) { group in
      for (index, name) in names.enumerated() {
        group.addTask { (index, name, await inquiry.ask(name, .caa)) }
      }
      var answers: [(Int, String, Answer)] = []
      for await answer in group { answers.append(answer) }
      return answers.sorted { $0.0 < $1.0 }.map { (name: $0.1, answer: $0.2) }
    }
    let end = answers.firstIndex { !Self.records($0.answer).isEmpty }
    return Array(answers.prefix(end.map { $0 + 1 } ?? answers.count))
  }

  private static func records(_ answer: Answer) -> [Authorization] {
    answer.records.compactMap { record in
      guard case .caa(let flags, let tag, let value) = record.data else { return nil }
      return (flags, tag.lowercased(), value)
    }
  }

  /// The tag and the issuer of each record, in lower case, without its parameters' blanks.
  private static func issuers(_ data: [String]) -> Set<String> {
    Set(
      data.map { text in
        text.lowercased().filter { !"\" \t".contains($0) }
      })
  }

  /// The name of an issuer; empty where nobody is meant (section 4.2).
  private static func issuer(_ value: String) -> String {
    String(value.prefix { $0 != ";" }).trimmingBlanks
  }

  private func judge(_ records: [Authorization], at name: String) -> CheckItem {
    let place = "\(name) CAA"
    let found = records.map { "\($0.flags) \($0.tag) \"\($0.value)\"" }
    if let odd = records.first(where: { $0.flags & 128 != 0 && !Self.knownTags.contains($0.tag) }) {
      return CheckItem(
        .caa, .warning, place,
        "no authority may issue certificates: the tag \(odd.tag.quoted) is marked as critical, and"
          + " nobody knows it", found: found, fix: "remove that record, or write 0 for 128",
        source: "RFC 8659 4.5")
    }
    // Web and mail servers need a certificate for a name; issue is for all of them.
    let issue = records.filter { $0.tag == "issue" }.map { Self.issuer($0.value) }
    let named = issue.filter { !$0.isEmpty }
    guard !issue.isEmpty else {
      return CheckItem(
        .caa, .advice, place, "any authority may issue certificates for the domain", found: found,
        fix: "add \"issue\" with yours: \(plan.line(name, "CAA", "0 issue \"letsencrypt.org\""))",
        source: "RFC 8659 4.2")
    }
    guard !named.isEmpty else {
      return CheckItem(
        .caa, .warning, place, "no authority may issue certificates for the domain",
        found: found, fix: "name yours: \(plan.line(name, "CAA", "0 issue \"letsencrypt.org\""))",
        source: "RFC 8659 4.2")
    }
    if let wrong = named.first(where: { (try? DomainName($0)) == nil }) {
      return CheckItem(
        .caa, .warning, place, "\(wrong.quoted) is no name of an authority", found: found,
        fix: "write a domain such as letsencrypt.org", source: "RFC 8659 4.2")
    }
    return CheckItem(
      .caa, .good, place,
      "\(named.joined(separator: ", ")) may issue certificates"
        + (name == domain ? "" : ", by the record at \(name)"), found: found)
  }
}
