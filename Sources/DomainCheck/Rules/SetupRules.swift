// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Renderers
import System

extension DomainChecker {
  /// Every look-up that a mail client would make.
  func setup() async -> [CheckItem] {
    let lookups = SetupLookups(domain: domain, address: plan.address)
    async let zeroth = names()
    async let first = clients(lookups)
    async let second = setupHosts(lookups)
    async let third = cloud(lookups.cloud)
    async let fourth = pacc(lookups.pacc)
    async let fifth = leftovers()
    async let sixth = publicPage()
    let found = await first
    let stale = await stalePlaces(lookups, told: Set(found.flatMap(\.told)))
    let named = await zeroth
    // A host without an address was said to be one by its record.
    let unnamed = Set(named.filter { $0.grade == .error }.map { $0.place.prefix { $0 != " " } })
    let hosts = await second.filter {
      !$0.place.hasSuffix(" A") || !unnamed.contains($0.place.dropLast(2))
    }
    return await named + fifth + found.flatMap(\.items) + stale + hosts + sixth + third + fourth
  }

  /// The names that clients ask, where the settings say what they should be.
  private func names() async -> [CheckItem] {
    await withTaskGroup(of: CheckItem?.self) { group in
      for prefix in LookupLabel.setup.map(\.rawValue) {
        group.addTask { await name(prefix) }
      }
      var items: [CheckItem] = []
      for await item in group { if let item { items.append(item) } }
      return items.sorted { $0.place < $1.place }
    }
  }

  private func name(_ prefix: String) async -> CheckItem? {
    let types = [RecordType.cname, .a, .aaaa]
    guard let type = types.first(where: { plan.expected(prefix, $0.name) != nil }),
      let expected = plan.expected(prefix, type.name)
    else { return nil }
    let name = "\(prefix).\(domain)"
    let grade: Grade = prefix == "ua-auto-config" ? .warning : .error
    let answer = await inquiry.ask(name, type)
    let host = await inquiry.addresses(of: name)
    if host.addresses.isEmpty, host.failure != nil {
      if let failed = failure(.setup, name, type, answer) { return failed }
      let six = await inquiry.ask(name, .aaaa)
      return failure(.setup, name, .aaaa, six)
    }
    let found = answer.records.map(\.data).filter { $0.type == .cname || $0.type == type }
      .compactMap(\.presentation)
    let change = RecordEdit(
      name: name, type: type.name, ttl: plan.ttl, old: found, new: expected,
      displaced: answer.isAlias(name) && type != .cname
        ? ["CNAME"]
        : type == .cname && !answer.isAlias(name) && !host.addresses.isEmpty
          ? ["A", "AAAA"] : [])
    let source = "draft-ietf-mailmaint-autoconfig"
    if host.addresses.isEmpty {
      return CheckItem(
        .setup, grade, "\(name) \(type.name)",
        "the name has no address: clients find no settings there", expected: expected,
        found: found, source: source, edits: [change])
    }
    // Another way to the same place is as good.
    guard let target = expected.first.map({ String($0.dropLast()) }), type == .cname,
      !found.contains(where: { $0.lowercased() == expected.first?.lowercased() })
    else { return nil }
    let wanted = await inquiry.addresses(of: target)
    guard wanted.failure == nil, !wanted.addresses.isEmpty else { return nil }
    let isSamePlace = !Set(wanted.addresses).isDisjoint(with: host.addresses)
    if isSamePlace, !answer.isAlias(name) { return nil }
    return CheckItem(
      .setup, isSamePlace ? .warning : grade, "\(name) \(type.name)",
      "is \(found.first ?? list(host.addresses.map(\.description))), should be"
        + " \(expected.joined(separator: ", ")): clients find other settings there",
      expected: expected, found: found, source: source, edits: [change])
  }

  private func cloud(_ request: WebRequest) async -> [CheckItem] {
    let answer = await inquiry.fetch(request)
    let text = String(decoding: answer.body, as: UTF8.self)
    if answer.failure == nil, answer.status == 200, text.holds("\"Url\"") {
      return [
        CheckItem(.setup, .good, request.url, "Outlook's cloud service is shown the XML answer")
      ]
    }
    return [
      CheckItem(
        .setup, .advice, request.url, "Outlook's cloud service finds nothing: \(answer.summary)",
        fix: "serve autodiscover.json; mkprofile serve does")
    ]
  }

  /// The document and the record that pins it (draft-ietf-mailmaint-pacc).
  private func pacc(_ request: WebRequest) async -> [CheckItem] {
    let name = "_ua-auto-config.\(domain)"
    async let document = inquiry.fetch(request)
    async let record = inquiry.ask(name, .txt)
    let (answer, txt) = await (document, record)
    if let failed = failure(.setup, name, .txt, txt) { return [failed] }
    let pins = txt.texts.map(TagList.init).filter { $0["v"]?.uppercased() == "UAAC1" }
    let source = "draft-ietf-mailmaint-pacc"
    guard !pins.isEmpty || plan.expected("_ua-auto-config", "TXT") != nil else {
      return [
        CheckItem(
          .setup, .good, request.url, "PACC is not announced, and no released client asks for it")
      ]
    }
    guard answer.failure == nil, answer.status == 200 else {
      return [
        CheckItem(
          .setup, .warning, request.url, "the PACC document cannot be fetched: \(answer.summary)",
          fix: "serve it there, or delete \(name) TXT", source: source)
      ]
    }
    let digest = Digest.sha256(answer.body)
    guard pins.contains(where: { $0["d"] == digest }) else {
      return [
        CheckItem(
          .setup, .warning, "\(name) TXT", "the digest is not that of the document",
          expected: ["\"v=UAAC1; a=sha256; d=\(digest)\""], found: txt.texts, source: source,
          edits: [edit(name, .txt, txt, to: ["\"v=UAAC1; a=sha256; d=\(digest)\""])])
      ]
    }
    return [CheckItem(.setup, .good, request.url, "the PACC document is pinned by its record")]
  }
}
