// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Everything that an SPF record says, whoever sends: all of its terms are followed, as for mail
/// that none of them matches.
struct SenderSurvey {
  /// Something to be said of the record.
  struct Remark: Hashable {
    let grade: Grade
    let fault: SenderFault
    /// The terms of the domain's own record that it is about, as they are written.
    var terms: [String] = []
    /// The term of the domain's own record whose removal mends it; nil where something else does.
    var removal: String?
  }

  private let inquiry: Inquiry
  private let records: [String: String]
  private(set) var remarks: [Remark] = []
  /// Terms that ask the DNS, in all records together.
  private(set) var lookups = 0
  /// Names that lead nowhere, with the own term that leads to each.
  private(set) var voids: [(name: String, term: String)] = []
  /// The networks that may send.
  private(set) var networks: [IPNetwork] = []
  /// Why nobody knows all networks: macros, `ptr` and `exists`.
  private(set) var dependsOnMail = false
  /// Records on the way to the one that is being followed.
  private var path: [String] = []
  /// The term of the domain's own record that is being followed.
  private var ownTerm = ""

  init(_ inquiry: Inquiry, records: [String: String] = [:]) {
    self.inquiry = inquiry
    self.records = records
  }

  /// What happens to mail that no term matches.
  enum End: Sendable, Hashable {
    case all(Character)
    /// Neither `all` nor a redirection.
    case open
    /// It could not be followed.
    case unknown
  }

  /// Follows a record and what it leads to.
  mutating func follow(_ text: String, of owner: String) async -> End {
    let record = SenderRecord(text)
    for fault in record.faults {
      let prefix = path.isEmpty ? "" : "\(owner.quoted): "
      note(.error, SenderFault(prefix + fault.message, fix: fault.fix, source: fault.source))
    }
    guard record.faults.isEmpty else { return .unknown }
    path.append(owner)
    defer { path.removeLast() }
    await askAhead(record, of: owner)
    for term in record.directives {
      if path.count == 1 { ownTerm = term.text }
      if term.mechanism?.asks == true { lookups += 1 }
      // A receiver has given up long before.
      guard lookups <= 2 * SenderEvaluation.mostLookups else { return .unknown }
      switch term.mechanism {
      case .all: return .all(term.qualifier)
      case .include: await include(term)
      case .ip4, .ip6: if term.qualifier == "+", let own = term.network { networks.append(own) }
      case .a: await addresses(term, of: owner)
      case .mx: await exchangers(term, of: owner)
      case .exists: await exists(term)
      case .ptr:
        dependsOnMail = true
        note(
          .warning,
          SenderFault(
            "'ptr' is slow, and some receivers ignore it", fix: "remove it",
            source: "RFC 7208 5.5"), removes: true)
      case nil: break
      }
    }
    guard let target = record.redirect else { return .open }
    if path.count == 1 { ownTerm = "redirect=\(target.text)" }
    lookups += 1
    return await enter(target, ownTerm)
  }

  private mutating func note(_ grade: Grade, _ fault: SenderFault, removes: Bool = false) {
    let isOwn = path.count == 1
    let remark = Remark(
      grade: grade, fault: fault, terms: path.isEmpty ? [] : [ownTerm],
      removal: isOwn && removes ? ownTerm : nil)
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  /// The record of another domain, by `include` or `redirect`.
  private mutating func enter(_ target: SenderName, _ term: String) async -> End {
    guard let name = target.fixed else {
      dependsOnMail = true
      return .unknown
    }
    guard canAsk(name, term) else { return .unknown }
    guard !path.contains(name) else {
      note(
        .error,
        SenderFault(
          "\(name.quoted) includes itself", fix: "remove \(term)", source: "RFC 7208 5.2"),
        removes: true)
      return .unknown
    }
    if let text = records[name] { return await follow(text, of: name) }
    let answer = await inquiry.ask(name, .txt)
    if let failure = answer.failure {
      note(
        .error,
        SenderFault(
          "\(name.quoted) cannot be looked up: \(failure)",
          fix: "ask who runs \(name), and try again", source: "RFC 7208 5.2"))
      return .unknown
    }
    let found = answer.texts.filter(SenderRecord.isOne)
    if answer.texts.isEmpty { voids.append((name, ownTerm)) }
    guard let text = found.first, found.count == 1 else {
      note(
        .error,
        SenderFault(
          "\(name.quoted) cannot be included: "
            + (found.isEmpty ? "it has no SPF record" : "it has several"),
          fix: "remove it, or ask who runs it", source: "RFC 7208 5.2"), removes: true)
      return .unknown
    }
    return await follow(text, of: name)
  }

  private mutating func include(_ term: SenderTerm) async {
    guard let target = term.name else { return }
    let before = networks.count
    let end = await enter(target, term.text)
    if term.qualifier != "+" {
      networks.removeSubrange(before...)
    } else if end == .all("+") {
      note(
        .error,
        SenderFault(
          "it lets everybody send as the domain: \(target.text.quoted) ends with +all",
          fix: "remove \(term.text)", source: "RFC 7208 5.2"), removes: true)
    }
  }

  private mutating func addresses(_ term: SenderTerm, of owner: String) async {
    guard let host = fixed(term, owner) else { return }
    await take(host, term)
  }

  private mutating func take(_ host: String, _ term: SenderTerm) async {
    let found = await inquiry.addresses(of: host)
    if let failure = found.failure {
      note(
        .warning,
        SenderFault(
          "the addresses of \(host.quoted) are not known: \(failure)", fix: "try again",
          source: "RFC 7208 4.4"))
    } else if found.addresses.isEmpty {
      voids.append((host, ownTerm))
    }
    guard term.qualifier == "+" else { return }
    networks += found.addresses.map {
      IPNetwork($0, length: $0.version == .v4 ? term.lengths.four : term.lengths.six)
    }
  }

  private mutating func exchangers(_ term: SenderTerm, of owner: String) async {
    guard let host = fixed(term, owner) else { return }
    let answer = await inquiry.ask(host, .mx)
    if let failure = answer.failure {
      note(
        .warning,
        SenderFault(
          "the mail exchangers of \(host.quoted) are not known: \(failure)", fix: "try again",
          source: "RFC 7208 4.4"))
      return
    }
    if answer.exchangers.isEmpty { voids.append((host, ownTerm)) }
    guard answer.exchangers.count <= SenderEvaluation.mostHosts else {
      return note(
        .error,
        SenderFault(
          "\(host.quoted) has \(answer.exchangers.count) mail exchangers, and 10 are allowed",
          fix: "name the networks with ip4: and ip6: instead of \(term.text)",
          source: "RFC 7208 4.6.4"))
    }
    for exchanger in answer.exchangers where !exchanger.host.isEmpty {
      await take(exchanger.host, term)
    }
  }

  private mutating func exists(_ term: SenderTerm) async {
    dependsOnMail = true
    guard let name = term.name?.fixed, canAsk(name, term.text) else { return }
    let answer = await inquiry.ask(name, .a)
    if answer.failure == nil, answer.addresses.isEmpty { voids.append((name, ownTerm)) }
  }

  private mutating func fixed(_ term: SenderTerm, _ owner: String) -> String? {
    guard let name = term.name else { return owner }
    guard let fixed = name.fixed else {
      dependsOnMail = true
      return nil
    }
    return canAsk(fixed, term.text) ? fixed : nil
  }

  /// Says so where a name has an empty label or one that is too long.
  private mutating func canAsk(_ name: String, _ term: String) -> Bool {
    if SenderName.canBeAsked(name) { return true }
    note(
      .warning,
      SenderFault(
        "\(term.quoted) has a name with a label that is empty or longer than 63 bytes: what"
          + " receivers make of it differs", fix: "correct the name", source: "RFC 7208 4.8"))
    return false
  }

  /// Asks for everything that a record names at the same time; the walk finds the answers there.
  private func askAhead(_ record: SenderRecord, of owner: String) async {
    var questions: [(String, RecordType)] = []
    for term in record.directives.prefix(2 * SenderEvaluation.mostLookups) {
      let name = term.name == nil ? owner : term.name?.fixed
      guard let name, SenderName.canBeAsked(name) else { continue }
      switch term.mechanism {
      case .include: questions.append((name, .txt))
      case .a, .exists: questions += [(name, .a), (name, .aaaa)]
      case .mx: questions.append((name, .mx))
      default: break
      }
    }
    if let name = record.redirect?.fixed, SenderName.canBeAsked(name) {
      questions.append((name, .txt))
    }
    await withTaskGroup(of: Void.self) { group in
      for (name, type) in questions {
        group.addTask {
          let answer = await inquiry.ask(name, type)
          guard type == .mx else { return }
          for exchanger in answer.exchangers.prefix(SenderEvaluation.mostHosts)
          where !exchanger.host.isEmpty {
            _ = await inquiry.addresses(of: exchanger.host)
          }
        }
      }
    }
  }
}
