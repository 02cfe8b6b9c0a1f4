// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Rewrites an SPF record: what is right stays, what is wrong is corrected or dropped.
struct SenderRepair {
  /// What should be permitted, as terms.
  var wanted: [String] = []
  /// Terms that are dropped.
  var dropped: Set<String> = []
  /// The end where there is none, or one that lets everybody in.
  var end = "~all"

  /// One record from one or several.
  func text(_ records: [String]) -> String {
    let terms = records.flatMap { SenderRecord($0).terms }
    var mechanisms: [String] = []
    var modifiers: [String] = []
    var ends: [Character] = []
    func add(_ text: String) {
      let term = SenderTerm(text)
      if term.mechanism == .all {
        ends.append(term.qualifier)
      } else if term.isDirective {
        let plain = text.hasPrefix("+") ? String(text.dropFirst()) : text
        guard !dropped.contains(text), !mechanisms.contains(where: { $0.isSame(as: plain) })
        else { return }
        mechanisms.append(plain)
      } else if term.fault == nil, !modifiers.contains(text) {
        modifiers.append(text)
      }
    }
    for term in terms { for text in Self.corrected(term) { add(text) } }
    for term in wanted {
      mechanisms.removeAll {
        "+-~?".contains($0.first ?? " ") && $0.dropFirst().lowercased() == term
      }
      if !mechanisms.contains(where: { $0.isSame(as: term) }) { mechanisms.append(term) }
    }
    let last = ends.filter { $0 != "+" }.min { Self.rank($0) < Self.rank($1) }
    let hasEnd = !ends.isEmpty || !modifiers.contains { $0.lowercased().hasPrefix("redirect=") }
    if hasEnd { modifiers.removeAll { $0.lowercased().hasPrefix("redirect=") } }
    let all = hasEnd ? [last.map { "\($0)all" } ?? end] : []
    return (["v=spf1"] + mechanisms + all + modifiers).joined(separator: " ")
  }

  /// The strictest end first.
  private static func rank(_ qualifier: Character) -> Int {
    switch qualifier {
    case "-": 0
    case "~": 1
    default: 2
    }
  }

  /// A term as it was meant; nothing where that cannot be told.
  static func corrected(_ term: SenderTerm) -> [String] {
    if case .unknownModifier(let name) = term.kind, SenderMechanism(rawValue: name) != nil {
      let text = term.withColon
      return SenderTerm(text).fault == nil ? [text] : []
    }
    guard term.fault != nil else { return [term.text] }
    // What is stuck together, and what a comma or a slash was added to.
    for end in ["-all", "~all", "?all", "+all"] where term.text.lowercased().hasSuffix(end) {
      let before = String(term.text.dropLast(end.count))
      if !before.isEmpty, SenderTerm(before).fault == nil { return [before, end] }
    }
    let text = String(term.text.reversed().drop { ",;/\"'".contains($0) }.reversed())
    if text != term.text, !text.isEmpty, SenderTerm(text).fault == nil { return [text] }
    return network(text).map { [$0] } ?? []
  }

  /// `ip4:` with an address of version 6, with a name, or with a prefix that is too long.
  private static func network(_ text: String) -> String? {
    let sign = text.first.map { "+-~?".contains($0) } == true ? String(text.prefix(1)) : ""
    let rest = text.dropFirst(sign.count)
    guard rest.lowercased().hasPrefix("ip4:") || rest.lowercased().hasPrefix("ip6:") else {
      return nil
    }
    let value = rest.dropFirst(4)
    let address = value.prefix { $0 != "/" }
    for candidate in [
      "ip4:\(value)", "ip6:\(value)", "ip4:\(address)", "ip6:\(address)", "a:\(value)",
    ]
    where SenderTerm(sign + candidate).fault == nil { return sign + candidate }
    return nil
  }
}

extension String {
  fileprivate func isSame(as other: String) -> Bool { lowercased() == other.lowercased() }
}
