// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import Testing

@testable import Adoption

/// A document that was made of settings, and the settings that are made of it.
struct RoundTrip {
  let form: DocumentForm
  let made: DocumentForm.Made
  /// What is not as it was, without a finding.
  private(set) var faults: [String] = []
  private(set) var findings: [Finding] = []
  private(set) var settings = ""
  /// What the person has whom the document was made for.
  private var persons: [Fact] = []

  init(form: DocumentForm, made: DocumentForm.Made) {
    self.form = form
    self.made = made
  }

  mutating func compare(_ catalog: SettingsCatalog, _ random: RandomSettings) throws {
    var options = ImportOptions()
    switch form.subject {
    case .person: options.address = random.person
    case .domain: options.domain = random.person.domain
    case .together: break
    }
    let result = Importer.settings(
      from: SourceDocument(name: form.format.name, bytes: made.document.bytes), options)
    findings = result.findings
    guard let bytes = result.settings else {
      faults.append("no settings")
      return
    }
    settings = String(decoding: bytes, as: UTF8.self)
    let said = SaidKeys(bytes)
    let read = try SettingsLoader.read(bytes, name: "read").catalog
    for account in made.accounts {
      let other = try MailAddress("\(random.other.local)@\(account.domain)")
      guard let back = read.account(for: other) else {
        faults.append("nobody serves \(account.domain)")
        continue
      }
      let wanted = try #require(catalog.account(for: other))
      let person = try MailAddress("\(random.person.local)@\(account.domain)")
      if form.subject == .person { persons = Facts(try #require(catalog.account(for: person))).all }
      var facts = Facts(wanted)
      if form.isHelpPage { facts.takeHelpAsPage(wanted.provider.support) }
      compare(facts.all, Facts(back).all, said)
      compareOrder(wanted.incoming, back.incoming, "incoming")
      compareOrder(wanted.outgoing, back.outgoing, "outgoing")
    }
    compareDomains(read)
    compareFiles(result.files)
  }

  private func isAbout(_ fact: Fact) -> Bool {
    form.keys.contains { key in
      fact.path == key || ["\(key).", "\(key)["].contains { fact.path.hasPrefix($0) }
    }
  }

  private mutating func compare(_ wanted: [Fact], _ back: [Fact], _ said: SaidKeys) {
    for fact in wanted where isAbout(fact) && !back.contains(where: fact.says) {
      let others = back.filter { $0.kind == fact.kind && $0.item == fact.item }
      if others.contains(where: { said.guesses[$0.path] != nil }) || isNamed(fact) { continue }
      faults.append("lost: \(fact)")
    }
    for fact in back where !wanted.contains(where: fact.says) {
      guard isSaid(fact, said) else { continue }
      // What is here instead of something that a finding names is no invention.
      let owned = persons.filter { $0.kind == fact.kind && $0.item == fact.item }.map(\.path)
      let replaced = wanted.filter { old in
        old.kind == fact.kind && (old.item == fact.item || owned.contains(old.path))
      }
      if replaced.contains(where: isNamed) || isNamedByImport(fact) { continue }
      faults.append("invented: \(fact)")
    }
  }

  /// True for what the settings have a line for that is no guess.
  private func isSaid(_ fact: Fact, _ said: SaidKeys) -> Bool {
    let path = fact.path
    return said.guesses[path] == nil && (said.all.contains(path) || path == "apple.webClip")
  }

  private mutating func compareOrder(
    _ wanted: [AccountServer], _ back: [AccountServer], _ group: String
  ) {
    let name = { (server: AccountServer) in "\(server.mailProtocol) \(server.host):\(server.port)" }
    let old = wanted.map(name).filter { back.map(name).contains($0) }
    let new = back.map(name).filter { wanted.map(name).contains($0) }
    guard old != new, Set(old).count == old.count else { return }
    let isTold = made.findings.contains {
      $0.path.hasPrefix("\(group)[") && $0.message.hasPrefix("stands behind")
    }
    if !isTold { faults.append("order: \(old) becomes \(new)") }
  }

  /// No domain is served that the document does not name.
  private mutating func compareDomains(_ read: SettingsCatalog) {
    let wanted = Set(made.accounts.map(\.domain))
    for domain in read.domains where !wanted.contains(domain) {
      faults.append("invented: the domain \(domain)")
    }
    for wildcard in read.wildcards { faults.append("invented: \(wildcard)") }
  }

  private mutating func compareFiles(_ files: [ImportedFile]) {
    guard form.format.name == "mobileconfig", form.options.first?.0 != "parts",
      let account = made.accounts.first
    else { return }
    let apple = account.provider.apple
    let icon = account.webmail == nil ? nil : apple.webClip?.icon
    let wanted = apple.certificates.map(\.bytes) + [icon?.bytes].compactMap { $0 }
    if Set(wanted) != Set(files.map(\.bytes)) { faults.append("files: \(files.map(\.name))") }
  }
}

// MARK: What findings name

extension RoundTrip {
  /// A server or a service without these is none: where one of them cannot be said, all of it is
  /// left out.
  private static let needed = [
    "protocol", "host", "port", "security", "authentication", "username", "url",
  ]

  /// True where a finding is about the key, or about all of what it is in.
  private func isNamed(_ fact: Fact) -> Bool {
    made.findings.contains { Self.names($0, fact) } || isNamedByImport(fact) || isAsked(fact)
  }

  /// A host that begins with the person's name is asked about.
  private func isAsked(_ fact: Fact) -> Bool {
    guard let own = persons.first(where: { $0.path == fact.path }), own.item != fact.item else {
      return false
    }
    let host = own.item.split { " :".contains($0) }.dropLast().last ?? ""
    return !host.isEmpty
      && findings.contains { $0.message.contains(host) && $0.message.contains("it begins with") }
  }

  private static func names(_ finding: Finding, _ fact: Fact) -> Bool {
    let path = finding.path
    guard !path.isEmpty else { return false }
    let words = [
      "left out", "is said", "is not said", "written once", "cannot be said", "devices ask",
      "one switch for TLS", "Macs know nothing",
    ]
    if path == fact.path { return words.contains { finding.message.contains($0) } }
    let isWhole =
      finding.message.hasPrefix("is left out") || finding.message.hasPrefix("is written once")
    guard isWhole, path != "activeSync.username" else { return false }
    if fact.path.hasPrefix("\(path).") || fact.path.hasPrefix("\(path)[") { return true }
    return needed.contains { path == "\(fact.itemPath).\($0)" }
  }

  /// What the import says of the document, in words.
  private func isNamedByImport(_ fact: Fact) -> Bool {
    findings.contains { finding in
      Self.words.contains { kind, words in
        (fact.kind == kind || kind.hasPrefix(".") && fact.kind.hasSuffix(kind))
          && finding.message.hasPrefix(words)
      } || finding.message.hasPrefix("the answer sends clients on")
    }
  }

  /// How findings of the import begin, by the keys that they are about.
  private static let words: [(kind: String, words: String)] = [
    (".username", "the user name"),
    (".username", "a server has no user name"),
    ("incoming.security", "IncomingMailServerUseSSL"),
    ("outgoing.security", "OutgoingMailServerUseSSL"),
    (".authentication", "the log-in with OAuth2"),
    ("provider.documentation.text", "<descr> '"),
    ("apple.consentText", "ConsentText '"),
    ("apple.webClip.label", "the label of the web clip '"),
    ("directories.searchBases.base", "a search base '"),
    ("directories.searchBases.scope", "a search base '"),
    ("directories.searchBases.name", "a search base '"),
    ("directories.searchBases.name", "the name of a search base '"),
    ("calendars.name", "the name of a service '"),
    ("contacts.name", "the name of a service '"),
    ("provider.name", "displayName '"),
    ("provider.name", "PayloadDisplayName '"),
    ("provider.name", "name '"),
    ("provider.shortName", "displayShortName '"),
    ("provider.shortName", "shortName '"),
    ("apple.organization", "PayloadOrganization '"),
  ]
}
