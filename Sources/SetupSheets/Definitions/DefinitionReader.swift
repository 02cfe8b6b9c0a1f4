// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

extension ClientDefinition {
  /// Reads a file of `clients`; nil where it cannot be read, which the report says.
  init?(_ root: Field, id: String, _ glossary: Glossary = Glossary()) {
    guard let fields = Fields<DefinitionKeys.Client>(root) else { return nil }
    fields[.labels]?.programLabels(glossary)
    guard
      var definition = Definition(
        id: id, name: fields[.name], checked: fields[.checked], sources: fields[.sources],
        security: fields[.security], glossary)
    else { return nil }
    definition.title = fields[.title]?.words(glossary)
    definition.confirmed = fields[.confirmed]?.confirmed()
    definition.vocabulary = fields[.vocabulary]?.displayText(limit: 60)?.text
    definition.retirement = fields[.retired]?.retirement()
    definition.authentication = fields[.authentication]?.wordTable(Authentication.self, glossary)
    definition.steps = fields[.steps]?.steps(glossary) ?? []
    definition.warnings = fields[.warnings]?.steps(glossary) ?? []
    definition.trouble = fields[.trouble]?.steps(glossary) ?? []
    self.init(definition: definition)
    platforms = fields[.platforms]?.list { $0.choice(of: Platform.self) } ?? []
    if let chosen = fields[.protocols] { protocols = chosen.incomingProtocols() }
    if let ports = fields[.ports].flatMap({ Fields<DefinitionKeys.Ports>($0) }) {
      incomingPorts = ports[.incoming]?.ports() ?? []
      outgoingPorts = ports[.outgoing]?.ports() ?? []
    }
    account = fields[.account]?.formFields(glossary) ?? []
    incoming = fields[.incoming]?.formFields(glossary) ?? []
    outgoing = fields[.outgoing]?.formFields(glossary) ?? []
    checks = fields[.checks]?.steps(glossary) ?? []
    later = fields[.later]?.steps(glossary) ?? []
    ways = fields[.ways]?.steps(glossary) ?? []
    services = fields[.services]?.services(glossary)
    strings = fields[.strings]?.stringSources() ?? []
    downloadURLs = fields[.downloads]?.downloads() ?? [:]
    discovers = fields[.discovers]?.boolean() ?? false
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
  init?(_ root: Field, id: String, _ glossary: Glossary = Glossary()) {
    guard let fields = Fields<DefinitionKeys.Device>(root) else { return nil }
    fields[.labels]?.programLabels(glossary)
    guard
      var definition = Definition(
        id: id, name: fields[.name], checked: fields[.checked], sources: fields[.sources],
        security: fields[.security], glossary)
    else { return nil }
    definition.title = fields[.title]?.words(glossary)
    definition.confirmed = fields[.confirmed]?.confirmed()
    definition.retirement = fields[.retired]?.retirement()
    definition.steps = fields[.steps]?.steps(glossary) ?? []
    definition.warnings = fields[.warnings]?.steps(glossary) ?? []
    definition.trouble = fields[.trouble]?.steps(glossary) ?? []
    self.init(definition: definition)
    kind = fields[.kind]?.choice(of: Kind.self) ?? .device
    self.fields = fields[.fields]?.formFields(glossary) ?? []
    abilities = fields[.abilities]?.abilities() ?? Abilities()
    codes = fields[.codes]?.codes(glossary) ?? []
    instead = fields[.instead]?.steps(glossary) ?? []
  }
}

extension SourceDefinition {
  /// Reads a file of `sources`; nil where it cannot be read, which the report says.
  init?(_ root: Field, id: String, _ glossary: Glossary = Glossary()) {
    guard let fields = Fields<DefinitionKeys.Source>(root) else { return nil }
    fields[.labels]?.programLabels(glossary)
    guard
      var definition = Definition(
        id: id, name: fields[.name], checked: fields[.checked], sources: fields[.sources],
        security: nil, glossary)
    else { return nil }
    definition.confirmed = fields[.confirmed]?.confirmed()
    definition.steps = fields[.steps]?.steps(glossary) ?? []
    definition.warnings = fields[.warnings]?.steps(glossary) ?? []
    self.init(definition: definition)
    server = fields[.server]?.sourceServer()
    login = fields[.login]?.words(glossary)
    password = fields[.password]?.words(glossary)
  }
}

extension Definition {
  fileprivate init?(
    id: String, name: Field?, checked: Field?, sources: Field?, security: Field?,
    _ glossary: Glossary
  ) {
    let sources = sources?.list { $0.displayText(limit: 300)?.text } ?? []
    let security = security?.wordTable(Security.self, glossary) ?? [:]
    guard let name = name?.words(glossary), let checked = checked?.date() else { return nil }
    self.init(id: id, name: name, checked: checked, sources: sources, security: security)
    labels = glossary.labels
  }
}
