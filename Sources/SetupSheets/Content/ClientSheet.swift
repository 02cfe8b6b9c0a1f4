// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// The content of a sheet for a mail program.
struct ClientSheet {
  let client: ClientDefinition
  let account: AccountSettings
  let wording: Wording
  let spelling: Spelling
  /// The servers that the program can use.
  let choice: ClientChoice
  /// The values that sentences leave open.
  let fillings: [Gap: Line]
  /// What programs that have been given up are replaced by.
  let successors: [Words]
  /// The provider that mail is copied from, where that is what the sheet is about.
  let source: SourceDefinition?

  init(
    _ client: ClientDefinition, _ account: AccountSettings, _ wording: Wording,
    successors: [Words] = [], source: SourceDefinition? = nil
  ) {
    let wording = wording.speaking(client.definition.vocabulary)
    self.client = client
    self.account = account
    self.wording = wording
    self.successors = successors
    self.source = client.parts.contains(.source) ? source : nil
    spelling = Spelling(account: account, wording: wording)
    choice = ClientChoice(client, account)
    var fillings = spelling.fillings(client.definition, choice.incoming ?? choice.outgoing)
    if let source { fillings[.source] = [.text(wording.text(source.definition.name))] }
    self.fillings = fillings
  }

  var incoming: AccountServer? { choice.incoming }
  var outgoing: AccountServer? { choice.outgoing }
  var servers: [AccountServer] { [incoming, outgoing].compactMap { $0 } }

  /// The whole sheet: values first, then steps, then trouble, then who helps.
  var sheet: Sheet {
    var sections = [values]
    if client.parts.contains(.alternatives) { sections.append(others) }
    sections += [ways, steps(), records, checks, services, later, pitfalls, trouble, support]
    return Sheet(
      language: wording.language, title: title, subject: spelling.subject,
      sections: sections.filter { !$0.blocks.isEmpty })
  }

  private var title: Line {
    if let title = client.definition.title { return wording.line(title, fillings) }
    return wording.line(.clientTitle, fillings)
  }

  /// The word of the mail program for a kind of protection.
  func word(_ security: Security) -> Run {
    let words = client.definition.security[security]
    return .text(words.map { wording.text($0) } ?? wording[security.phrase])
  }

  private var values: Section {
    let hasValues = client.kind != .advice && client.kind != .profile
    let heading: Phrase = hasValues ? .valuesHeading : .beforeHeading
    return Section(
      rank: .main, heading: wording[heading],
      blocks: notices(.retired) + first + enough + tables + notices(.definition))
  }

  /// The values to type, and what is unusual about them.
  var tables: [Block] {
    var blocks: [Block] = []
    if let source { blocks.append(.values(table(source))) }
    let person = FormTable(self, nil).rows(client.account)
    if !person.isEmpty {
      blocks.append(.values(ValueTable(caption: wording[.accountCaption], rows: person)))
    }
    if let incoming {
      let caption: Phrase = source == nil ? .incomingCaption : .targetCaption
      blocks.append(.values(table(incoming, client.incoming, caption)))
    }
    if let outgoing { blocks.append(.values(table(outgoing, client.outgoing, .outgoingCaption))) }
    if let link { blocks.append(.values(link)) }
    if servers.contains(where: { $0.needsLogin && !$0.username.isAddress }) {
      blocks.append(.notice(wording[.important], wording.line(.usernameDiffers)))
    }
    for server in servers where server.security == .none {
      blocks.append(.notice(wording[.warning], spelling.unprotected(server)))
    }
    return blocks
  }

  private func table(
    _ server: AccountServer, _ form: [FormField], _ caption: Phrase
  ) -> ValueTable {
    let name: Line = [.text(server.mailProtocol.displayName)]
    return ValueTable(
      caption: wording.line(caption, fillings.merging([.server: name]) { _, new in new }).plainText,
      rows: FormTable(self, server).rows(form))
  }

  /// Where the Apple profile is to be had.
  private var link: ValueTable? {
    guard client.code == .profile, let url = account.profileLink else { return nil }
    return ValueTable(
      caption: wording[.profileCaption],
      rows: [row(.profileLink, [.link(url, target: url)])])
  }

  func row(_ label: Phrase, _ line: Line) -> ValueTable.Row {
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

extension Security {
  /// The usual word for it.
  var phrase: Phrase {
    switch self {
    case .tls: .securityTLS
    case .starttls: .securitySTARTTLS
    case .none: .securityNone
    }
  }
}
