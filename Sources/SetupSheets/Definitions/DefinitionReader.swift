// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

extension ClientDefinition {
  /// Reads a file of `clients`; nil where it cannot be read, which the report says.
  init?(_ root: Field, id: String) {
    guard let fields = Fields<DefinitionKeys.Client>(root) else { return nil }
    guard
      var definition = Definition(
        id: id, name: fields[.name], checked: fields[.checked], sources: fields[.sources],
        security: fields[.security])
    else { return nil }
    definition.title = fields[.title]?.words()
    definition.isConfirmed = fields[.confirmed]?.boolean() ?? true
    definition.retirement = fields[.retired]?.retirement()
    definition.authentication = fields[.authentication]?.wordTable(Authentication.self)
    definition.steps = fields[.steps]?.steps() ?? []
    definition.warnings = fields[.warnings]?.steps() ?? []
    definition.trouble = fields[.trouble]?.steps() ?? []
    self.init(definition: definition)
    platforms = fields[.platforms]?.list { $0.choice(of: Platform.self) } ?? []
    if let chosen = fields[.protocols] { protocols = chosen.incomingProtocols() }
    if let ports = fields[.ports].flatMap({ Fields<DefinitionKeys.Ports>($0) }) {
      incomingPorts = ports[.incoming]?.ports() ?? []
      outgoingPorts = ports[.outgoing]?.ports() ?? []
    }
    account = fields[.account]?.formFields() ?? []
    incoming = fields[.incoming]?.formFields() ?? []
    outgoing = fields[.outgoing]?.formFields() ?? []
    checks = fields[.checks]?.steps() ?? []
    parts = fields[.parts]?.list { $0.choice(of: Part.self) } ?? []
    code = fields[.code]?.choice(of: Code.self)
    if !incoming.isEmpty || !outgoing.isEmpty, definition.security.isEmpty {
      fields.error(
        at: .security, "is missing for the servers of the form",
        fix: "add 'security:' with the program's words for tls, starttls and none")
    }
  }
}

extension DeviceDefinition {
  /// Reads a file of `devices`; nil where it cannot be read, which the report says.
  init?(_ root: Field, id: String) {
    guard let fields = Fields<DefinitionKeys.Device>(root) else { return nil }
    guard
      var definition = Definition(
        id: id, name: fields[.name], checked: fields[.checked], sources: fields[.sources],
        security: fields[.security])
    else { return nil }
    definition.title = fields[.title]?.words()
    definition.isConfirmed = fields[.confirmed]?.boolean() ?? true
    definition.retirement = fields[.retired]?.retirement()
    definition.steps = fields[.steps]?.steps() ?? []
    definition.warnings = fields[.warnings]?.steps() ?? []
    definition.trouble = fields[.trouble]?.steps() ?? []
    self.init(definition: definition)
    self.fields = fields[.fields]?.formFields() ?? []
    abilities = fields[.abilities]?.abilities() ?? Abilities()
    codes = fields[.codes]?.codes() ?? []
  }
}

extension Definition {
  fileprivate init?(id: String, name: Field?, checked: Field?, sources: Field?, security: Field?) {
    let sources = sources?.list { $0.displayText(limit: 300)?.text } ?? []
    let security = security?.wordTable(Security.self) ?? [:]
    guard let name = name?.words(), let checked = checked?.date() else { return nil }
    self.init(id: id, name: name, checked: checked, sources: sources, security: security)
  }
}

extension Field {
  fileprivate func retirement() -> Definition.Retirement? {
    guard let fields = Fields<DefinitionKeys.Retirement>(self) else { return nil }
    let source = fields[.source]?.displayText(limit: 300)?.text
    let instead = fields[.instead]?.list { $0.displayText(limit: 60)?.text } ?? []
    guard let since = fields[.since]?.date(), let source else { return nil }
    return Definition.Retirement(since: since, source: source, instead: instead)
  }

  fileprivate func incomingProtocols() -> [MailProtocol] {
    list { item in
      guard let chosen = item.choice(of: MailProtocol.self) else { return nil }
      if chosen == .smtp {
        item.error("SMTP is not for reading mail", fix: "write imap, pop3 or both")
        return nil
      }
      return chosen
    }
  }

  fileprivate func abilities() -> Abilities {
    var abilities = Abilities()
    guard let fields = Fields<DefinitionKeys.Abilities>(self) else { return abilities }
    abilities.host = fields[.host]?.choice(of: Abilities.Host.self) ?? .name
    abilities.logsIn = fields[.authentication]?.boolean() ?? true
    abilities.newestTLS = fields[.tls]?.choice(of: TLSVersion.self)
    abilities.isOpportunistic = fields[.opportunistic]?.boolean() ?? false
    abilities.longestLogin = fields[.login]?.integer(1...1_000)
    abilities.longestPassword = fields[.password]?.integer(1...1_000)
    abilities.longestSender = fields[.sender]?.integer(1...1_000)
    abilities.refusesPlus = fields[.plus]?.boolean() == false
    abilities.needsSameSender = fields[.sameSender]?.boolean() ?? false
    abilities.largestMessage = fields[.message]?.integer(1...10_000_000)
    return abilities
  }

  fileprivate func codes() -> [DeviceDefinition.Code] {
    (items() ?? []).compactMap { item in
      guard let fields = Fields<DefinitionKeys.Code>(item),
        let code = fields[.code]?.displayText(limit: 30)?.text,
        let meaning = fields[.meaning]?.words()
      else { return nil }
      return DeviceDefinition.Code(code: code, meaning: meaning)
    }
  }
}
