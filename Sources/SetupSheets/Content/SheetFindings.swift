// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

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
    if provider.logo != nil {
      found.append(Finding(.note, at: "provider.logo", "the logo is not on the sheet"))
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

extension ClientSheet {
  /// What the sheet does not say, and what people should know before they print it.
  var findings: [Finding] {
    var found = account.commonFindings(wording)
    if incoming == nil || outgoing == nil {
      let missing = incoming == nil ? "incoming" : "outgoing"
      let isEmpty = incoming == nil && outgoing == nil
      found.append(
        Finding(
          isEmpty ? .error : .warning, at: isEmpty ? "" : missing,
          isEmpty ? "there is no mail server to print" : "the sheet has no \(missing) server",
          fix: "add a server to \(isEmpty ? "incoming and outgoing" : missing)"))
    }
    for server in account.incoming + account.outgoing {
      if server.security == .none { found.append(.unprotected(server.path, server.host)) }
      if server.authentication == [.oauth2] {
        found.append(
          Finding(
            .note, at: "\(server.path).authentication",
            "a program without OAuth2 cannot use the printed server \(server.host)"))
      }
    }
    for directory in account.directories where directory.security == .none {
      found.append(.unprotected(directory.path, directory.host))
    }
    if let sieve = account.manageSieve, sieve.security == .none {
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

  private func addressFindings(_ server: AccountServer) -> [Finding] {
    var found: [Finding] = []
    let path = "\(server.path).username"
    let login = server.needsLogin ? server.username.value : nil
    if let login, definition.refusesPlus, login.contains("+") {
      found.append(
        Finding(
          .warning, at: path, "some devices refuse the '+' of the user name \(login.quoted)",
          fix: "use a mailbox without a '+' in its user name"))
    }
    if let login, login.count > definition.longestLogin {
      found.append(
        Finding(
          .warning, at: path,
          "the user name \(login.quoted) has \(login.count) characters; some devices take "
            + "\(definition.longestLogin)",
          fix: "use a mailbox with a shorter address"))
    }
    if let sender = account.address, definition.refusesPlus, sender.tag != nil {
      found.append(
        Finding(
          .warning, at: "", "some devices refuse the '+' of the sender address \(sender)",
          fix: "use \(sender.base)"))
    }
    if let login = unlikeSender {
      found.append(
        Finding(
          .warning, at: path,
          "some devices need a user name that is the sender address, not \(login.quoted)",
          fix: "make the sheet for \(login)"))
    }
    return found
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
