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
      let warnings =
        (self.source.map { lines($0.definition.warnings) } ?? [])
        + lines(client.definition.warnings)
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

  /// What to do in the mail program; `hasDownload` tells first where it is to be had.
  func steps(hasDownload: Bool = true) -> Section {
    let first = source.map { self.lines($0.definition.steps) } ?? []
    let steps = first + self.lines(client.definition.steps)
    let download = hasDownload && !steps.isEmpty ? download().map { [$0] } ?? [] : []
    let lines = download + steps
    let isMain = client.kind == .advice || client.kind == .profile
    var blocks: [Block] = lines.isEmpty ? [] : [.steps(lines)]
    if !lines.isEmpty, let doubt { blocks.append(.paragraph(doubt)) }
    return Section(
      rank: isMain ? .main : .side, heading: wording[.stepsHeading], blocks: blocks)
  }

  /// Where the program is to be had, for one platform or for all.
  func download(for platform: Platform? = nil) -> Line? {
    let wanted = client.downloads.filter { platform == nil || $0.platform == platform }
    var urls: [String] = []
    for url in wanted.map(\.url.description) where !urls.contains(url) { urls.append(url) }
    guard !urls.isEmpty else { return nil }
    let links = urls.map { [Run.link($0, target: $0)] }.joined(separator: [.text(", ")])
    return wording.line(.download, fillings.merging([.names: Line(links)]) { _, new in new })
  }

  /// That names may differ, or are those of the English program.
  private var doubt: Line? {
    if wording.misses?.showsEnglish == true { return wording.line(.labelsInEnglish) }
    let definitions = [client.definition] + [source?.definition].compactMap { $0 }
    let isConfirmed = definitions.allSatisfy { $0.isConfirmed(in: wording.language) }
    return isConfirmed ? nil : wording.line(.unconfirmed)
  }

  /// Ways of which one is enough.
  var ways: Section {
    let lines = self.lines(client.ways)
    var blocks: [Block] = lines.isEmpty ? [] : [.list(lines)]
    if !lines.isEmpty, client.definition.steps.isEmpty, let doubt {
      blocks.append(.paragraph(doubt))
    }
    return Section(rank: .main, heading: wording[.waysHeading], blocks: blocks)
  }

  /// What there is to know when it works.
  var later: Section {
    let lines = self.lines(client.later)
    return Section(
      rank: .side, heading: wording[.laterHeading], blocks: lines.isEmpty ? [] : [.list(lines)])
  }

  /// That the mailbox and its password come first: most that goes wrong later is one of them.
  var first: [Block] {
    guard takesPassword, client.kind != .advice, source == nil else { return [] }
    let differs = servers.first.map { $0.username.value != nil && !$0.username.isAddress } ?? false
    let known: Phrase = differs ? .firstLogin : .firstWebmail
    let phrase = account.webmail == nil ? .firstPassword : known
    return [.notice(wording[.first], wording.line(phrase, fillings))]
  }

  /// That two things are all that there is to type, where the program finds the rest.
  var enough: [Block] {
    guard client.discovers, takesPassword else { return [] }
    return [.paragraph(wording.line(.enough, fillings))]
  }

  /// The values that programs guess wrongly: ports and kinds of protection.
  var checks: Section {
    let isCopy = source != nil
    let ports = [(incoming, Phrase.checkIncoming), (outgoing, Phrase.checkOutgoing)].compactMap {
      server, phrase -> Line? in
      guard let server else { return nil }
      return wording.line(
        phrase,
        [.port: [.typed(server.port.description)], .security: [word(server.security)]])
    }
    let more = lines(client.checks)
    let hasPorts = !ports.isEmpty && !isCopy
    let checks = (hasPorts ? ports : []) + more
    let intro = hasPorts ? [Block.paragraph(wording.line(.checksIntro))] : []
    return Section(
      rank: .side, heading: wording[.checksHeading],
      blocks: intro + (checks.isEmpty ? [] : [.list(checks)]))
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
    if !servers.isEmpty { phrases.append(.pitfallName) }
    // A service on the web asks nobody about certificates.
    if !servers.isEmpty, client.platforms != [.web] { phrases.append(.pitfallCertificates) }
    let isNeeded = client.kind != .advice && source == nil
    return Section(
      rank: .side, heading: wording[.pitfallsHeading],
      blocks: phrases.isEmpty || !isNeeded ? [] : [.list(phrases.map { wording.line($0) })])
  }

  /// What to try before asking for help.
  var trouble: Section {
    var lines = lines(client.definition.trouble)
    if takesPassword, client.kind != .advice {
      lines.append(wording.line(.troublePassword))
      let makesPasswords = account.provider.support?.appPasswordURL != nil
      lines.append(wording.line(makesPasswords ? .troubleAppPage : .troubleApp, fillings))
      if !servers.isEmpty, source == nil { lines.append(wording.line(.troubleChanged)) }
    }
    if !servers.isEmpty {
      lines.append(wording.line(.troubleCertificate))
      if let ports = otherPorts { lines.append(ports) }
      lines.append(wording.line(.troubleElsewhere, fillings))
    }
    return Section(
      rank: .side, heading: wording[.troubleHeading],
      blocks: lines.isEmpty ? [] : [.list(lines)])
  }

  /// Which other ports there are, for networks that let the usual ones not through.
  private var otherPorts: Line? {
    guard !client.parts.contains(.alternatives) else { return nil }
    let rest = (account.incoming + account.outgoing).filter { other in
      servers.contains { $0.mailProtocol == other.mailProtocol && $0.host == other.host }
        && !servers.contains(other) && other.security != .none
        && client.definition.security[other.security] != nil
    }
    guard !rest.isEmpty else { return nil }
    var names: Line = []
    for server in rest {
      if !names.isEmpty { names.append(.text(", ")) }
      names += [
        .text("\(server.mailProtocol.displayName) "), .typed(server.port.description),
        .text(" ("), word(server.security), .text(")"),
      ]
    }
    return wording.line(.otherPorts, fillings.merging([.names: names]) { _, new in new })
  }
}
