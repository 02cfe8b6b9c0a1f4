// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension DomainChecker {
  /// True where a domain without settings says that it takes no mail (RFC 7505) and that nobody
  /// sends as it (RFC 7208 section 10.1.2).
  func parkedByIntention() async -> Bool {
    guard plan.settings == nil else { return false }
    async let mx = inquiry.ask(domain, .mx)
    async let txt = inquiry.ask(domain, .txt)
    let (exchangers, texts) = await (mx, txt)
    return exchangers.exchangers.map(\.host) == [""] && Self.sendsNothing(texts)
  }

  /// True where the one SPF record permits nobody.
  static func sendsNothing(_ texts: Answer) -> Bool {
    let records = texts.texts.filter(SenderRecord.isOne)
    guard let text = records.first, records.count == 1 else { return false }
    let record = SenderRecord(text)
    guard let first = record.terms.first(where: \.isDirective) else { return false }
    return record.faults.isEmpty && first.mechanism == .all && first.qualifier == "-"
  }

  /// The line for such a domain.
  var parked: CheckItem {
    CheckItem(
      plan.areas.contains(.mx) ? .mx : plan.areas.min() ?? .mx, .good, domain,
      "takes no mail and sends none, by intention (null MX, SPF -all)",
      source: "RFC 7505 3, RFC 7208 10.1.2")
  }
}
