// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads an Apple configuration profile into settings: one provider for each mail domain that has
/// servers of its own.
struct ProfileImport {
  private(set) var drafts: [SettingsDraft]

  init(_ profile: PropertyListNode, _ options: ImportOptions) {
    let managed = ManagedProfile(profile, options)
    let profile = managed?.profile ?? profile
    let address = options.address
    let payloads = profile["PayloadContent"]?.array ?? []
    let groups = Self.groups(payloads, address)
    drafts = groups.map { group in
      var reader = PayloadImport(sample: group.sample)
      for payload in group.payloads { reader.read(payload) }
      return reader.draft
    }
    if payloads.count > SettingsDraft.mostItems {
      drafts[0].note(
        .warning, "only the first \(SettingsDraft.mostItems) of PayloadContent are taken",
        fix: "split the document", at: profile.place)
    }
    let frame = FrameImport(
      profile, sample: address ?? groups.first?.sample, domain: options.domain)
    for index in drafts.indices {
      frame.apply(to: &drafts[index], isOnly: drafts.count == 1)
    }
    drafts[0].findings += frame.findings
    if let domain = managed?.guessedDomain {
      drafts[0].noteGuessed(domain.ascii)
      drafts[0].domains = [SettingsDraft.Value(domain.ascii, guess: "guessed from the servers")]
    }
  }

  /// Payloads that belong together.
  private struct Group {
    var sample: MailAddress?
    var payloads: [PropertyListNode]
    var hosts: Set<String>
  }

  /// The payloads by the mail domain of the person they are for; what names nobody goes with the
  /// first, and domains with the same mail servers are one.
  private static func groups(
    _ payloads: [PropertyListNode], _ address: MailAddress?
  ) -> [Group] {
    var groups: [Group] = []
    var unnamed: [PropertyListNode] = []
    let payloads = payloads.prefix(SettingsDraft.mostItems)
    let known = [address].compactMap { $0 } + payloads.compactMap(namedPerson)
    for payload in payloads {
      guard let own = person(of: payload, among: known) else {
        unnamed.append(payload)
        continue
      }
      let hosts = Set(
        ["Incoming", "Outgoing"].compactMap { payload["\($0)MailServerHostName"]?.string })
      let index = groups.firstIndex { group in
        group.sample?.domain == own.domain
          || !hosts.isEmpty && (group.hosts == hosts || group.hosts.isEmpty && hosts.isEmpty)
      }
      if let index {
        groups[index].payloads.append(payload)
        groups[index].hosts.formUnion(hosts)
      } else {
        groups.append(Group(sample: own, payloads: [payload], hosts: hosts))
      }
    }
    if groups.isEmpty { groups = [Group(sample: address, payloads: [], hosts: [])] }
    groups[0].payloads = unnamed + groups[0].payloads
    return groups
  }

  /// Whom a payload is for: its address, else a user name that is one. People of a linked domain
  /// log in with the same name at another domain: that is no other person.
  private static func person(
    of payload: PropertyListNode, among known: [MailAddress]
  ) -> MailAddress? {
    if let own = namedPerson(of: payload) { return own }
    let keys = [
      "IncomingMailServerUsername", "CalDAVUsername", "CardDAVUsername", "UserName",
      "SubCalAccountUsername", "LDAPAccountUserName",
    ]
    let login = keys.lazy.compactMap { payload[$0]?.string }.compactMap { try? MailAddress($0) }
      .first
    guard let login else { return nil }
    let same = known.filter { $0.base.local.lowercased() == login.local.lowercased() }
    return same.contains { $0.domain == login.domain } ? login : same.first ?? login
  }

  private static func namedPerson(of payload: PropertyListNode) -> MailAddress? {
    payload["EmailAddress"]?.string.flatMap { try? MailAddress($0) }
  }
}

/// Reads what a profile says beside its payloads.
struct FrameImport {
  /// What every profile loses.
  static let otherIdentifiers =
    "a profile made from these settings has names, texts and identifiers of its own:"
    + " a device keeps the old one beside it"

  private(set) var findings: [Finding] = []
  private var draft = SettingsDraft()
  private var name: String?
  private var organization: String?

  init(_ profile: PropertyListNode, sample: MailAddress?, domain: DomainName?) {
    draft.sample = sample
    var keys = PayloadKeys(profile)
    draft.apple.removalDisallowed = keys.boolean("PayloadRemovalDisallowed") == true
    readNames(profile, of: [sample?.description, sample?.domain.ascii, domain?.ascii])
    readConsent(keys.dictionary("ConsentText"))
    readRemoval(&keys)
    draft.loseRest(keys, "the profile")
    draft.note(
      .warning, Self.otherIdentifiers,
      fix: "tell people to remove the old profile first", at: profile.place)
    findings = draft.findings
  }

  /// The name of a profile that was made here ends with whom it is for.
  private mutating func readNames(_ profile: PropertyListNode, of subjects: [String?]) {
    organization = draft.name(
      profile["PayloadOrganization"]?.string, limit: 60, what: "PayloadOrganization",
      at: profile.place)
    guard let shown = profile["PayloadDisplayName"]?.string else { return }
    for subject in Set(subjects.compactMap { $0 }) where shown.hasSuffix(" (\(subject))") {
      let own = String(shown.dropLast(subject.count + 3))
      name = draft.name(own, limit: 60, what: "PayloadDisplayName", at: profile.place)
    }
  }

  private mutating func readConsent(_ members: [PropertyListNode.Member]) {
    var standard: String?
    for member in members {
      guard let text = member.value.string else {
        draft.lose(
          "ConsentText in \(member.key.quoted)", "it is no text", at: member.value.place)
        continue
      }
      guard
        draft.takes("ConsentText", after: draft.apple.consentTexts.count, at: member.value.place),
        let line = draft.name(text, limit: 1_000, what: "ConsentText", at: member.value.place)
      else { continue }
      if member.key == "default" {
        standard = line
      } else if let language = try? Language(member.key) {
        guard !draft.apple.consentTexts.contains(where: { $0.language == language.tag }) else {
          draft.lose(
            "ConsentText in \(member.key.quoted)", "the language is there already",
            at: member.value.place)
          continue
        }
        draft.apple.consentTexts.append((language.tag, line))
      } else {
        draft.lose(
          "ConsentText in \(member.key.quoted)", "it is no language", at: member.value.place)
      }
    }
    guard let standard else { return }
    if let same = draft.apple.consentTexts.first(where: { $0.text == standard }) {
      let others = draft.apple.consentTexts.map(\.language).filter { $0 != same.language }
      draft.languages = [same.language] + others
    } else {
      draft.apple.consentTexts.append(("en", standard))
    }
  }

  private mutating func readRemoval(_ keys: inout PayloadKeys) {
    if let node = keys.value("RemovalDate") { readRemovalDate(node) }
    guard let node = keys.value("DurationUntilRemoval") else { return }
    let seconds: Double? =
      switch node.value {
      case .integer(let number): Double(number)
      case .real(let number): number
      default: nil
      }
    guard let seconds, seconds > 0, seconds <= 3_650 * 86_400 else {
      return draft.lose(
        "DurationUntilRemoval (\(node.shown))", "settings take 1 to 3650 days", at: node.place)
    }
    let days = max(1, Int((seconds / 86_400).rounded()))
    let isWhole = Double(days) * 86_400 == seconds
    draft.apple.removeAfterDays = SettingsDraft.Value(
      "\(days)", guess: isWhole ? nil : "was \(node.shown) seconds")
    if !isWhole {
      draft.note(
        .warning, "DurationUntilRemoval of \(node.shown) seconds becomes days: \(days)",
        at: node.place)
    }
  }

  private mutating func readRemovalDate(_ node: PropertyListNode) {
    guard case .date(let text) = node.value else {
      return draft.lose("RemovalDate (\(node.shown))", "it is no date", at: node.place)
    }
    let day = String(text.prefix(10))
    guard (try? CalendarDate(day)) != nil else {
      return draft.lose("RemovalDate \(text)", "it is no day", at: node.place)
    }
    draft.apple.removalDate = day
    guard text.hasPrefix("\(day)T"), text.hasSuffix("Z") else {
      return draft.note(
        .warning,
        "RemovalDate \(text) becomes \(day), but devices take a time in UTC only, as in"
          + " \(day)T00:00:00Z", fix: "check the day", at: node.place)
    }
    if text != "\(day)T00:00:00Z" {
      draft.lose(
        "the time of RemovalDate \(text)", "the profile goes as the day begins, in UTC",
        at: node.place)
    }
  }

  func apply(to target: inout SettingsDraft, isOnly: Bool) {
    if isOnly || name == nil {
      let own = name ?? organization
      if let own {
        target.name = SettingsDraft.Value(
          own, guess: isOnly && name != nil ? nil : "guessed from PayloadOrganization")
      }
    }
    if let name, let organization, name != organization {
      target.apple.organization = organization
    }
    target.languages = draft.languages
    target.apple.consentTexts = draft.apple.consentTexts
    target.apple.removalDisallowed = draft.apple.removalDisallowed
    target.apple.removalDate = draft.apple.removalDate
    target.apple.removeAfterDays = draft.apple.removeAfterDays
  }
}
