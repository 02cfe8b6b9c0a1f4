// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension DomainChecker {
  /// Selectors that providers commonly use, for a domain without settings.
  private static let usualSelectors = [
    "default", "dkim", "mail", "s1", "s2", "selector1", "selector2", "google", "k1",
  ]
  /// A selector that nobody uses: what answers for it answers for every name.
  private static let nobodysSelector = "mkprofile-check-of-wildcards"

  /// The signing keys, selector by selector.
  func signatures() async -> [CheckItem] {
    let own = plan.settings?.provider.dns?.dkim.map(\.selector.ascii) ?? []
    let named = own + plan.selectors.filter { !own.contains($0) }
    if named.isEmpty { return await guessedSignatures() }
    return await withTaskGroup(of: CheckItem.self) { group in
      for selector in named { group.addTask { await signature(selector) } }
      var items: [CheckItem] = []
      for await item in group { items.append(item) }
      return items.sorted { $0.place < $1.place }
    }
  }

  /// Keys under names that nobody told: what is not there, or not good, is no fault.
  private func guessedSignatures() async -> [CheckItem] {
    let selectors = Self.usualSelectors + [Self.nobodysSelector]
    let answers = await withTaskGroup(of: (String, Answer).self) { group in
      for selector in selectors {
        group.addTask { (selector, await inquiry.ask("\(selector)._domainkey.\(domain)", .txt)) }
      }
      var answers: [String: Answer] = [:]
      for await (selector, answer) in group { answers[selector] = answer }
      return answers
    }
    let everywhere = answers[Self.nobodysSelector]?.texts ?? []
    var items: [CheckItem] = []
    for selector in Self.usualSelectors.sorted() {
      guard let texts = answers[selector]?.texts, texts != everywhere else { continue }
      items += texts.compactMap { guessed("\(selector)._domainkey.\(domain) TXT", $0) }
    }
    if !everywhere.isEmpty, everywhere.allSatisfy({ TagList($0)["p"]?.isEmpty == true }),
      items.isEmpty
    {
      return [
        CheckItem(
          .dkim, .good, "*._domainkey.\(domain) TXT", "every key is withdrawn: nothing is signed",
          found: everywhere)
      ]
    }
    if isParked { return items }
    // A look-up without an answer does not say that there is no key.
    if items.isEmpty,
      let (selector, answer) = answers.sorted(by: { $0.key < $1.key })
        .first(where: { $0.value.failure != nil })
    {
      return [failure(.dkim, "\(selector)._domainkey.\(domain)", .txt, answer)].compactMap { $0 }
    }
    if !items.contains(where: { $0.grade == .good }) {
      items.append(
        CheckItem(
          .dkim, .advice, "_domainkey.\(domain)",
          "no key is under a usual selector: whether mail is signed is not known",
          fix: "name the selector with --selector", source: "RFC 6376 3.1"))
    }
    return items
  }

  private func guessed(_ place: String, _ text: String) -> CheckItem? {
    let tags = TagList(text)
    guard let key = tags["p"] else {
      // A text such as "s2.domainkey.sender.example".
      guard (try? RecordName(text)) != nil, text.contains(".") else { return nil }
      return CheckItem(
        .dkim, .advice, place, "the record holds a name: a CNAME may have been meant",
        found: [text], fix: "publish it as a CNAME, or delete it", source: "RFC 6376 3.6.2.1")
    }
    if key.isEmpty {
      return CheckItem(
        .dkim, .advice, place, "the key is withdrawn", found: [text],
        fix: "nothing, unless mail is signed with it", source: "RFC 6376 3.6.1")
    }
    let verdict = SigningKey(text).verdict(inquiry.tools)
    let grade: Grade = verdict.grade == .error ? .warning : verdict.grade
    return CheckItem(
      .dkim, grade, place, verdict.message, found: [text], fix: verdict.fix,
      source: grade == .good ? nil : verdict.source)
  }

  /// A key that somebody named.
  private func signature(_ selector: String) async -> CheckItem {
    let prefix = "\(selector)._domainkey"
    let name = "\(prefix).\(domain)"
    let answer = await inquiry.ask(name, .txt)
    if let failed = failure(.dkim, name, .txt, answer) { return failed }
    let alias = plan.expected(prefix, "CNAME")
    let wanted = alias ?? plan.expected(prefix, "TXT")
    let place = "\(name) TXT"
    func item(
      _ grade: Grade, _ message: String, _ fix: String?, source: String = "RFC 6376 3.6.1"
    ) -> CheckItem {
      let edits =
        grade > .advice && wanted != nil
        ? [keyEdit(name, answer, wanted ?? [], isAlias: alias != nil)] : []
      return CheckItem(
        .dkim, grade, place, message, expected: grade > .advice ? wanted ?? [] : [],
        found: answer.texts, fix: edits.isEmpty ? fix : nil, source: grade == .good ? nil : source,
        edits: edits)
    }
    guard let record = answer.texts.first else {
      return item(
        .error, "there is no key: signatures cannot be verified",
        "publish the key of the mail server", source: "RFC 6376 3.6")
    }
    if answer.texts.count > 1 {
      return item(
        .error, "there are \(answer.texts.count) keys under one selector", "delete the old one",
        source: "RFC 6376 3.6.2.2")
    }
    let key = SigningKey(record)
    if let oddity = key.oddity { return item(.error, oddity.message, oddity.fix) }
    if key.isWithdrawn {
      return wanted == nil
        ? item(
          .warning, "the key is revoked: what is signed with it fails",
          "sign with another selector, or publish the new key")
        : item(.error, "the key is revoked", nil)
    }
    if alias == nil, let first = wanted?.first, SigningKey(zoneText: first).bytes != key.bytes {
      return item(.error, "the key is not that of the settings", nil, source: "RFC 6376 3.6")
    }
    if let target = alias?.first,
      !answer.records.contains(where: { $0.data.presentation == target && $0.name == name })
    {
      return item(
        .warning, "the record is not the alias of the settings: a new key will be missed", nil,
        source: "RFC 1034 3.6.2")
    }
    let verdict = key.verdict(inquiry.tools)
    return item(verdict.grade, verdict.message, verdict.fix, source: verdict.source)
  }

  private func keyEdit(
    _ name: String, _ answer: Answer, _ wanted: [String], isAlias: Bool
  ) -> RecordEdit {
    guard isAlias else { return edit(name, .txt, answer, to: wanted) }
    let change = edit(name, .cname, answer, to: wanted)
    let hasTexts = answer.records.contains { $0.name == name && $0.data.type == .txt }
    return RecordEdit(
      name: name, type: "CNAME", ttl: plan.ttl, old: change.old, new: wanted,
      displaced: hasTexts ? ["TXT"] : [])
  }
}

/// The record of a signing key (RFC 6376 section 3.6.1).
struct SigningKey {
  let tags: TagList
  private let text: String

  init(_ text: String) {
    self.text = text
    tags = TagList(text)
  }

  /// A text as zone files have it.
  init(zoneText: String) {
    let joined = zoneText.replacing("\" \"", by: "")
    self.init(joined.hasPrefix("\"") ? String(joined.dropFirst().dropLast()) : joined)
  }

  /// True where `p` is there and empty.
  var isWithdrawn: Bool { tags["p"].map { $0.filter { !$0.isWhitespace }.isEmpty } ?? false }

  /// The key itself: white space in it means nothing.
  var bytes: [UInt8]? {
    tags["p"].flatMap { Base64.decode($0.utf8.filter { !" \t\r\n".utf8.contains($0) }) }
  }

  /// A character that no record can have, such as the no-break space of a web page.
  var oddity: (message: String, fix: String)? {
    TagList.oddCharacter(in: text).map { scalar, index in
      (
        "the record has the character \(scalar.spelled) at place \(index): no receiver can read it",
        "type the record again without it"
      )
    }
  }

  typealias Verdict = (grade: Grade, message: String, fix: String?, source: String)

  /// What receivers make of it.
  func verdict(_ tools: any World) -> Verdict {
    func verdict(
      _ grade: Grade, _ message: String, _ fix: String?, _ source: String = "RFC 6376 3.6.1"
    ) -> Verdict { (grade, message, fix, source) }
    if let oddity { return verdict(.error, oddity.message, oddity.fix, "RFC 6376 3.2") }
    if let name = tags.duplicates.first {
      return verdict(
        .error, "\(name)= stands there twice: the record is void", "keep one \(name)=",
        "RFC 6376 3.2")
    }
    if let version = tags["v"], version != "DKIM1" {
      return verdict(
        .error, "the record is of the version \(version.quoted)", "begin it with v=DKIM1")
    }
    if tags["v"] != nil, tags.tags.first?.name != "v" {
      return verdict(.error, "v= is not the first tag: the record is void", "begin it with v=DKIM1")
    }
    if tags["p"] == nil { return verdict(.error, "the record has no key", "add p=") }
    if let hashes = list("h"), !hashes.contains("sha256") {
      return verdict(
        .error, "h= allows \(hashes.joined(separator: ", ")) alone, which receivers do not verify",
        "remove h=", "RFC 8301 3.1")
    }
    if let services = list("s"), !services.contains("*"), !services.contains("email") {
      return verdict(
        .error, "s= allows \(services.joined(separator: ", ")), and not mail", "remove s=")
    }
    guard let bytes else {
      return verdict(.error, "the key is not base64", "copy it again, without lines around it")
    }
    return keyed(bytes, tools)
  }

  private func keyed(_ bytes: [UInt8], _ tools: any World) -> Verdict {
    let source = "RFC 6376 3.6.1, RFC 8301"
    let read = tools.publicKey(bytes)
    switch tags["k"]?.lowercased() ?? "rsa" {
    case "ed25519":
      guard bytes.count == 32 else {
        return (
          .error, "an Ed25519 key has 32 bytes, this one has \(bytes.count)",
          "publish the last 32 bytes of the key alone", "RFC 8463 4"
        )
      }
      return (.good, "an Ed25519 key is published", nil, source)
    case "rsa":
      guard let read else {
        return (.error, "the key cannot be read", "copy it again, whole", source)
      }
      guard read.algorithm.uppercased().hasPrefix("RSA") else {
        return (.error, "the key is of the kind \(read.algorithm), not RSA", "correct k=", source)
      }
      if read.bits < 1_024 {
        return (
          .error, "the key has \(read.bits) bits: receivers ignore it", "make one of 2048 bits",
          source
        )
      }
      if read.bits < 2_048 {
        return (.warning, "the key has \(read.bits) bits", "make one of 2048 bits", source)
      }
      if list("t")?.contains("y") == true {
        return (.advice, "the key is marked as a test", "remove t=y", source)
      }
      return (.good, "\(read.algorithm) key of \(read.bits) bits", nil, source)
    case let kind:
      return (
        .error, "k= is \(kind.quoted), which nobody knows", "set k=rsa or k=ed25519", source
      )
    }
  }

  /// The parts of a value between colons, in lower case; nil without the tag.
  private func list(_ name: String) -> [String]? {
    tags[name].map { value in
      value.split(separator: ":").map { String($0).trimmingBlanks.lowercased() }
    }
  }
}
