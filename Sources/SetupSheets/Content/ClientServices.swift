// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

extension ClientSheet {
  /// What the account has beside mail, and what the program does with it.
  var services: Section {
    guard let services = client.services else {
      return Section(rank: .main, heading: wording[.servicesHeading], blocks: [])
    }
    var blocks: [Block] = []
    let steps = Self.withoutRepeats(lines(services.steps))
    if !steps.isEmpty { blocks.append(.list(steps)) }
    let rows = addresses(services.addresses)
    if !rows.isEmpty {
      blocks.append(.values(ValueTable(caption: wording[.servicesCaption], rows: rows)))
      if reference != nil { blocks.append(.paragraph(wording.line(.sameLogin))) }
    }
    if services.addresses.contains(.ldap) {
      blocks += account.directories.map { .values(directory($0)) }
    }
    if services.addresses.contains(.manageSieve), let sieve = account.manageSieve {
      blocks.append(.values(filters(sieve)))
    }
    let isLong = blocks.count > 1
    return Section(
      rank: isLong ? .main : .side, heading: wording[.servicesHeading], blocks: blocks)
  }

  /// Sentences that the line before begins with, too, are said once.
  private static func withoutRepeats(_ lines: [Line]) -> [Line] {
    var last: Substring = ""
    return lines.map { line in
      guard case .text(let text) = line.first, let end = text.place(of: ". ") else { return line }
      defer { last = text[..<end.upperBound] }
      guard text[..<end.upperBound] == last else { return line }
      return [.text(String(text[end.upperBound...]))] + line.dropFirst()
    }
  }

  /// Who helps, and mail in a browser, which works when the mail program does not.
  var support: Section {
    spelling.support(
      account.webmail.map { url in
        [row(.webmail, [[.link(url.description, target: url.description)]])]
      } ?? [])
  }

  /// The user name that needs no repeating.
  private var reference: LoginName? { (incoming ?? outgoing)?.username }

  private func addresses(_ kinds: [ServiceKind]) -> [ValueTable.Row] {
    kinds.flatMap { kind -> [ValueTable.Row] in
      switch kind {
      case .caldav: account.calendars.filter { $0.kind == .caldav }.map { row(.caldav, $0) }
      case .webcal: account.calendars.filter { $0.kind == .webcal }.map { subscription($0) }
      case .carddav: account.contacts.map { row(.carddav, $0) }
      case .webdav: account.files.map { row(.webdav, $0) }
      case .jmap: account.jmap.map { [row(.jmap, $0)] } ?? []
      case .ews: account.ews.map { [row(.ews, $0)] } ?? []
      case .activeSync: account.activeSync.map { [row(.activeSync, server($0))] } ?? []
      case .ldap, .manageSieve: []
      }
    }
  }

  private func server(_ host: DomainName) -> [Line] {
    var lines: [Line] = [[.typed(host.ascii)]]
    if let login = account.activeSyncLogin, login != reference {
      lines.append(wording.line(.loginLine, [.login: spelling.login(login)]))
    }
    return lines
  }

  func row(_ label: Phrase, _ lines: [Line]) -> ValueTable.Row {
    ValueTable.Row(label: wording[label], lines: lines)
  }

  /// A calendar to subscribe to opens in the program for calendars.
  private func subscription(_ service: AccountService<CalendarService.Kind>) -> ValueTable.Row {
    let url = service.url
    return row(.webcal, service, .link(url.description, target: url.text(scheme: .webcal)))
  }

  private func row<Kind>(
    _ label: Phrase, _ service: AccountService<Kind>, _ link: Run? = nil
  ) -> ValueTable.Row {
    var lines: [Line] = [[link ?? .typed(service.url.description)]]
    if let name = service.name { lines.insert([spelling.given(name)], at: 0) }
    if service.username != reference {
      lines.append(wording.line(.loginLine, [.login: spelling.login(service.username)]))
    }
    return row(label, lines)
  }

  private func directory(_ directory: AccountDirectory) -> ValueTable {
    var rows = server(directory.host, directory.port, directory.security)
    let login = directory.username.map { spelling.login($0) }
    rows.append(row(.userName, [login ?? [.standIn(wording[.openToAll])]]))
    if !directory.searchBases.isEmpty {
      let lines = directory.searchBases.flatMap { base -> [Line] in
        let name: [Line] = base.name.map { [[spelling.given($0)]] } ?? []
        return name + [[.typed(base.base.text), .text(" " + wording[base.scope.phrase])]]
      }
      rows.append(row(.searchBase, lines))
    }
    return ValueTable(caption: wording[.directoryCaption], rows: rows)
  }

  private func filters(_ sieve: AccountSieve) -> ValueTable {
    ValueTable(
      caption: wording[.sieveCaption],
      rows: server(sieve.host, sieve.port, sieve.security) + [
        row(.userName, [spelling.login(sieve.username)])
      ])
  }

  private func server(
    _ host: DomainName, _ port: Port, _ security: Security
  ) -> [ValueTable.Row] {
    [
      row(.serverName, [[.typed(host.ascii)]]),
      row(.port, [[.typed(port.description)]]),
      row(.security, [[word(security)]]),
    ]
  }
}

extension DirectoryService.Scope {
  fileprivate var phrase: Phrase {
    switch self {
    case .base: .scopeBase
    case .oneLevel: .scopeOneLevel
    case .subtree: .scopeSubtree
    }
  }
}
