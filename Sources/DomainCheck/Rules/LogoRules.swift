// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  private static let source = "draft-brand-indicators-for-message-identification"

  /// The logo in mail programs: record, policy, picture, certificate.
  func logo() async -> [CheckItem] {
    let name = "default._bimi.\(domain)"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.bimi, name, .txt, answer) { return [failed] }
    let place = "\(name) TXT"
    let found = answer.texts.filter { $0.hasPrefix("v=BIMI1") }
    let expected = plan.expected("default._bimi", "TXT")
    if let item = comparison(
      .bimi, name, .txt, found: found.map(DNSData.quoted), expected: expected, source: Self.source)
    {
      return [item]
    }
    guard let text = found.first else {
      return [CheckItem(.bimi, .good, place, "the domain has no logo; it needs none")]
    }
    let tags = TagList(text)
    if tags["l"]?.isEmpty == true, tags["a"]?.isEmpty ?? true {
      return [CheckItem(.bimi, .good, place, "the domain says that it has no logo")]
    }
    var items: [CheckItem] = []
    if found.count > 1 || tags["l"] == nil || tags.isMalformed {
      items.append(
        CheckItem(
          .bimi, .error, place, "there must be one record, with l=", found: found,
          fix: "keep one: "
            + plan.line(name, "TXT", expected?.first ?? "\"v=BIMI1; l=https://...\""),
          source: Self.source))
    }
    items += await strength(place)
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
      items += await certificate(evidence)
    } else if evidence.isEmpty, !picture.isEmpty {
      items.append(
        CheckItem(
          .bimi, .advice, place,
          "there is no certificate: Gmail and Apple show no logo without one",
          fix: "buy a VMC or CMC and add a=", source: Self.source))
    }
    if items.isEmpty { items.append(CheckItem(.bimi, .good, place, "the logo can be shown")) }
    return items
  }

  /// A logo is shown where DMARC refuses forged mail.
  private func strength(_ place: String) async -> [CheckItem] {
    let (owner, policies, _) = await forgeryPolicies()
    let policy = policies.first.map {
      ForgeryPolicy(owner: owner, tags: TagList($0), text: $0, isOwn: owner == domain)
    }
    if policies.count == 1, policy?.isStrong == true { return [] }
    return [
      CheckItem(
        .bimi, .error, place, "the logo is not shown: DMARC is not strong enough",
        found: policies,
        fix: "set p=quarantine or p=reject for all mail in the DMARC record", source: Self.source)
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
        .bimi, $0.grade, url, $0.message, fix: $0.fix, source: "\(Self.source), SVG Tiny PS")
    }
  }

  private func certificate(_ url: String) async -> [CheckItem] {
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
    let names = facts.names.map { $0.lowercased() }
    let isOurs = names.contains { name in
      name == domain || name.hasSuffix("._bimi.\(domain)") || domain.hasSuffix(".\(name)")
    }
    let items = expiry(of: facts, .bimi, url)
    guard !isOurs else { return items }
    return [
      CheckItem(
        .bimi, .error, url, "the certificate is not for \(domain)", found: facts.names,
        fix: "order one that names the domain", source: Self.source)
    ] + items
  }

  /// What is said of the days that a certificate has left; nothing for a month or more.
  func expiry(of facts: CertificateFacts, _ area: Area, _ place: String) -> [CheckItem] {
    let days = (facts.expires - inquiry.tools.now) / 86_400
    if facts.expires <= inquiry.tools.now {
      return [CheckItem(area, .error, place, "the certificate has expired", fix: "renew it")]
    }
    guard days < 30 else { return [] }
    return [
      CheckItem(
        area, days < 7 ? .error : .warning, place,
        "the certificate ends in \(days) \(days == 1 ? "day" : "days")", fix: "renew it")
    ]
  }
}

/// The rules of SVG Tiny Portable/Secure as far as a look at the text can tell.
struct LogoPicture {
  let problems: [(grade: Grade, message: String, fix: String)]

  init(_ answer: WebAnswer) {
    var problems: [(grade: Grade, message: String, fix: String)] = []
    func note(_ grade: Grade, _ message: String, _ fix: String) {
      problems.append((grade, message, fix))
    }
    let text = Self.withoutComments(String(decoding: answer.body, as: UTF8.self))
    let type = answer.contentType.prefix { $0 != ";" }.lowercased()
    if type.trimmingBlanks != "image/svg+xml" {
      note(.warning, "the logo is sent as \(type.quoted)", "send it as image/svg+xml")
    }
    if answer.body.count > 32_768 {
      note(.warning, "the logo has \(answer.body.count) bytes", "keep it under 32768")
    }
    guard let start = text.range(of: "<svg"),
      let end = text[start.upperBound...].firstIndex(of: ">")
    else {
      self.problems = problems + [(.error, "the logo is no SVG picture", "publish an SVG file")]
      return
    }
    let root = text[start.lowerBound..<end]
    if Self.attribute("baseProfile", in: root) != "tiny-ps" {
      note(.error, "the logo is not SVG Tiny PS", "export it with baseProfile=\"tiny-ps\"")
    }
    if Self.attribute("version", in: root) != "1.2" {
      note(.error, "the logo's SVG version is not 1.2", "set version=\"1.2\"")
    }
    if !text.contains("<title") { note(.error, "the logo has no title", "add <title>") }
    for word in ["<script", "<image", "<foreignObject", "<animate", "<a ", "<!ENTITY"]
    where text.contains(word) {
      note(.error, "the logo has \(word.quoted)", "remove it")
    }
    for name in ["x", "y"] where Self.attribute(name, in: root) != nil {
      note(.error, "the logo's root has \(name.quoted)", "remove that attribute")
    }
    if text.contains("href=\"http") || text.contains("href='http") || text.contains("url(http") {
      note(.error, "the logo leads to another file", "put everything into one file")
    }
    for word in [" onload=", " onclick=", " onmouse", " onfocus"] where text.contains(word) {
      note(.error, "the logo has \(word.trimmingBlanks.quoted)", "remove it")
    }
    if let box = Self.attribute("viewBox", in: root) {
      let sides = box.split { " ,".contains($0) }.compactMap { Double($0) }
      if sides.count == 4, sides[2] != sides[3] {
        note(.warning, "the logo is not square", "make its viewBox a square")
      }
    }
    self.problems = problems
  }

  private static func withoutComments(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    while let start = rest.range(of: "<!--") {
      out += rest[..<start.lowerBound]
      guard let end = rest[start.upperBound...].range(of: "-->") else { return out }
      rest = rest[end.upperBound...]
    }
    return out + rest
  }

  private static func attribute(_ name: String, in tag: Substring) -> String? {
    guard let start = tag.range(of: " \(name)=") ?? tag.range(of: "\n\(name)=") else { return nil }
    let rest = tag[start.upperBound...]
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    return String(rest.dropFirst().prefix { $0 != quote })
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Where another text stands first.
  func range(of other: String) -> Range<String.Index>? {
    self[...].ranges(of: other).first
  }
}
