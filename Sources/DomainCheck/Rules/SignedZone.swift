// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension DomainChecker {
  /// The record sets whose signatures are looked at in any case, besides those that others ask for.
  private var signedSets: [(String, RecordType)] {
    [
      (domain, .soa), (domain, .ds), (domain, .ns), (domain, .mx), (domain, .txt), (domain, .a),
      (domain, .aaaa), ("_dmarc.\(domain)", .txt),
    ]
  }

  /// Asks for them at the same time as everything else.
  func askForSignatures() async {
    await withTaskGroup(of: Void.self) { group in
      for (name, type) in signedSets { group.addTask { _ = await inquiry.ask(name, type) } }
    }
  }

  /// Whether the zone is signed, and whether the resolver has verified it; after everybody else
  /// has asked, so that every wrong signature is known.
  func signedZone() async -> [CheckItem] {
    let ds = await inquiry.ask(domain, .ds)
    let soa = await inquiry.ask(domain, .soa)
    let place = "\(domain) DS"
    let bogus = await inquiry.bogus
    if !bogus.isEmpty { return bogusItems(bogus, soa) }
    if let failed = failure(.dnssec, domain, .ds, ds) ?? failure(.dnssec, domain, .soa, soa) {
      return [failed]
    }
    let isSigned = ds.records.contains { $0.data == .other(.ds) }
    switch (isSigned, soa.isAuthenticated) {
    // The DS record may stand above a parent that has no zone of its own.
    case (_, true):
      return [CheckItem(.dnssec, .good, place, "the zone is signed and the signatures are right")]
    case (true, false):
      return [
        CheckItem(
          .dnssec, .advice, place, "the zone is signed, and this resolver does not verify it",
          fix: "ask a resolver that does, with --resolver")
      ]
    case (false, false):
      return [
        CheckItem(
          .dnssec, .advice, place, "the zone is not signed: answers can be forged on the way",
          fix: "switch DNSSEC on where the zone is kept, then hand the DS record to the registrar",
          source: "RFC 9364")
      ]
    }
  }

  /// All of the zone, or some of its record sets; other zones one by one.
  private func bogusItems(_ bogus: Set<Question>, _ soa: Answer) -> [CheckItem] {
    let own = bogus.filter { $0.name == domain || $0.name.hasSuffix(".\(domain)") }
    var items: [CheckItem] = []
    if own.contains(Question(domain, .soa)) {
      items.append(
        CheckItem(
          .dnssec, .error, "\(domain) DS",
          "the signatures of the zone are wrong: resolvers that verify them find nothing",
          found: own.map(\.description).sorted(),
          fix: "sign the zone again, or take the DS record out at the registrar",
          source: "RFC 4035 5.5"))
    }
    let others = items.isEmpty ? bogus : bogus.subtracting(own)
    items += others.sorted { $0.description < $1.description }.map { question in
      CheckItem(
        .dnssec, .error, question.description,
        "the signature of the records is wrong: resolvers that verify it find nothing",
        fix: "sign the zone of \(question.name) again", source: "RFC 4035 5.5")
    }
    return items
  }
}
