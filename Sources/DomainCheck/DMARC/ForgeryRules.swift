// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension DomainChecker {
  /// What receivers are asked to do with forged mail.
  func dmarc() async -> [CheckItem] {
    let walk = await ForgeryWalk(domain, inquiry)
    if let failed = walk.failure.flatMap({ step in
      failure(.dmarc, "_dmarc.\(step.name)", .txt, step.answer)
    }) {
      return [failed]
    }
    guard let found = await forgeryPolicy(walk) else { return [noPolicy(walk)] }
    var items = judge(found, walk)
    items += await reports(found)
    if items.allSatisfy({ $0.grade == .advice }), let action = found.action {
      items.insert(
        CheckItem(
          .dmarc, .good, "_dmarc.\(found.owner) TXT",
          action == .nothing
            ? "the policy asks for nothing, as the settings have it"
            : "receivers are asked to \(action) forged mail"), at: 0)
    }
    return items
  }

  /// The record that applies to the domain; nil where there is none.
  func forgeryPolicy(_ walk: ForgeryWalk) async -> ForgeryPolicy? {
    guard let (owner, text) = walk.policy else { return nil }
    guard owner != domain else { return ForgeryPolicy(owner: owner, text: text, isOwn: true) }
    let exists = await inquiry.ask(domain, .soa).status != .noName
    return ForgeryPolicy(owner: owner, text: text, isOwn: false, exists: exists)
  }

  private var wantedDMARC: DNSOptions.DMARC? { plan.settings?.provider.dns?.dmarc }

  private func noPolicy(_ walk: ForgeryWalk) -> CheckItem {
    let name = "_dmarc.\(domain)"
    let expected = plan.expected("_dmarc", "TXT") ?? []
    guard let step = walk.steps.first else { return CheckItem(.dmarc, .error, name, "no name") }
    let repair = repair
    func edits(_ text: String, of isOurs: (FoundData) -> Bool) -> [RecordEdit] {
      [edit(name, .txt, step.answer, to: [DNSData.quoted(text)], of: isOurs)]
    }
    if step.texts.count > 1 {
      let policies = step.texts.map { ForgeryPolicy(owner: domain, text: $0, isOwn: true) }
      let strictest = policies.max {
        ($0.action ?? .nothing, $0.tags.tags.count) < ($1.action ?? .nothing, $1.tags.tags.count)
      }
      return CheckItem(
        .dmarc, .error, "\(name) TXT",
        "there are \(step.texts.count) DMARC records: receivers use none", expected: expected,
        found: step.texts, fix: "keep one", source: "RFC 9989 4.10",
        edits: strictest.map { policy in
          edits(repair.text(policy)) { $0.text.map(ForgeryPolicy.isOne) ?? false }
        } ?? [])
    }
    // A text that was meant as one.
    let near = step.answer.texts.filter { $0.lowercased().holds("dmarc1") }
    let text = expected.isEmpty ? "v=DMARC1; p=quarantine" : nil
    let change = edit(
      name, .txt, step.answer, to: text.map { [DNSData.quoted($0)] } ?? expected,
      caution: expected.isEmpty ? Self.cautionOfQuarantine : nil
    ) { $0.text.map(near.contains) ?? false }
    return CheckItem(
      .dmarc, expected.isEmpty ? .warning : .error, "\(name) TXT",
      "there is no DMARC record: "
        + (near.first.map { "\($0.quoted) is none, it must begin with 'v=DMARC1;'" }
          ?? "anybody can write in the domain's name"),
      expected: expected, found: near,
      source: "RFC 9989 4.7", edits: [change])
  }

  private static let cautionOfQuarantine =
    "only once reports (p=none with rua=) show that your own mail passes"

  private var repair: ForgeryRepair {
    var repair = ForgeryRepair()
    repair.wanted = wantedDMARC.flatMap { ForgeryAction($0.policy.rawValue) }
    repair.reports = wantedDMARC?.reports?.description
    return repair
  }

  /// The change that mends a record; with settings it stands at the domain itself.
  private func mended(_ policy: ForgeryPolicy, _ walk: ForgeryWalk) -> RecordEdit {
    let strengthens = policy.action ?? .nothing == .nothing && wantedDMARC == nil
    let caution = strengthens ? Self.cautionOfQuarantine : nil
    if !policy.isOwn, let expected = plan.expected("_dmarc", "TXT"), let step = walk.steps.first {
      return edit("_dmarc.\(domain)", .txt, step.answer, to: expected)
    }
    var text = repair.text(policy)
    if !policy.isOwn, policy.action ?? .nothing == .nothing, policy.tags[policy.deciding] == nil {
      text = repair.text(ForgeryPolicy(owner: policy.owner, text: policy.text, isOwn: true))
    }
    let answer = walk.steps.first { $0.name == policy.owner }?.answer ?? Answer(.answered)
    return edit(
      "_dmarc.\(policy.owner)", .txt, answer, to: [DNSData.quoted(text)], caution: caution
    ) { $0.text.map(ForgeryPolicy.isOne) ?? false }
  }

  private func judge(_ policy: ForgeryPolicy, _ walk: ForgeryWalk) -> [CheckItem] {
    let expected = plan.expected("_dmarc", "TXT") ?? []
    let change = mended(policy, walk)
    let wanted = wantedDMARC.flatMap { ForgeryAction($0.policy.rawValue) }
    return (faults(policy, wanted) + details(policy)).map { fault in
      CheckItem(
        .dmarc, fault.grade, "_dmarc.\(policy.owner) TXT", fault.message, expected: expected,
        found: [policy.text], fix: fault.fix, source: "RFC 9989 4.7",
        edits: fault.grade > .advice ? [change] : [])
    }
  }

  private typealias Fault = (grade: Grade, message: String, fix: String?)

  /// What is wrong with what is asked for.
  private func faults(_ policy: ForgeryPolicy, _ wanted: ForgeryAction?) -> [Fault] {
    // Nothing is asked for; with settings that ask for something that is an error.
    let weak: Grade = wanted ?? .nothing == .nothing ? .warning : .error
    let invalid = policy.invalid
    if let name = invalid.first {
      let value = policy.tags[name]
      let what =
        value.map { "\(name) is \($0.quoted), which is no policy" } ?? "the record has no policy"
      return [
        policy.action == nil
          ? (.error, "\(what), and no rua=: receivers take no notice of it", "set \(name)=")
          : (weak, "\(what): receivers take it for p=none", "set \(name)=")
      ]
    }
    let action = policy.action ?? .nothing
    let tag = policy.deciding
    var faults: [Fault] = []
    if policy.isTest, policy.tags[tag].flatMap({ ForgeryAction($0) }) != ForgeryAction.nothing {
      faults.append(
        (weak, "t=y: the policy is a test, and is applied as \(action)", "remove t=y"))
    } else if action == .nothing {
      if wanted == ForgeryAction.nothing { return [] }
      faults.append(
        tag == "p"
          ? (
            weak, "the policy asks for nothing",
            "set p=quarantine once the reports show that your own mail passes, later p=reject"
          )
          : (
            weak, "the policy for subdomains asks for nothing",
            "set \(tag)=quarantine, later \(tag)=reject"
          ))
    } else if let wanted, wanted != action, wanted != .nothing {
      faults.append((.warning, "the policy is not that of the settings", nil))
    }
    if policy.isOwn, action != .nothing {
      for tag in ["sp", "np"]
      where policy.tags[tag].flatMap({ ForgeryAction($0) }) == ForgeryAction.nothing {
        let whom = tag == "sp" ? "subdomains" : "subdomains that do not exist"
        faults.append(
          (
            .warning, "the policy for \(whom) asks for nothing",
            "set \(tag)=quarantine, later \(tag)=reject"
          ))
      }
    }
    return faults
  }

  /// What is wrong with the rest of the record.
  private func details(_ policy: ForgeryPolicy) -> [Fault] {
    let tags = policy.tags
    var faults: [Fault] = tags.duplicates.map {
      (.error, "\($0)= stands there twice", "keep one \($0)=")
    }
    for part in tags.malformed {
      faults.append((.error, "\(part.quoted) is no tag with a value", "correct or remove it"))
    }
    if policy.percentage < 100 {
      faults.append(
        (
          .warning,
          "pct=\(policy.percentage): older receivers apply the policy to that share of"
            + " the mail, newer ones ignore the tag", "remove pct="
        ))
    }
    for tag in ["adkim", "aspf"] {
      switch tags[tag]?.lowercased() {
      case nil, "r": break
      case "s":
        faults.append(
          (
            .advice,
            "\(tag)=s: mail passes only where "
              + (tag == "adkim" ? "its signature names" : "its envelope sender is at")
              + " exactly the domain of From:", "remove \(tag)=s unless that is wanted"
          ))
      default: faults.append((.error, "\(tag) is neither r nor s", "remove \(tag)="))
      }
    }
    for (tag, values) in [("t", ["y", "n"]), ("psd", ["y", "n", "u"])] {
      guard let value = tags[tag], !values.contains(value.lowercased()) else { continue }
      faults.append(
        (
          .warning, "\(tag) is \(value.quoted), not \(values.joined(separator: ", "))",
          "remove \(tag)="
        ))
    }
    if let fo = tags["fo"], !ForgeryRepair.isReason(fo) {
      faults.append((.warning, "fo is \(fo.quoted), not 0, 1, d or s", "remove fo="))
    }
    if policy.isOwn, let wanted = wantedDMARC?.reports?.description,
      !(tags["rua"] ?? "").lowercased().holds(wanted.lowercased())
    {
      faults.append((.warning, "reports do not go to \(wanted)", nil))
    }
    return faults + targets(policy)
  }

  /// Places of reports that are none, or that nobody can reach.
  private func targets(_ policy: ForgeryPolicy) -> [Fault] {
    ["rua", "ruf"].flatMap { tag -> [Fault] in
      let targets = ReportTarget.list(policy.tags[tag])
      var faults: [Fault] = targets.filter { !$0.isURI }.map { target in
        (
          .warning, "\(tag) has \(target.text.quoted), which is no address with mailto:",
          target.corrected.map { "write \($0)" } ?? "write \(tag)=mailto:ADDRESS"
        )
      }
      if !targets.isEmpty, faults.isEmpty, !targets.contains(where: \.isMail) {
        faults.append(
          (
            .warning, "\(tag) names no mailto: address, and receivers need not know others",
            "add mailto:ADDRESS"
          ))
      }
      return faults
    }
  }
}
