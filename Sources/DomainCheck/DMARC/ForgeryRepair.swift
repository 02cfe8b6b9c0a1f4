// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Rewrites a DMARC record: what is right stays, and the record asks for something.
struct ForgeryRepair {
  /// The policy of the settings.
  var wanted: ForgeryAction?
  /// The address of the settings that reports go to.
  var reports: String?

  private static let order = [
    "p", "sp", "np", "psd", "adkim", "aspf", "fo", "rua", "ruf",
  ]

  /// The whole record.
  func text(_ policy: ForgeryPolicy) -> String {
    var tags: [String: String] = [:]
    for tag in policy.tags.tags where tags[tag.name] == nil { tags[tag.name] = tag.value }
    // Tags that receivers of today do not know, and the one that weakens.
    for name in ["v", "pct", "rf", "ri", "t"] { tags[name] = nil }
    tags["p"] = "\(own(policy))"
    for name in ["sp", "np"] {
      guard let value = tags[name] else { continue }
      let action = ForgeryAction(value) ?? .nothing
      tags[name] = action == .nothing ? "quarantine" : "\(action)"
    }
    if let wanted, wanted == .nothing, policy.isOwn { tags["p"] = "none" }
    for name in ["adkim", "aspf"] where !["r", "s"].contains(tags[name]?.lowercased()) {
      tags[name] = nil
    }
    if !["y", "n", "u"].contains(tags["psd"]?.lowercased()) { tags["psd"] = nil }
    if let fo = tags["fo"], !Self.isReason(fo) { tags["fo"] = nil }
    for name in ["rua", "ruf"] {
      var targets = ReportTarget.list(tags[name]).compactMap(\.corrected)
      if name == "rua", let reports,
        !targets.contains(where: { $0.lowercased().hasPrefix("mailto:\(reports.lowercased())") })
      {
        targets.insert("mailto:\(reports)", at: 0)
      }
      tags[name] = targets.isEmpty ? nil : targets.joined(separator: ",")
    }
    let known = Self.order.compactMap { name in tags[name].map { "\(name)=\($0)" } }
    let others = policy.tags.tags.map(\.name).filter { tags[$0] != nil && !Self.order.contains($0) }
    let rest = others.map { "\($0)=\(tags[$0] ?? "")" }
    return (["v=DMARC1"] + known + rest).joined(separator: "; ")
  }

  private func own(_ policy: ForgeryPolicy) -> ForgeryAction {
    let current = policy.tags["p"].flatMap { ForgeryAction($0) }
    guard policy.isOwn else { return current ?? .nothing }
    if let wanted { return wanted }
    return current == nil || current == ForgeryAction.nothing ? .quarantine : current ?? .quarantine
  }

  /// True for the values of `fo` (section 4.7).
  static func isReason(_ text: String) -> Bool {
    text.split(separator: ":", omittingEmptySubsequences: false)
      .allSatisfy { ["0", "1", "d", "s"].contains(String($0).trimmingBlanks.lowercased()) }
  }
}
