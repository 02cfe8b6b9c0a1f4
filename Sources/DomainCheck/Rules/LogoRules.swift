// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension DomainChecker {
  private static let source = "draft-brand-indicators-for-message-identification"

  /// The logo in mail programs: record, policy, picture, certificate.
  func logo() async -> [CheckItem] {
    let own = "default._bimi.\(domain)"
    let answer = await inquiry.ask(own, .txt)
    if let failed = failure(.bimi, own, .txt, answer) { return [failed] }
    let expected = plan.expected("default._bimi", "TXT")
    let isRecord: (FoundData) -> Bool = {
      $0.text.map { TagList($0).begins(with: "BIMI1") } ?? false
    }
    if let item = comparison(
      .bimi, own, .txt, answer, expected: expected, source: Self.source, values: Self.tagged,
      of: isRecord)
    {
      return [item]
    }
    let (owner, found, record) = await logoRecords(answer)
    if let failed = failure(.bimi, "default._bimi.\(owner)", .txt, record) { return [failed] }
    let name = "default._bimi.\(owner)"
    let place = "\(name) TXT"
    guard let text = found.first else { return [noLogo(answer)] }
    let tags = TagList(text)
    if found.count == 1, tags["l"]?.isEmpty == true, tags["a"]?.isEmpty ?? true {
      return [CheckItem(.bimi, .good, place, "the domain says that it has no logo")]
    }
    var items: [CheckItem] = []
    if found.count > 1 || tags["l"] == nil || tags.isMalformed {
      let best = found.first { TagList($0)["l"]?.isEmpty == false }
      items.append(
        CheckItem(
          .bimi, .error, place, "there must be one record, with l=", found: found,
          fix: "write \"v=BIMI1; l=https://...\"", source: Self.source,
          edits: best.map {
            [edit(name, .txt, record, to: [DNSData.quoted(Self.whole($0))], of: isRecord)]
          } ?? []))
    }
    items += await strength(place)
    items += await files(tags, of: owner, place, text)
    if items.allSatisfy({ $0.grade == .advice }) {
      items.insert(
        CheckItem(
          .bimi, .good, place,
          "the logo can be shown" + (owner == domain ? "" : ": it is that of \(owner)")), at: 0)
    }
    return items
  }

  /// What the record names: the picture and its certificate.
  private func files(
    _ tags: TagList, of owner: String, _ place: String, _ text: String
  ) async -> [CheckItem] {
    var items: [CheckItem] = []
    let picture = tags["l"] ?? ""
    let evidence = tags["a"] ?? ""
    for (tag, url) in [("l", picture), ("a", evidence)] where !url.isEmpty {
      if !url.lowercased().hasPrefix("https://") {
        items.append(
          CheckItem(
            .bimi, .error, place, "\(tag)= is no https address", found: [text],
            fix: "serve it over https", source: Self.source))
      }
    }
    if picture.lowercased().hasPrefix("https://") { items += await self.picture(picture) }
    if evidence.lowercased().hasPrefix("https://") {
      items += await certificate(evidence, of: owner)
    } else if evidence.isEmpty, !picture.isEmpty {
      items.append(
        CheckItem(
          .bimi, .advice, place,
          "there is no certificate: Gmail and Apple show no logo without one",
          fix: "buy a VMC or CMC and add a=", source: Self.source))
    }
    return items
  }

  /// The tags that are right, each once.
  private static func whole(_ text: String) -> String {
    let tags = TagList(text)
    return ["v", "l", "a", "avp", "lps"].compactMap { name in
      tags[name].map { "\(name)=\($0)" }
    }.joined(separator: "; ") + ";"
  }

  /// The records of the domain, or else those of its organization (section 7.2).
  private func logoRecords(
    _ answer: Answer
  ) async -> (owner: String, texts: [String], answer: Answer) {
    func records(_ answer: Answer) -> [String] {
      answer.texts.filter { TagList($0).begins(with: "BIMI1") }
    }
    let own = records(answer)
    if !own.isEmpty { return (domain, own, answer) }
    let organization = await ForgeryWalk(domain, inquiry).organization
    guard organization != domain else { return (domain, [], answer) }
    let other = await inquiry.ask("default._bimi.\(organization)", .txt)
    let texts = records(other)
    return texts.isEmpty && other.failure == nil
      ? (domain, [], answer) : (organization, texts, other)
  }

  private func noLogo(_ answer: Answer) -> CheckItem {
    let place = "default._bimi.\(domain) TXT"
    guard let near = answer.texts.first(where: { $0.uppercased().holds("BIMI1") }) else {
      return CheckItem(.bimi, .good, place, "the domain has no logo; it needs none")
    }
    return CheckItem(
      .bimi, .error, place, "\(near.quoted) is no record: it must begin with 'v=BIMI1;'",
      found: [near], fix: "write \"v=BIMI1; l=https://...\"", source: Self.source)
  }

  /// A logo is shown where DMARC refuses forged mail.
  private func strength(_ place: String) async -> [CheckItem] {
    let walk = await ForgeryWalk(domain, inquiry)
    if walk.failure != nil { return [] }
    let policy = await forgeryPolicy(walk)
    if policy?.isStrong == true { return [] }
    return [
      CheckItem(
        .bimi, .error, place, "the logo is not shown: DMARC is not strong enough",
        found: policy.map { [$0.text] } ?? [],
        fix: "ask for quarantine or reject for all mail in the DMARC record, of subdomains as well",
        source: Self.source)
    ]
  }

  private func picture(_ url: String) async -> [CheckItem] {
    let answer = await inquiry.fetch(WebRequest(url))
    guard answer.isSuccess, answer.failure == nil else {
      return [
        CheckItem(
          .bimi, .error, url, "the logo cannot be fetched: \(answer.summary)",
          fix: "serve the file there", source: Self.source)
      ]
    }
    return LogoPicture(answer).problems.map {
      CheckItem(
        .bimi, $0.grade, url, $0.message, fix: $0.fix, source: "draft-svg-tiny-ps-abrotman")
    }
  }

  private func certificate(_ url: String, of owner: String) async -> [CheckItem] {
    let answer = await inquiry.fetch(WebRequest(url))
    guard answer.isSuccess, answer.failure == nil,
      let facts = inquiry.tools.certificate(answer.body)
    else {
      return [
        CheckItem(
          .bimi, .error, url,
          answer.isSuccess
            ? "there is no certificate in PEM"
            : "the certificate cannot be fetched: \(answer.summary)",
          fix: "serve the file that the authority gave you", source: Self.source)
      ]
    }
    var items = expiry(of: facts, .bimi, url)
    let names = facts.names.map { $0.lowercased() }
    let isOurs = names.contains { name in
      [domain, owner].contains { $0 == name || name == "default._bimi.\($0)" }
        || domain.hasSuffix(".\(name)")
    }
    if !isOurs {
      items.append(
        CheckItem(
          .bimi, .error, url, "the certificate is not for \(owner)", found: facts.names,
          fix: "order one that names the domain", source: Self.source))
    }
    if !facts.purposes.contains(Self.markPurpose) {
      items.append(
        CheckItem(
          .bimi, .error, url,
          "the certificate is none for logos: it lacks the purpose \(Self.markPurpose)",
          found: facts.purposes, fix: "order a VMC or CMC, which says what the logo is",
          source: "draft-fetch-validation-vmc-wchuang"))
    }
    return items
  }

  /// id-kp-BrandIndicatorforMessageIdentification.
  private static let markPurpose = "1.3.6.1.5.5.7.3.31"

  /// What is said of the days that a certificate has left; nothing for a month or more.
  func expiry(of facts: CertificateFacts, _ area: Area, _ place: String) -> [CheckItem] {
    let days = (facts.expires - inquiry.tools.now) / 86_400
    if facts.expires <= inquiry.tools.now {
      return [
        CheckItem(
          area, .error, place, "the certificate has expired", fix: CertificateFault.expired.fix(""))
      ]
    }
    guard days < 30 else { return [] }
    var item = CheckItem(
      area, days < 7 ? .error : .warning, place,
      "the certificate ends in \(days) \(days == 1 ? "day" : "days")", fix: "renew it")
    item.daysLeft = days
    return [item]
  }
}
