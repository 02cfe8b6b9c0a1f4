// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension DeviceSheet {
  private var abilities: Abilities { device.abilities }

  /// Why the device cannot be used at all.
  var reasons: [Line] {
    var phrases: [Phrase] = []
    if abilities.host == .address { phrases.append(.unsuitableAddress) }
    if !abilities.logsIn { phrases.append(.unsuitableLogin) }
    let hasTLS = [Security.tls, .starttls].contains { device.definition.security[$0] != nil }
    if !hasTLS { phrases.append(.unsuitableTLS) }
    return phrases.map { wording.line($0, fillings) }
  }

  /// What to do where the device cannot be used.
  var instead: Section {
    let own = lines(device.instead)
    let usual: [Phrase] = [.insteadRelay] + (abilities.scans ? [.insteadFolder] : [])
    return Section(
      rank: .main, heading: wording[.insteadHeading],
      blocks: [.list(own + usual.map { wording.line($0, fillings) })])
  }

  /// What must not be missed about the device.
  var warnings: [Line] {
    var lines = broken + lines(device.definition.warnings)
    if abilities.needsSameSender { lines.append(wording.line(.sameSender)) }
    if abilities.isOpportunistic {
      lines.append(wording.line(.opportunisticDevice, fillings))
    } else if isAny {
      lines.append(wording.line(.opportunistic))
    }
    if let newest = abilities.newestTLS, newest.isDeprecated {
      lines.append(wording.line(.oldTLS, [.version: [.text(newest.rawValue)]]))
    }
    return lines
  }

  /// The values of this very sheet that the device does not take.
  private var broken: [Line] {
    guard !isAny, let server = servers.first else { return [] }
    let login = server.needsLogin ? server.username.value : nil
    let sender = account.address?.description
    var lines: [Line] = []
    let lengths = [
      (Phrase.brokenLogin, login, abilities.longestLogin),
      (.brokenSender, sender, abilities.longestSender),
    ]
    for case (let phrase, let value?, let most?) in lengths where value.count > most {
      lines.append(
        wording.line(
          phrase,
          fillings.merging(
            [.count: [.text(String(value.count))], .most: [.text(String(most))]]
          ) { _, new in new }))
    }
    if abilities.refusesPlus, [login, sender].contains(where: { $0?.contains("+") == true }) {
      lines.append(wording.line(.brokenPlus, fillings))
    }
    return lines
  }

  private func lines(_ steps: [Step]) -> [Line] {
    spelling.lines(steps, conditions, fillings)
  }

  /// What is so of the account and of the device's server.
  private var conditions: Set<Condition> {
    var conditions = spelling.conditions
    conditions.insert(servers.first?.needsLogin == false ? .noLogin : .login)
    for server in servers {
      switch server.security {
      case .tls: conditions.formUnion([.tls, .protected])
      case .starttls: conditions.formUnion([.starttls, .protected])
      case .none: conditions.insert(.unprotected)
      }
    }
    return conditions
  }

  /// What to do at the device.
  var steps: Section {
    var blocks: [Block] = [.steps(lines(device.definition.steps))]
    if wording.misses?.showsEnglish == true {
      blocks.append(.paragraph(wording.line(.labelsInEnglish)))
    } else if !device.definition.isConfirmed(in: wording.language) {
      blocks.append(.paragraph(wording.line(.unconfirmed)))
    }
    return Section(
      rank: .side, heading: wording[.stepsHeading],
      blocks: device.definition.steps.isEmpty ? [] : blocks)
  }

  /// What devices cannot do.
  var limits: Section {
    func number(_ count: Int) -> [Gap: Line] { [.count: [.text(String(count))]] }
    var lines: [Line] = []
    if let most = abilities.longestPassword {
      lines.append(wording.line(isAny ? .limitPassword : .deviceLimitPassword, number(most)))
    }
    if let most = abilities.longestLogin {
      lines.append(wording.line(isAny ? .limitLogin : .deviceLimitLogin, number(most)))
    }
    if let most = abilities.longestSender, !isAny {
      lines.append(wording.line(.deviceLimitSender, number(most)))
    }
    if abilities.refusesPlus {
      lines.append(wording.line(isAny ? .limitPlus : .deviceLimitPlus))
    }
    if let most = abilities.largestMessage {
      lines.append(wording.line(.deviceLimitMessage, number(most)))
    }
    if abilities.scans {
      lines.append(wording.line(.limitResolution, [.resolution: [.text("200–300")]]))
    }
    return Section(
      rank: .side, heading: wording[.limitsHeading], blocks: lines.isEmpty ? [] : [.list(lines)])
  }

  /// What to try before asking for help.
  var trouble: Section {
    let whose: Phrase = device.kind == .application ? .troubleElsewhere : .deviceElsewhere
    let lines = lines(device.definition.trouble) + [wording.line(whose, fillings)]
    return Section(rank: .side, heading: wording[.troubleHeading], blocks: [.list(lines)])
  }

  /// What the server's answers mean (RFC 5321 section 4.2.3, RFC 4954 section 6), and the
  /// device's own codes.
  var codes: Section {
    let rows: [(String, Phrase)] = [
      ("535", .code535), ("530", .code530), ("421", .code421), ("550", .code550),
    ]
    let own = device.codes.map { code -> [Line] in
      [[.text(code.code)], wording.line(code.meaning, fillings)]
    }
    let grid = Grid(
      caption: wording[.codesCaption], headers: [wording[.code], wording[.meaning]],
      rows: own + rows.map { [[.text($0.0)], wording.line($0.1)] })
    return Section(rank: .side, heading: wording[.codesHeading], blocks: [.grid(grid)])
  }
}
