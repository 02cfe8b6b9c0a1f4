// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// Selectors that providers commonly use, for a domain without settings.
  private static let usualSelectors = [
    "default", "dkim", "mail", "s1", "s2", "selector1", "selector2", "google", "k1",
  ]

  /// The signing keys, selector by selector.
  func signatures() async -> [CheckItem] {
    let own = plan.settings?.provider.dns?.dkim.map(\.selector.ascii) ?? []
    let named = own + plan.selectors.filter { !own.contains($0) }
    let selectors = named.isEmpty ? Self.usualSelectors : named
    var items = await withTaskGroup(of: CheckItem?.self) { group in
      for selector in selectors {
        group.addTask { await signature(selector, isWanted: !named.isEmpty) }
      }
      var items: [CheckItem] = []
      for await item in group { if let item { items.append(item) } }
      return items.sorted { $0.place < $1.place }
    }
    if items.isEmpty {
      items = [
        CheckItem(
          .dkim, .advice, "_domainkey.\(domain)",
          "no key is under a usual selector: whether mail is signed is not known",
          fix: "name the selector with --selector", source: "RFC 6376 3.1")
      ]
    }
    return items
  }

  private func signature(_ selector: String, isWanted: Bool) async -> CheckItem? {
    let name = "\(selector)._domainkey.\(domain)"
    let answer = await inquiry.ask(name, .txt)
    guard isWanted || !answer.texts.isEmpty else { return nil }
    if let failed = failure(.dkim, name, .txt, answer) { return failed }
    let place = "\(name) TXT"
    let prefix = "\(selector)._domainkey"
    let alias = plan.expected(prefix, "CNAME")
    let wanted = alias ?? plan.expected(prefix, "TXT") ?? []
    let publish = wanted.first.map { plan.line(name, alias == nil ? "TXT" : "CNAME", $0) }
    guard let record = answer.texts.first else {
      return CheckItem(
        .dkim, .error, place, "there is no key: signatures cannot be verified", expected: wanted,
        fix: publish.map { "publish: \($0)" } ?? "publish the key of the mail server",
        source: "RFC 6376 3.6")
    }
    if answer.texts.count > 1 {
      return CheckItem(
        .dkim, .error, place, "there are \(answer.texts.count) keys under one selector",
        found: answer.texts, fix: "delete the old one", source: "RFC 6376 3.6.2.2")
    }
    if alias == nil, let first = wanted.first,
      first.stringsJoined != DNSData.quoted(record).stringsJoined
    {
      return CheckItem(
        .dkim, .error, place, "the key is not that of the settings", expected: wanted,
        found: [record], fix: publish.map { "replace by: \($0)" }, source: "RFC 6376 3.6")
    }
    return judge(TagList(record), place, record)
  }

  private func judge(_ tags: TagList, _ place: String, _ record: String) -> CheckItem {
    func item(_ grade: Grade, _ message: String, _ fix: String?) -> CheckItem {
      CheckItem(
        .dkim, grade, place, message, found: [record], fix: fix,
        source: grade == .good ? nil : "RFC 6376 3.6.1, RFC 8301")
    }
    if let version = tags["v"], version != "DKIM1" {
      return item(.error, "the record is of another version", "begin it with v=DKIM1")
    }
    guard let key = tags["p"] else { return item(.error, "the record has no key", "add p=") }
    if key.isEmpty { return item(.error, "the key is revoked", "publish the new one") }
    guard let bytes = Base64.decode(Array(key.utf8.filter { $0 != 0x20 && $0 != 0x09 })) else {
      return item(.error, "the key is not base64", "copy it again, without quotes or blanks lost")
    }
    if tags["k"]?.lowercased() == "ed25519" {
      return bytes.count == 32
        ? item(.good, "an Ed25519 key is published", nil)
        : item(.error, "an Ed25519 key has 32 bytes, this one has \(bytes.count)", "copy it again")
    }
    guard let read = inquiry.tools.publicKey(bytes) else {
      return item(.error, "the key cannot be read", "copy it again, whole")
    }
    if read.bits < 1_024 {
      return item(
        .error, "the key has \(read.bits) bits: receivers ignore it", "make one of 2048 bits")
    }
    if read.bits < 2_048 {
      return item(.warning, "the key has \(read.bits) bits", "make one of 2048 bits")
    }
    if tags["t"]?.split(separator: ":").contains("y") == true {
      return item(.advice, "the key is marked as a test", "remove t=y")
    }
    return item(.good, "\(read.algorithm) key of \(read.bits) bits", nil)
  }
}

extension String {
  /// Strings of a text as one, however they were cut.
  fileprivate var stringsJoined: String { replacing("\" \"", with: "") }
}
