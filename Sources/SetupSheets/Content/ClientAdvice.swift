// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientSheet {
  /// Where a notice comes from.
  enum NoticeSource { case retired, definition }

  /// What must not be missed: before the values where the program is no longer to be used.
  func notices(_ source: NoticeSource) -> [Block] {
    switch source {
    case .retired:
      return spelling.retirement(client.definition, successors).map {
        [.notice(wording[.warning], $0)]
      } ?? []
    case .definition:
      let obstacles = choice.obstacles.map { Block.notice(wording[.important], line($0)) }
      let warnings = lines(client.definition.warnings)
      return obstacles + warnings.map { .notice(wording[.important], $0) }
    }
  }

  /// What the program cannot be told.
  private func line(_ obstacle: ClientChoice.Obstacle) -> Line {
    var fillings = fillings
    switch obstacle {
    case .security(let server):
      fillings[.host] = [.typed(server.host.ascii)]
      fillings[.security] = [.text(wording[server.security.phrase])]
      return wording.line(.cannotProtect, fillings)
    case .port(let server):
      fillings[.host] = [.typed(server.host.ascii)]
      fillings[.port] = [.typed(server.port.description)]
      return wording.line(.cannotPort, fillings)
    case .authentication(let server):
      fillings[.host] = [.typed(server.host.ascii)]
      return wording.line(.cannotLogIn, fillings)
    case .protocols:
      fillings[.names] = [.text(client.protocols.map(\.displayName).joined(separator: ", "))]
      return wording.line(.cannotRead, fillings)
    }
  }

  /// The steps that are meant for this account.
  func lines(_ steps: [Step]) -> [Line] {
    let server = outgoing ?? incoming ?? account.outgoing.first
    return spelling.lines(steps, conditions(server), fillings)
  }

  /// What to do in the mail program.
  var steps: Section {
    let lines = lines(client.definition.steps)
    let isMain = client.kind == .advice || client.kind == .profile
    var blocks: [Block] = lines.isEmpty ? [] : [.steps(lines)]
    if !client.definition.isConfirmed, !lines.isEmpty {
      blocks.append(.paragraph(wording.line(.unconfirmed)))
    }
    return Section(
      rank: isMain ? .main : .side, heading: wording[.stepsHeading], blocks: blocks)
  }

  /// The values that programs guess wrongly: ports and kinds of protection.
  var checks: Section {
    let ports = [(incoming, Phrase.checkIncoming), (outgoing, Phrase.checkOutgoing)].compactMap {
      server, phrase -> Line? in
      guard let server else { return nil }
      return wording.line(
        phrase,
        [.port: [.typed(server.port.description)], .security: [word(server.security)]])
    }
    var blocks: [Block] = []
    if !ports.isEmpty { blocks = [.paragraph(wording.line(.checksIntro)), .list(ports)] }
    let more = lines(client.checks)
    if !more.isEmpty { blocks.append(.list(more)) }
    return Section(rank: .side, heading: wording[.checksHeading], blocks: blocks)
  }

  /// What people get wrong most often.
  var pitfalls: Section {
    var phrases: [Phrase] = []
    if servers.contains(where: { $0.needsLogin && $0.username.isAddress }) {
      phrases.append(.pitfallFullAddress)
    }
    if takesPassword { phrases.append(.pitfallPanel) }
    if outgoing?.authentication.contains(where: \.takesPassword) == true {
      phrases.append(.pitfallOutgoing)
    }
    if !servers.isEmpty { phrases += [.pitfallName, .pitfallCertificates] }
    let isNeeded = client.kind != .advice
    return Section(
      rank: .side, heading: wording[.pitfallsHeading],
      blocks: phrases.isEmpty || !isNeeded ? [] : [.list(phrases.map { wording.line($0) })])
  }

  /// What to try before asking for help.
  var trouble: Section {
    var lines = lines(client.definition.trouble)
    if takesPassword, client.kind != .advice {
      if let webmail = account.webmail {
        let link = Run.link(webmail.description, target: webmail.description)
        lines.append(wording.line(.troublePasswordWebmail, [.url: [link]]))
      } else {
        lines.append(wording.line(.troublePassword))
      }
      lines.append(wording.line(.troubleApp))
      if !servers.isEmpty { lines.append(wording.line(.troubleChanged)) }
    }
    if !servers.isEmpty { lines.append(wording.line(.troubleCertificate)) }
    return Section(
      rank: .side, heading: wording[.troubleHeading],
      blocks: lines.isEmpty ? [] : [.list(lines)])
  }
}
