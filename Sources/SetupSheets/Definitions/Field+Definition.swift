// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import Trees

extension Field {
  /// True and false, or the languages in which names are confirmed; nil for all.
  func confirmed() -> Set<Language>? {
    guard case .sequence = node.value else { return boolean() == false ? [] : nil }
    return Set(list { $0.value { text throws(InvalidValue) in try Language(text) } })
  }

  /// Why a program is no longer to be used.
  func retirement() -> Definition.Retirement? {
    guard let fields = Fields<DefinitionKeys.Retirement>(self) else { return nil }
    let source = fields[.source]?.displayText(limit: 300)?.text
    let instead = fields[.instead]?.list { $0.displayText(limit: 60)?.text } ?? []
    guard let since = fields[.since]?.date(), let source else { return nil }
    return Definition.Retirement(since: since, source: source, instead: instead)
  }

  /// Protocols for reading mail.
  func incomingProtocols() -> [MailProtocol] {
    list { item in
      guard let chosen = item.choice(of: MailProtocol.self) else { return nil }
      if chosen == .smtp {
        item.error("SMTP is not for reading mail", fix: "write imap, pop3 or both")
        return nil
      }
      return chosen
    }
  }

  /// Where a program is to be had, by platform.
  func downloads() -> [Platform: WebURL] {
    guard case .mapping(let pairs) = node.value else {
      wrongType(wanted: "a set of keys")
      return [:]
    }
    var urls: [Platform: WebURL] = [:]
    for pair in pairs {
      let key = Node(mark: pair.mark, value: .scalar(pair.key, isPlain: false))
      guard let platform = Field(node: key, path: path, report: report).choice(of: Platform.self)
      else { continue }
      urls[platform] = Field(node: pair.value, path: .key(path, pair.key), report: report)
        .value { text throws(InvalidValue) in try WebURL(text) }
    }
    return urls
  }

  /// What a program does with the services beside mail.
  func services(_ glossary: Glossary) -> ClientDefinition.Services? {
    guard let fields = Fields<DefinitionKeys.Services>(self) else { return nil }
    return ClientDefinition.Services(
      addresses: fields[.addresses]?.list { $0.choice(of: ServiceKind.self) } ?? [],
      steps: fields[.steps]?.steps(glossary) ?? [])
  }

  /// The server that mail is copied from.
  func sourceServer() -> SourceDefinition.Server? {
    guard let fields = Fields<DefinitionKeys.SourceServer>(self) else { return nil }
    let host = fields[.host]?.value { text throws(InvalidValue) in try DomainName(text) }
    let security = fields[.security]?.choice(of: Security.self) ?? .tls
    let port = fields[.port]?.integer(1...65_535).flatMap { Port($0) }
    return host.map {
      SourceDefinition.Server(
        host: $0, port: port ?? MailProtocol.imap.usualPort(security), security: security)
    }
  }

  /// What a device can do.
  func abilities() -> Abilities {
    var abilities = Abilities()
    guard let fields = Fields<DefinitionKeys.Abilities>(self) else { return abilities }
    abilities.scans = fields[.scanner]?.boolean() ?? true
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

  /// Error codes of a device.
  func codes(_ glossary: Glossary) -> [DeviceDefinition.Code] {
    (items() ?? []).compactMap { item in
      guard let fields = Fields<DefinitionKeys.Code>(item),
        let code = fields[.code]?.displayText(limit: 30)?.text,
        let meaning = fields[.meaning]?.words(glossary)
      else { return nil }
      return DeviceDefinition.Code(code: code, meaning: meaning)
    }
  }
}
