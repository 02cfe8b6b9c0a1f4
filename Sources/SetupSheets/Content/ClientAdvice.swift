// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientSheet {
  private var takesPassword: Bool {
    [incoming, outgoing].contains { $0?.authentication.contains(where: \.takesPassword) == true }
  }

  /// What to do in the mail program.
  var steps: Section {
    var steps = [
      wording.line(.stepAdd),
      wording.line(
        takesPassword ? .stepIdentity : .stepIdentityOnly,
        [.name: [spelling.name], .address: [spelling.address]]),
    ]
    if let incoming {
      let name: Line = [.text(incoming.mailProtocol.displayName)]
      steps.append(wording.line(.stepIncoming, [.server: name]))
    }
    if let outgoing {
      steps.append(wording.line(outgoing.needsLogin ? .stepOutgoing : .stepOutgoingOpen))
    }
    steps.append(wording.line(.stepTest))
    return Section(rank: .side, heading: wording[.stepsHeading], blocks: [.steps(steps)])
  }

  /// The values that programs guess wrongly: ports and kinds of protection.
  var checks: Section {
    let lines = [(incoming, Phrase.checkIncoming), (outgoing, Phrase.checkOutgoing)].compactMap {
      server, phrase -> Line? in
      guard let server else { return nil }
      return wording.line(
        phrase,
        [.port: [.typed(server.port.description)], .security: [word(server.security)]])
    }
    return Section(
      rank: .side, heading: wording[.checksHeading],
      blocks: [.paragraph(wording.line(.checksIntro)), .list(lines)])
  }

  /// What people get wrong most often.
  var pitfalls: Section {
    var phrases: [Phrase] = []
    if incoming?.needsLogin == true, incoming?.username.isAddress == true {
      phrases.append(.pitfallFullAddress)
    }
    if takesPassword { phrases.append(.pitfallPanel) }
    if outgoing?.authentication.contains(where: \.takesPassword) == true {
      phrases.append(.pitfallOutgoing)
    }
    phrases += [.pitfallName, .pitfallCertificates]
    return Section(
      rank: .side, heading: wording[.pitfallsHeading],
      blocks: [.list(phrases.map { wording.line($0) })])
  }

  /// What to try before asking for help.
  var trouble: Section {
    var lines: [Line] = []
    if takesPassword {
      if let webmail = account.webmail {
        let link = Run.link(webmail.description, target: webmail.description)
        lines.append(wording.line(.troublePasswordWebmail, [.url: [link]]))
      } else {
        lines.append(wording.line(.troublePassword))
      }
      lines += [wording.line(.troubleApp), wording.line(.troubleChanged)]
    }
    lines.append(wording.line(.troubleCertificate))
    return Section(rank: .side, heading: wording[.troubleHeading], blocks: [.list(lines)])
  }
}
