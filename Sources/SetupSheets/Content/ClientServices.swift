// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientSheet {
  /// What the account has beside mail.
  var services: Section {
    var blocks: [Block] = []
    let rows = addresses
    if !rows.isEmpty {
      blocks.append(.values(ValueTable(caption: wording[.servicesCaption], rows: rows)))
      if reference != nil { blocks.append(.paragraph(wording.line(.sameLogin))) }
    }
    blocks += account.directories.map { .values(directory($0)) }
    if let sieve = account.manageSieve { blocks.append(.values(filters(sieve))) }
    return Section(rank: .main, heading: wording[.servicesHeading], blocks: blocks)
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

  private var addresses: [ValueTable.Row] {
    var rows = account.calendars.map { calendar in
      switch calendar.kind {
      case .caldav: row(.caldav, calendar)
      case .webcal: row(.webcal, calendar)
      }
    }
    rows += account.contacts.map { row(.carddav, $0) }
    rows += account.files.map { row(.webdav, $0) }
    if let jmap = account.jmap { rows.append(row(.jmap, jmap)) }
    if let ews = account.ews { rows.append(row(.ews, ews)) }
    if let host = account.activeSync { rows.append(row(.activeSync, [[.typed(host.ascii)]])) }
    return rows
  }

  func row(_ label: Phrase, _ lines: [Line]) -> ValueTable.Row {
    ValueTable.Row(label: wording[label], lines: lines)
  }

  private func row<Kind>(_ label: Phrase, _ service: AccountService<Kind>) -> ValueTable.Row {
    var lines: [Line] = [[.typed(service.url.description)]]
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
        let name: [Line] = base.name.map { [[.given($0, nil)]] } ?? []
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
