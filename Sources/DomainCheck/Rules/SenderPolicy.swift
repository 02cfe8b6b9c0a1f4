// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A term of an SPF record (RFC 7208 section 4.6.1).
struct SenderTerm: Sendable, Hashable {
  /// `+`, `-`, `~` or `?`.
  let qualifier: Character
  /// `include`, `mx`, `all`, `redirect` and so on, in lower case.
  let name: String
  /// What follows `:` or `=`.
  let value: String
  /// True for `name=value`.
  let isModifier: Bool

  init(_ text: Substring) {
    var rest = text
    if let first = rest.first, "+-~?".contains(first) {
      qualifier = first
      rest = rest.dropFirst()
    } else {
      qualifier = "+"
    }
    let end = rest.firstIndex { ":=/".contains($0) } ?? rest.endIndex
    name = rest[..<end].lowercased()
    isModifier = end < rest.endIndex && rest[end] == "="
    let isRange = end < rest.endIndex && rest[end] == "/"
    value = isRange ? String(rest[end...]) : String(rest[end...].dropFirst())
  }

  /// True where it makes the receiver ask the DNS (section 4.6.4).
  var asks: Bool { ["include", "a", "mx", "ptr", "exists", "redirect"].contains(name) }

  /// True for what the standard has.
  var isKnown: Bool {
    isModifier
      || ["include", "a", "mx", "ptr", "exists", "ip4", "ip6", "all"].contains(name)
  }

  /// False for a network that is none (section 5.6).
  var hasNetwork: Bool {
    guard !isModifier, ["ip4", "ip6"].contains(name) else { return true }
    let parts = value.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = try? IPAddress(parts.first.map(String.init) ?? ""),
      (address.version == .v4) == (name == "ip4")
    else { return false }
    guard parts.count == 2 else { return true }
    return Int(parts[1]).map { (0...(name == "ip4" ? 32 : 128)).contains($0) } ?? false
  }

  /// The domain that is asked; nil where macros make it depend on the mail.
  func domain(of owner: String) -> String? {
    let name = value.split(separator: "/", omittingEmptySubsequences: false).first.map(String.init)
    guard let name, !name.isEmpty else { return owner }
    return name.contains("%") ? nil : name.lowercased()
  }
}

/// What a receiver does to follow an SPF record.
private struct SenderWalk {
  var lookups = 0
  var voids = 0
  var visited: Set<String> = []
  var problems: [(message: String, fix: String)] = []
}

extension DomainChecker {
  private static let source = "RFC 7208"

  /// Who may send as the domain.
  func senderPolicy() async -> [CheckItem] {
    let answer = await inquiry.ask(domain, .txt)
    if let failed = failure(.spf, domain, .txt, answer) { return [failed] }
    let found = answer.texts.filter(Self.isSenderPolicy)
    let expected = plan.expected("", "TXT")?.filter { $0.contains("v=spf1") }
    let place = "\(domain) TXT"
    guard let record = found.first, found.count == 1 else {
      return [number(found, expected ?? [], place)]
    }
    var items: [CheckItem] = []
    if let settings = plan.settings?.provider.dns?.spf, !settings.include.isEmpty {
      let names = record.split(separator: " ").map { SenderTerm($0) }
        .filter { ["include", "redirect"].contains($0.name) }.map { $0.value.lowercased() }
      for include in settings.include where !names.contains(include.ascii) {
        items.append(
          CheckItem(
            .spf, .error, place, "the provider's servers are not among the senders",
            expected: expected ?? [], found: [record],
            fix: "add include:\(include) before the last term",
            source: Self.source))
      }
    }
    items += await walk(record, place)
    if items.isEmpty {
      items.append(CheckItem(.spf, .good, place, "one record says who may send", found: [record]))
    }
    return items
  }

  private static func isSenderPolicy(_ text: String) -> Bool {
    text.lowercased() == "v=spf1" || text.lowercased().hasPrefix("v=spf1 ")
  }

  private func number(_ found: [String], _ expected: [String], _ place: String) -> CheckItem {
    if found.isEmpty {
      return CheckItem(
        .spf, .error, place, "there is no SPF record: genuine mail may count as spam",
        expected: expected,
        fix: "publish: "
          + plan.line(domain, "TXT", expected.first ?? "\"v=spf1 mx -all\""), source: Self.source)
    }
    return CheckItem(
      .spf, .error, place, "there are \(found.count) SPF records: receivers use neither",
      expected: expected, found: found, fix: "join them to one, and delete the others",
      source: "RFC 7208 4.5")
  }

  private func walk(_ record: String, _ place: String) async -> [CheckItem] {
    var walk = SenderWalk()
    await follow(record, of: domain, &walk, depth: 0)
    var items = walk.problems.map {
      CheckItem(.spf, .error, place, $0.message, found: [record], fix: $0.fix, source: Self.source)
    }
    if walk.lookups > 10 {
      items.append(
        CheckItem(
          .spf, .error, place, "it takes \(walk.lookups) look-ups, and receivers stop after 10",
          found: [record], fix: "drop an include, or name its networks with ip4: and ip6:",
          source: "RFC 7208 4.6.4"))
    }
    if walk.voids > 2 {
      items.append(
        CheckItem(
          .spf, .error, place, "\(walk.voids) of its look-ups lead nowhere, and 2 are allowed",
          found: [record], fix: "remove the names that do not exist", source: "RFC 7208 4.6.4"))
    }
    return items + last(record, place)
  }

  /// What happens to mail from everybody else.
  private func last(_ record: String, _ place: String) -> [CheckItem] {
    let terms = record.split(separator: " ").dropFirst().map { SenderTerm($0) }
    func item(_ grade: Grade, _ message: String, _ fix: String) -> [CheckItem] {
      [CheckItem(.spf, grade, place, message, found: [record], fix: fix, source: "RFC 7208 5.1")]
    }
    if terms.contains(where: { $0.name == "ptr" && !$0.isModifier }) {
      return item(.warning, "'ptr' is slow, and some receivers ignore it", "remove it")
    }
    guard let all = terms.first(where: { $0.name == "all" && !$0.isModifier }) else {
      return terms.contains { $0.name == "redirect" }
        ? [] : item(.warning, "it does not say what others may do", "end it with -all")
    }
    if terms.last(where: { !$0.isModifier })?.name != "all" {
      return item(.warning, "what stands after 'all' has no effect", "move it before 'all'")
    }
    switch all.qualifier {
    case "+": return item(.error, "it lets everybody send as the domain", "end it with -all")
    case "?": return item(.advice, "it says nothing against forgeries", "end it with ~all or -all")
    default: return []
    }
  }

  private func follow(
    _ record: String, of owner: String, _ walk: inout SenderWalk, depth: Int
  ) async {
    guard walk.visited.insert(owner).inserted, depth <= 10 else {
      if depth > 0 {
        walk.problems.append(("\(owner.quoted) includes itself", "remove that include"))
      }
      return
    }
    let terms = record.split(separator: " ").dropFirst().map { SenderTerm($0) }
    await askAhead(terms, of: owner)
    for term in terms {
      guard term.hasNetwork else {
        walk.problems.append(
          (
            "\(owner.quoted) has \(term.name.quoted) with the network \(term.value.quoted)",
            "correct it, such as ip4:192.0.2.0/24"
          ))
        continue
      }
      guard term.isKnown else {
        walk.problems.append(
          ("\(owner.quoted) has the unknown term \(term.name.quoted)", "remove it"))
        continue
      }
      guard term.asks else { continue }
      walk.lookups += 1
      // A receiver has given up long before.
      guard walk.lookups <= 20, let target = term.domain(of: owner) else { continue }
      switch term.name {
      case "include", "redirect": await enter(target, &walk, depth: depth)
      case "a", "exists":
        if await inquiry.addresses(of: target).addresses.isEmpty { walk.voids += 1 }
      case "mx": if await inquiry.ask(target, .mx).exchangers.isEmpty { walk.voids += 1 }
      default: break
      }
    }
    walk.visited.remove(owner)
  }

  /// Asks for everything that a record names at the same time; the walk finds the answers there.
  private func askAhead(_ terms: [SenderTerm], of owner: String) async {
    await withTaskGroup(of: Void.self) { group in
      for term in terms.filter(\.asks).prefix(20) {
        guard let target = term.domain(of: owner) else { continue }
        group.addTask {
          switch term.name {
          case "include", "redirect": _ = await inquiry.ask(target, .txt)
          case "a", "exists": _ = await inquiry.addresses(of: target)
          case "mx": _ = await inquiry.ask(target, .mx)
          default: break
          }
        }
      }
    }
  }

  private func enter(_ target: String, _ walk: inout SenderWalk, depth: Int) async {
    let answer = await inquiry.ask(target, .txt)
    let records = answer.texts.filter(Self.isSenderPolicy)
    if answer.records.isEmpty { walk.voids += 1 }
    if let record = records.first, records.count == 1 {
      await follow(record, of: target, &walk, depth: depth + 1)
    } else {
      let why = answer.failure ?? (records.isEmpty ? "it has no SPF record" : "it has several")
      walk.problems.append(
        ("\(target.quoted) cannot be included: \(why)", "remove it, or ask who runs it"))
    }
  }
}
