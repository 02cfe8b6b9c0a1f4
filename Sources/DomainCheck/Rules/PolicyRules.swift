// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What receivers are asked to do with forged mail, as far as a record says it.
struct ForgeryPolicy: Sendable {
  /// Where the record stands.
  let owner: String
  /// The tags.
  let tags: TagList
  /// The record.
  let text: String

  /// True where the record is for this domain; false where it stands above it.
  let isOwn: Bool

  /// `none`, `quarantine`, `reject`, or something else.
  var policy: String { (isOwn ? nil : tags["sp"])?.lowercased() ?? tags["p"]?.lowercased() ?? "" }
  /// The share of the mail that it is for.
  var percentage: Int { tags["pct"].flatMap { Int($0) } ?? 100 }
  /// True where mail programs show a logo.
  var isStrong: Bool { ["quarantine", "reject"].contains(policy) && percentage == 100 }
}

extension DomainChecker {
  /// The record of the domain, or of the nearest domain above it (RFC 7489 section 6.6.3).
  func forgeryPolicies() async -> (owner: String, texts: [String], answer: Answer) {
    let first = await inquiry.ask("_dmarc.\(domain)", .txt)
    var texts = Self.policies(first)
    if !texts.isEmpty || first.failure != nil { return (domain, texts, first) }
    var name = plan.domain
    while let parent = name.parent, parent.labels.count >= 2 {
      texts = Self.policies(await inquiry.ask("_dmarc.\(parent)", .txt))
      if !texts.isEmpty { return (parent.ascii, texts, first) }
      name = parent
    }
    return (domain, [], first)
  }

  private static func policies(_ answer: Answer) -> [String] {
    answer.texts.filter { $0.hasPrefix("v=DMARC1") }
  }

  /// What receivers are asked to do with forged mail.
  func dmarc() async -> [CheckItem] {
    let (owner, texts, answer) = await forgeryPolicies()
    let name = "_dmarc.\(owner)"
    if let failed = failure(.dmarc, name, .txt, answer) { return [failed] }
    let place = "\(name) TXT"
    let source = "RFC 7489 6.3"
    let expected = plan.expected("_dmarc", "TXT") ?? []
    let publish = plan.line(
      "_dmarc.\(domain)", "TXT", expected.first ?? "\"v=DMARC1; p=quarantine\"")
    guard let text = texts.first else {
      return [
        CheckItem(
          .dmarc, expected.isEmpty ? .warning : .error, place,
          "there is no DMARC record: anybody can write in the domain's name", expected: expected,
          fix: "publish: \(publish)", source: source)
      ]
    }
    if texts.count > 1 {
      return [
        CheckItem(
          .dmarc, .error, place, "there are \(texts.count) DMARC records: receivers use none",
          expected: expected, found: texts, fix: "keep one: \(publish)", source: "RFC 7489 6.6.3")
      ]
    }
    let policy = ForgeryPolicy(
      owner: owner, tags: TagList(text), text: text, isOwn: owner == domain)
    var items = judge(policy, expected, publish)
    items += await reports(policy)
    if items.allSatisfy({ $0.grade == .advice }) {
      items.append(
        CheckItem(.dmarc, .good, place, "receivers are asked to \(policy.policy) forged mail"))
    }
    return items
  }

  private func judge(
    _ policy: ForgeryPolicy, _ expected: [String], _ publish: String
  ) -> [CheckItem] {
    let place = "_dmarc.\(policy.owner) TXT"
    func item(_ grade: Grade, _ message: String, _ fix: String) -> CheckItem {
      CheckItem(
        .dmarc, grade, place, message, expected: expected, found: [policy.text], fix: fix,
        source: "RFC 7489 6.3")
    }
    var items: [CheckItem] = []
    switch policy.policy {
    case "": items.append(item(.error, "the record has no policy", "add p=: \(publish)"))
    case "none":
      let wanted = plan.settings?.provider.dns?.dmarc?.policy
      items.append(
        item(
          wanted == nil || wanted?.rawValue == "none" ? .warning : .error,
          "the policy asks for nothing",
          "set p=quarantine once the reports show that your own mail passes"))
    case "quarantine", "reject":
      if let wanted = plan.settings?.provider.dns?.dmarc?.policy, wanted.rawValue != policy.policy,
        wanted != .none
      {
        items.append(
          item(.warning, "the policy is not that of the settings", "publish: \(publish)"))
      }
    default: items.append(item(.error, "the policy is unknown", "set p=quarantine or p=reject"))
    }
    if policy.tags.isMalformed {
      items.append(item(.error, "the record cannot be read", "publish: \(publish)"))
    }
    if !(1...100).contains(policy.percentage) || policy.percentage < 100 {
      items.append(
        item(.warning, "the policy is for \(policy.percentage) % of the mail", "remove pct="))
    }
    for tag in ["adkim", "aspf"] {
      switch policy.tags[tag]?.lowercased() {
      case nil, "r": break
      case "s":
        items.append(
          item(
            .advice,
            "\(tag)=s: mail passes only where "
              + (tag == "adkim" ? "its signature names" : "its envelope sender is at")
              + " exactly the domain of From:", "remove \(tag)=s unless that is wanted"))
      default: items.append(item(.error, "\(tag) is neither r nor s", "remove \(tag)="))
      }
    }
    if policy.isOwn, let wanted = plan.settings?.provider.dns?.dmarc?.reports?.description,
      !(policy.tags["rua"] ?? "").lowercased().contains(wanted.lowercased())
    {
      items.append(
        item(.warning, "reports do not go to \(wanted)", "publish: \(publish)"))
    }
    return items
  }

  /// Reports go to another domain only where that one allows it (RFC 7489 section 7.1).
  private func reports(_ policy: ForgeryPolicy) async -> [CheckItem] {
    var items: [CheckItem] = []
    let place = "_dmarc.\(policy.owner) TXT"
    for tag in ["rua", "ruf"] {
      for part in (policy.tags[tag] ?? "").split(separator: ",").prefix(10) {
        let target = String(part).trimmingBlanks
        guard target.lowercased().hasPrefix("mailto:"), let at = target.lastIndex(of: "@") else {
          items.append(
            CheckItem(
              .dmarc, .error, place, "\(tag) has \(target.quoted), which is no mailto: address",
              found: [policy.text], fix: "write \(tag)=mailto:ADDRESS", source: "RFC 7489 6.2"))
          continue
        }
        let receiver = target[target.index(after: at)...].prefix { $0 != "!" }.lowercased()
        guard !Self.sameOrganization(receiver, policy.owner) else { continue }
        let name = "\(policy.owner)._report._dmarc.\(receiver)"
        let answer = await inquiry.ask(name, .txt)
        if answer.texts.contains(where: { $0.hasPrefix("v=DMARC1") }) { continue }
        items.append(
          CheckItem(
            .dmarc, .warning, "\(name) TXT", "\(receiver) does not allow reports about the domain",
            found: answer.texts,
            fix: "have published there: \(name). IN TXT \"v=DMARC1\"", source: "RFC 7489 7.1"))
      }
    }
    return items
  }

  /// True where one is below the other, or both have the same last two labels: a guess without a
  /// list of public suffixes, which only spares a question.
  static func sameOrganization(_ left: String, _ right: String) -> Bool {
    func tail(_ name: String) -> ArraySlice<Substring> { name.split(separator: ".").suffix(2) }
    return left == right || left.hasSuffix(".\(right)") || right.hasSuffix(".\(left)")
      || tail(left) == tail(right)
  }
}
