// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What is to be said of an SPF record at a domain, also of one that nobody has published yet.
struct SenderJudge {
  let inquiry: Inquiry
  let domain: String
  /// Who should be able to send; nil where nobody says.
  let wanted: DNSOptions.SPF?

  /// The remarks about a text that stands, or would stand, at the domain.
  func remarks(on text: String) async -> [SenderSurvey.Remark] {
    var survey = SenderSurvey(inquiry, records: [domain: text])
    let end = await survey.follow(text, of: domain)
    let record = SenderRecord(text)
    var remarks = survey.remarks + limits(survey)
    guard record.faults.isEmpty else { return remarks }
    remarks += ends(end, record) + sizes(survey) + misread(record)
    let isBroken = remarks.contains { $0.grade == .error }
    if let wanted {
      let missing = await missing(wanted, text, isBroken: isBroken)
      let explained = remarks.contains { $0.grade == .error && !$0.terms.isEmpty }
      if !missing.isEmpty, !explained {
        let after = Self.afterAll(record).map { $0.text.lowercased() }
        if missing.contains(where: { after.contains($0.term) }) {
          remarks.removeAll { $0.fault.message == Self.noEffect }
        }
        remarks.append(Self.refusal(missing, after))
      }
    }
    return remarks
  }

  private static let noEffect = "what stands after 'all' has no effect"

  private static func afterAll(_ record: SenderRecord) -> [SenderTerm] {
    guard let index = record.terms.firstIndex(where: { $0.mechanism == .all }) else { return [] }
    return record.terms[(index + 1)...].filter(\.isDirective)
  }

  private static func refusal(
    _ missing: [(term: String, result: SenderResult)], _ afterAll: [String]
  ) -> SenderSurvey.Remark {
    let verb = missing.contains { $0.result == .fail } ? "refuses" : "does not permit"
    let terms = missing.map(\.term)
    let reason =
      terms.contains(where: afterAll.contains)
      ? ", since what stands after 'all' has no effect" : ""
    return SenderSurvey.Remark(
      grade: .error,
      fault: SenderFault(
        "the record \(verb) the senders that the settings want: "
          + "\(terms.joined(separator: ", "))\(reason)",
        fix: "put \(terms.joined(separator: " ")) before the last term", source: "RFC 7208 4.6.2"))
  }

  private func limits(_ survey: SenderSurvey) -> [SenderSurvey.Remark] {
    var remarks: [SenderSurvey.Remark] = []
    if survey.lookups > SenderEvaluation.mostLookups {
      remarks.append(
        SenderSurvey.Remark(
          grade: .error,
          fault: SenderFault(
            "it takes \(survey.lookups) look-ups, and receivers stop after 10",
            fix: "drop an include, or name its networks with ip4: and ip6:",
            source: "RFC 7208 4.6.4")))
    }
    let names = survey.voids.map(\.name)
    if !names.isEmpty {
      let isTooMany = names.count > SenderEvaluation.mostVoids
      remarks.append(
        SenderSurvey.Remark(
          grade: isTooMany ? .error : .advice,
          fault: SenderFault(
            isTooMany
              ? "\(names.count) of its look-ups lead nowhere, and 2 are allowed"
              : "a look-up leads nowhere: \(names.joined(separator: ", "))",
            fix: "remove the names that do not exist: \(names.joined(separator: ", "))",
            source: "RFC 7208 4.6.4"), terms: survey.voids.map(\.term)))
    }
    return remarks
  }

  /// What happens to mail from everybody else.
  private func ends(_ end: SenderSurvey.End, _ record: SenderRecord) -> [SenderSurvey.Remark] {
    func remark(
      _ grade: Grade, _ message: String, _ fix: String, source: String = "RFC 7208 5.1"
    ) -> SenderSurvey.Remark {
      SenderSurvey.Remark(grade: grade, fault: SenderFault(message, fix: fix, source: source))
    }
    var remarks: [SenderSurvey.Remark] = []
    let through = record.redirect.map { ": \($0.text.quoted) ends with +all" } ?? ""
    switch end {
    case .all("+"):
      remarks.append(
        remark(.error, "it lets everybody send as the domain\(through)", "end it with ~all"))
    case .all("?"):
      remarks.append(
        remark(.advice, "it says nothing against forgeries", "end it with ~all or -all"))
    case .open:
      let by = record.redirect.map { " (nor does \($0.text))" } ?? ""
      remarks.append(
        remark(
          .warning, "it does not say what others may do\(by)", "end it with ~all or -all",
          source: "RFC 7208 4.7"))
    case .all, .unknown: break
    }
    if !Self.afterAll(record).isEmpty {
      remarks.append(remark(.warning, Self.noEffect, "move it before 'all'"))
    }
    if record.all != nil, record.terms.contains(where: { $0.modifier == "redirect" }) {
      remarks.append(
        remark(
          .advice, "redirect= has no effect beside 'all'", "remove one of the two",
          source: "RFC 7208 6.1"))
    }
    return remarks
  }

  /// Networks that are nearly everything.
  private func sizes(_ survey: SenderSurvey) -> [SenderSurvey.Remark] {
    func remark(_ grade: Grade, _ message: String) -> SenderSurvey.Remark {
      SenderSurvey.Remark(
        grade: grade,
        fault: SenderFault(
          message, fix: "name the networks of your own servers", source: "RFC 7208 5.6"))
    }
    let size = IPNetwork.size(of: survey.networks)
    if size >= 1 << 31 {
      return [remark(.error, "it lets \(size >> 24) of 256 parts of the IPv4 addresses send")]
    }
    // 2000::/3 is all that is in use (RFC 4291 section 2.4).
    if let wide = survey.networks.first(where: { $0.address.version == .v6 && $0.length <= 3 }) {
      return [remark(.error, "it lets all of IPv6 send: \(wide)")]
    }
    return survey.networks.filter { $0.length < ($0.address.version == .v4 ? 8 : 19) }
      .map { remark(.warning, "\($0) is larger than any provider's network") }
  }

  /// Modifiers that were meant as mechanisms: `include=` for `include:`.
  private func misread(_ record: SenderRecord) -> [SenderSurvey.Remark] {
    record.terms.compactMap { term in
      guard case .unknownModifier(let name) = term.kind, SenderMechanism(rawValue: name) != nil
      else { return nil }
      let colon = term.withColon
      return SenderSurvey.Remark(
        grade: .error,
        fault: SenderFault(
          "\(term.text.quoted) is a modifier that nobody knows: receivers ignore it",
          fix: "write it with a colon: \(colon)", source: "RFC 7208 6"), terms: [term.text])
    }
  }

  /// The senders that the settings want and the record does not permit, as terms.
  private func missing(
    _ spf: DNSOptions.SPF, _ text: String, isBroken: Bool
  ) async -> [(term: String, result: SenderResult)] {
    let record = SenderRecord(text)
    var out: [(term: String, result: SenderResult)] = []
    for term in spf.terms {
      let samples = await samples(term)
      guard !samples.isEmpty else {
        let isThere = record.directives.contains {
          $0.qualifier == "+" && $0.text.lowercased().trimmingPlus == term
        }
        let isRedirect =
          "redirect=" + term.dropFirst("include:".count)
          == "redirect=\(record.redirect?.fixed ?? "")"
        if !isThere, !isRedirect, !isBroken { out.append((term, .neutral)) }
        continue
      }
      for ip in samples {
        var evaluation = SenderEvaluation(
          inquiry, ip: ip, sender: "postmaster@\(domain)", helo: domain, records: [domain: text])
        let result = await evaluation.result()
        guard ![.pass, .temporaryError, .permanentError].contains(result) else { continue }
        out.append((term, result))
        break
      }
    }
    return out
  }

  /// Some addresses that a term permits.
  private func samples(_ text: String) async -> [IPAddress] {
    let term = SenderTerm(text)
    switch term.mechanism {
    case .ip4, .ip6: return term.network.map { [$0.first, $0.last] } ?? []
    case .a: return Array(await inquiry.addresses(of: domain).addresses.prefix(4))
    case .mx:
      var found: [IPAddress] = []
      for host in await inquiry.ask(domain, .mx).exchangers.map(\.host).prefix(4)
      where !host.isEmpty {
        found += await inquiry.addresses(of: host).addresses.prefix(2)
      }
      return found
    case .include:
      guard let name = term.name?.fixed else { return [] }
      var survey = SenderSurvey(inquiry)
      guard let own = await inquiry.ask(name, .txt).texts.first(where: SenderRecord.isOne)
      else { return [] }
      _ = await survey.follow(own, of: name)
      var found: [IPAddress] = []
      for network in survey.networks.prefix(6) {
        var evaluation = SenderEvaluation(
          inquiry, ip: network.first, sender: "postmaster@\(name)", helo: name)
        if await evaluation.result() == .pass { found.append(network.first) }
      }
      return found
    case .all, .ptr, .exists, nil: return []
    }
  }
}

extension String {
  fileprivate var trimmingPlus: String { hasPrefix("+") ? String(dropFirst()) : self }
}
