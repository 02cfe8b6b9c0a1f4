// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// Collects what a document has to leave out while it is made.
struct Gaps {
  private(set) var findings: [Finding]

  /// Begins with nothing.
  init() { findings = [] }

  /// Begins with what the derivation could not work out.
  init(_ account: AccountSettings) { findings = account.findings }

  /// Begins with what the derivation could not work out of the parts that the format knows.
  init(_ account: AccountSettings, about parts: [String]) {
    findings = account.findings(about: parts)
  }

  /// Adds what the derivation could not work out of these parts of one more account.
  mutating func add(_ account: AccountSettings, about parts: [String]) {
    for finding in account.findings(about: parts) { add(finding) }
  }

  /// Accounts of one provider give the same findings, which are kept once.
  mutating func add(_ finding: Finding) {
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// Takes back what the derivation could not work out, where the format does without it.
  mutating func drop(_ path: String) { findings.removeAll { $0.path == path } }

  /// Something that nobody need mend.
  mutating func note(_ path: String, _ message: String) {
    add(Finding(.note, at: path, message))
  }

  /// Notes the ways to log in that a format with one word has no place for.
  mutating func noteOtherWays(_ server: AccountServer, said: Authentication) {
    let rest = server.authentication.filter { $0 != said }
    guard !rest.isEmpty else { return }
    note(
      "\(server.path).authentication",
      "\(rest.map(\.rawValue).joined(separator: ", ")) is left out: one way to log in is said,"
        + " which is \(said.rawValue)")
  }

  /// Notes a text of several languages that a format has in one.
  mutating func noteOneLanguage(_ path: String, _ text: LocalizedText?) {
    guard let text, text.entries.count > 1 else { return }
    note(path, "is said in one language: a profile has one name")
  }

  /// Something that works less well than it could.
  mutating func warn(_ path: String, _ message: String, fix: String) {
    add(Finding(.warning, at: path, message, fix: fix))
  }

  /// Something that clients mind, in the words of their rules; the fix is that of the first one
  /// unless the settings have a better one.
  mutating func warn(
    _ path: String, _ rule: ClientRule, _ others: ClientRule..., fix: String? = nil
  ) {
    warn(path, Self.sentence([rule] + others), fix: fix ?? rule.fix)
  }

  /// The same with what it is about before it.
  mutating func warn(
    _ path: String, _ detail: String, _ rule: ClientRule, _ others: ClientRule...,
    fix: String? = nil
  ) {
    warn(path, "\(detail): \(Self.sentence([rule] + others))", fix: fix ?? rule.fix)
  }

  private static func sentence(_ rules: [ClientRule]) -> String {
    rules.map(\.sentence).joined(separator: "; ")
  }

  /// Something that makes the document impossible.
  mutating func refuse(_ path: String, _ message: String, fix: String) {
    add(Finding(.error, at: path, message, fix: fix))
  }

  /// True after an error.
  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Throws where anything is an error.
  func check() throws(RenderFailure) {
    if hasErrors { throw RenderFailure(findings) }
  }

  /// The document with these findings; throws where one of them is an error.
  func document(_ bytes: [UInt8]) throws(RenderFailure) -> Document {
    try check()
    return Document(bytes, findings: findings)
  }
}
