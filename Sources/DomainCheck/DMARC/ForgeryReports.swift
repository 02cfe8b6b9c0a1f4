// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension DomainChecker {
  /// Reports go to another organization only where that one allows it (RFC 9990).
  func reports(_ policy: ForgeryPolicy) async -> [CheckItem] {
    let targets = ["rua", "ruf"].flatMap { ReportTarget.list(policy.tags[$0]).prefix(10) }
    var receivers: [String] = []
    for receiver in targets.compactMap(\.receiver) where !receivers.contains(receiver) {
      receivers.append(receiver)
    }
    let others = receivers.filter { $0 != policy.owner }
    return await each(others) { await permission(of: $0, policy) }.compactMap { $0 }
  }

  private func permission(of receiver: String, _ policy: ForgeryPolicy) async -> CheckItem? {
    let name = "\(policy.owner)._report._dmarc.\(receiver)"
    guard SenderName.canBeAsked(name) else { return nil }
    async let own = ForgeryWalk(policy.owner, inquiry)
    async let other = ForgeryWalk(receiver, inquiry)
    async let permission = inquiry.ask(name, .txt)
    let (owner, receivers, answer) = await (own, other, permission)
    if owner.organization == receivers.organization { return nil }
    if answer.texts.contains(where: ForgeryPolicy.isOne) { return nil }
    if let failure = answer.failure ?? receivers.failure?.answer.failure {
      return CheckItem(
        .dmarc, .warning, "\(name) TXT",
        "whether \(receiver) allows reports about the domain is not known: \(failure)",
        fix: "try again", source: "RFC 9990")
    }
    return CheckItem(
      .dmarc, .warning, "\(name) TXT", "\(receiver) does not allow reports about the domain",
      found: answer.texts, fix: "have published there", source: "RFC 9990",
      edits: [edit(name, .txt, answer, to: ["\"v=DMARC1\""])])
  }
}
