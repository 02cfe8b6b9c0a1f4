// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension AccountSettings {
  /// What no sheet prints, whatever it is for.
  func commonFindings(_ wording: Wording) -> [Finding] {
    var found: [Finding] = []
    if let wanted = languages.first, wanted.base != wording.language.base {
      let isAskedFor = person.language == wanted
      found.append(
        Finding(
          isAskedFor ? .warning : .note, at: isAskedFor ? "" : "provider.languages",
          "the sheet is written in '\(wording.language)': there are no sheets in '\(wanted)'"))
    }
    if provider.support == nil, provider.documentation.isEmpty {
      found.append(
        Finding(
          .note, at: "provider.support", "the sheet names nobody who helps",
          fix: "give an address, a telephone number or a page"))
    }
    return found
  }
}

extension Wording {
  /// That a sheet has sentences in English because its language lacks them: a sheet never mixes
  /// languages in silence.
  var mixed: [Finding] {
    guard let texts = misses?.texts, let first = texts.first else { return [] }
    let more = texts.count > 1 ? " and \(texts.count - 1) more" : ""
    return [
      Finding(
        .warning, at: "",
        "the sheet is in '\(language)', but \(texts.count) of its sentences are in English:"
          + " \(first.quoted)\(more)",
        fix: "mkprofile sheets --coverage \(language) lists what the language lacks")
    ]
  }
}

extension ClientSheet {
  /// What the sheet does not say, and what people should know before they print it.
  var findings: [Finding] {
    var found = account.commonFindings(wording)
    found += client.definition.findings(choice.obstacles, client, isFor: account)
    let lacksIncoming = incoming == nil && !client.incoming.isEmpty
    let lacksOutgoing = outgoing == nil && !client.outgoing.isEmpty
    if lacksIncoming || lacksOutgoing {
      let missing = lacksIncoming ? "incoming" : "outgoing"
      let isEmpty = servers.isEmpty
      found.append(
        Finding(
          isEmpty ? .error : .warning, at: isEmpty ? "" : missing,
          isEmpty ? "there is no mail server to print" : "the sheet has no \(missing) server",
          fix: "add a server to \(isEmpty ? "incoming and outgoing" : missing)"))
    }
    let printed =
      client.parts.contains(.alternatives) ? account.incoming + account.outgoing : servers
    for server in printed {
      if server.security == .none { found.append(.unprotected(server.path, server.host)) }
      if server.authentication == [.oauth2] {
        found.append(
          Finding(
            .note, at: "\(server.path).authentication",
            "a program without OAuth2 cannot use the printed server \(server.host)"))
      }
    }
    found += zone?.findings ?? []
    let printedServices = client.services?.addresses ?? []
    for directory in account.directories
    where directory.security == .none && printedServices.contains(.ldap) {
      found.append(.unprotected(directory.path, directory.host))
    }
    if let sieve = account.manageSieve, sieve.security == .none,
      printedServices.contains(.manageSieve)
    {
      found.append(.unprotected("manageSieve", sieve.host))
    }
    return found
  }
}

extension DeviceSheet {
  /// Why a device may fail with the sheet, and which servers are not on it.
  var findings: [Finding] {
    var found = account.commonFindings(wording)
    guard let first = servers.first else {
      return found + [
        Finding(
          .error, at: "outgoing", "there is no server that a device could send through",
          fix: "add an SMTP server")
      ]
    }
    if !first.suitsDevices {
      found.append(
        Finding(
          .warning, at: "outgoing",
          "no server takes a password over TLS, so most devices cannot send", fix: Self.usual))
    } else if !servers.contains(where: \.hasUsualPort) {
      found.append(
        Finding(
          .warning, at: "\(first.path).port",
          "some devices send through the ports 465 and 587 only, not \(first.port)",
          fix: Self.usual))
    }
    for server in servers where server.security == .none {
      found.append(.unprotected(server.path, server.host))
    }
    for server in account.outgoing where !servers.contains(server) {
      found.append(
        Finding(
          .note, at: server.path,
          "\(server.host), port \(server.port), is not on a sheet for devices"))
    }
    return found + addressFindings(first)
  }

  private static let usual =
    "offer port 465 with implicit TLS or port 587 with STARTTLS, and log-in with a password"

  /// Why the device, whatever the server, is not suitable or may fail.
  private var abilityFindings: [Finding] {
    let name = device.definition.name.english
    var found: [Finding] = device.definition.retirementFindings
    let abilities = device.abilities
    if abilities.host == .address {
      found.append(
        Finding(
          .warning, at: "", "\(name) takes only an IP address as server and is not suitable",
          fix: "use a device that takes the server's name"))
    }
    if !abilities.logsIn {
      found.append(
        Finding(
          .warning, at: "", "\(name) cannot log in to a server and is not suitable",
          fix: "use a device with SMTP authentication"))
    }
    if let newest = abilities.newestTLS, newest.isDeprecated {
      found.append(
        Finding(
          .warning, at: "",
          "\(name) has no newer TLS than \(newest.rawValue), which servers refuse",
          fix: "update its firmware"))
    }
    if abilities.isOpportunistic {
      found.append(
        Finding(
          .warning, at: "",
          "\(name) may send the password in the clear where a server offers no STARTTLS",
          fix: "use implicit TLS, or another device"))
    }
    return found
  }

  private func addressFindings(_ server: AccountServer) -> [Finding] {
    var found = abilityFindings
    let abilities = device.abilities
    let isAny = device.definition.id == SheetLibrary.generic
    let name = isAny ? "some devices" : device.definition.name.english
    let path = "\(server.path).username"
    let login = server.needsLogin ? server.username.value : nil
    let verbs = isAny ? ("refuse", "take", "need") : ("refuses", "takes", "needs")
    if let login, abilities.refusesPlus, login.contains("+") {
      found.append(
        Finding(
          .warning, at: path, "\(name) \(verbs.0) the '+' of the user name \(login.quoted)",
          fix: "use a mailbox without a '+' in its user name"))
    }
    if let login, let most = abilities.longestLogin, login.count > most {
      found.append(
        Finding(
          .warning, at: path,
          "the user name \(login.quoted) has \(login.count) characters; \(name) \(verbs.1) \(most)",
          fix: "use a mailbox with a shorter address"))
    }
    if let sender = account.address, abilities.refusesPlus, sender.tag != nil {
      found.append(
        Finding(
          .warning, at: "", "\(name) \(verbs.0) the '+' of the sender address \(sender)",
          fix: "use \(sender.base)"))
    }
    if let sender = account.address, let most = abilities.longestSender,
      sender.description.count > most
    {
      found.append(
        Finding(
          .warning, at: "", "\(name) \(verbs.1) a sender address of \(most) characters at most",
          fix: "use a mailbox with a shorter address"))
    }
    if let login = unlikeSender, isAny || abilities.needsSameSender {
      found.append(
        Finding(
          .warning, at: path,
          "\(name) \(verbs.2) a user name that is the sender address, not \(login.quoted)",
          fix: "make the sheet for \(login)"))
    }
    return found
  }
}

extension DeviceDefinition {
  /// What the device does not take of a password, told without it.
  func findings(on password: InitialPassword) -> [Finding] {
    guard let most = abilities.longestPassword, password.text.count > most else { return [] }
    let isAny = definition.id == SheetLibrary.generic
    let name = isAny ? "some devices take" : "\(definition.name.english) takes"
    return [
      Finding(
        .warning, at: "", "the password is longer than the \(most) characters that \(name)",
        fix: "give the mailbox a shorter one")
    ]
  }
}

extension Definition {
  /// That it has been given up.
  var retirementFindings: [Finding] {
    guard let retirement else { return [] }
    let others = retirement.instead.joined(separator: " or ")
    return [
      Finding(
        .warning, at: "", "\(name.english) is no longer supported (\(retirement.since))",
        fix: others.isEmpty ? nil : "use \(others)")
    ]
  }

  /// What stands in the way of a program.
  fileprivate func findings(
    _ obstacles: [ClientChoice.Obstacle], _ client: ClientDefinition, isFor account: AccountSettings
  ) -> [Finding] {
    let name = name.english
    return retirementFindings
      + obstacles.map { obstacle in
        switch obstacle {
        case .security(let server):
          Finding(
            .warning, at: "\(server.path).security",
            "\(name) has no word for '\(server.security.rawValue)'",
            fix: "offer \(security.keys.map(\.rawValue).sorted().joined(separator: " or "))")
        case .port(let server):
          Finding(
            .warning, at: "\(server.path).port",
            "\(name) cannot be told the port \(server.port) of \(server.host)",
            fix: "offer the usual port too")
        case .authentication(let server):
          Finding(
            .warning, at: "\(server.path).authentication",
            "\(name) has none of the ways to log in to \(server.host)",
            fix: "offer log-in with a password, or use another program")
        case .protocols:
          Finding(
            .warning, at: "incoming",
            "\(name) reads mail over \(client.protocols.map(\.displayName).joined(separator: " or "))"
              + " only",
            fix: "offer that, or use another program")
        }
      }
  }
}

extension Finding {
  fileprivate static func unprotected(_ path: String, _ host: DomainName) -> Finding {
    Finding(
      .warning, at: "\(path).security",
      "the sheet prints \(host) without protection: others on the network can read what is sent",
      fix: "use 'tls', or 'starttls'")
  }
}
