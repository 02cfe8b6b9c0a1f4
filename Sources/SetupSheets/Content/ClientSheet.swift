// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The content of a sheet for a mail program.
struct ClientSheet {
  let definition: ClientDefinition
  let account: AccountSettings
  let wording: Wording
  let spelling: Spelling
  /// The server to read mail from: IMAP where there is one.
  let incoming: AccountServer?
  /// The server to send mail through.
  let outgoing: AccountServer?

  init(_ definition: ClientDefinition, _ account: AccountSettings, _ wording: Wording) {
    self.definition = definition
    self.account = account
    self.wording = wording
    spelling = Spelling(account: account, wording: wording)
    incoming = account.incoming.first { $0.mailProtocol == .imap } ?? account.incoming.first
    outgoing = account.outgoing.first
  }

  /// The whole sheet: values first, then steps, then trouble, then who helps.
  var sheet: Sheet {
    Sheet(
      language: wording.language,
      title: wording.line(.clientTitle, [.provider: [.given(account.provider.name, nil)]]),
      subject: spelling.subject,
      sections: [
        values, services, others, steps, checks, pitfalls, trouble, support,
      ].filter { !$0.blocks.isEmpty })
  }

  /// The word of the mail program for a kind of protection.
  func word(_ security: Security) -> Run {
    .text(definition.securityWords[security].map { wording[$0] } ?? security.rawValue)
  }

  private var servers: [AccountServer] { [incoming, outgoing].compactMap { $0 } }

  private var values: Section {
    var blocks: [Block] = []
    if let incoming { blocks.append(.values(table(incoming, .incomingCaption))) }
    if let outgoing { blocks.append(.values(table(outgoing, .outgoingCaption))) }
    if servers.contains(where: { $0.needsLogin && !$0.username.isAddress }) {
      blocks.append(.notice(wording[.important], wording.line(.usernameDiffers)))
    }
    for server in servers where server.security == .none {
      blocks.append(.notice(wording[.warning], spelling.unprotected(server)))
    }
    return Section(rank: .main, heading: wording[.valuesHeading], blocks: blocks)
  }

  private func table(_ server: AccountServer, _ caption: Phrase) -> ValueTable {
    var rows = [
      row(.serverName, [.typed(server.host.ascii)]),
      row(.port, [.typed(server.port.description)]),
      row(.security, [word(server.security)]),
      row(.authentication, spelling.authentication(server.authentication)),
    ]
    if server.needsLogin {
      rows.append(row(.userName, spelling.login(server.username)))
      rows.append(row(.password, spelling.password(server.authentication)))
    }
    let name: Line = [.text(server.mailProtocol.displayName)]
    return ValueTable(caption: wording.line(caption, [.server: name]).plainText, rows: rows)
  }

  private func row(_ label: Phrase, _ line: Line) -> ValueTable.Row {
    ValueTable.Row(label: wording[label], lines: [line])
  }

  private var others: Section {
    let rest = (account.incoming + account.outgoing).filter { !servers.contains($0) }
    var section = Section(rank: .main, heading: wording[.othersHeading], blocks: [])
    guard !rest.isEmpty else { return section }
    let ways = rest.contains { $0.authentication != main(for: $0)?.authentication }
    let names = rest.contains { $0.username != main(for: $0)?.username }
    let columns: [Phrase] =
      [.serverKind, .serverName, .port, .security] + (ways ? [.authentication] : [])
      + (names ? [.userName] : [])
    let rows = rest.map { server -> [Line] in
      [
        wording.line(
          server.group == "incoming" ? .othersIncoming : .othersOutgoing,
          [.server: [.text(server.mailProtocol.displayName)]]),
        [.typed(server.host.ascii)], [.typed(server.port.description)], [word(server.security)],
      ] + (ways ? [spelling.authentication(server.authentication)] : [])
        + (names ? [spelling.login(server.username)] : [])
    }
    section.blocks = [
      .grid(
        Grid(caption: wording[.othersCaption], headers: columns.map { wording[$0] }, rows: rows))
    ]
    if incoming?.mailProtocol == .imap, rest.contains(where: { $0.mailProtocol == .pop3 }) {
      section.blocks.append(.paragraph(wording.line(.othersPOP3)))
    }
    return section
  }

  private func main(for server: AccountServer) -> AccountServer? {
    server.group == "incoming" ? incoming : outgoing
  }
}
