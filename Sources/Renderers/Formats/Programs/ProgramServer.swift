// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The one server that a program's file names, worked out of the account's servers.
struct ProgramServer {
  /// The server.
  let server: AccountServer
  /// The way to log in that the program uses.
  let way: Authentication
  /// The user name; empty where nobody logs in.
  let username: String

  /// The host, in A-labels.
  var host: String { server.host.ascii }
  /// The port in digits.
  var port: String { server.port.description }
  /// How the connection is protected.
  var security: Security { server.security }
  /// IMAP, POP3 or SMTP.
  var mailProtocol: MailProtocol { server.mailProtocol }
  /// True where there is a log-in.
  var logsIn: Bool { way != .none }
}

/// What a program can do, by which its servers are chosen.
struct ProgramAbility {
  /// What people call it, such as `msmtp`.
  let program: String
  /// The protocols that it speaks, the preferred one first.
  var protocols: [MailProtocol]
  /// The ways to log in that its file can name.
  var ways: Set<Authentication> = [.password, .encryptedPassword, .none]
  /// How it can protect a connection.
  var protections: Set<Security> = [.tls, .starttls, .none]

  /// The server that the file names; nil, with an error, where there is none that the program can
  /// log in to. A protected one is taken before one that is not.
  func choose(
    _ group: String, of account: AccountSettings, _ gaps: inout Gaps, isOptional: Bool = false
  ) -> ProgramServer? {
    let servers = group == "incoming" ? account.incoming : account.outgoing
    let usable = protocols.flatMap { kind in servers.filter { $0.mailProtocol == kind } }
      .filter { server in way(of: server) != nil && protections.contains(server.security) }
    guard let server = usable.first(where: { $0.security != .none }) ?? usable.first,
      let way = way(of: server)
    else {
      refuse(group, servers, &gaps, isOptional)
      return nil
    }
    if way != .none, server.username.value == nil {
      gaps.refuse(
        "", "a file for \(program) is for one person, who logs in",
        fix: "give an address, not a domain")
      return nil
    }
    note(server, way, servers, &gaps)
    return ProgramServer(
      server: server, way: way, username: way == .none ? "" : server.username.value ?? "")
  }

  private func way(of server: AccountServer) -> Authentication? {
    server.authentication.first { $0 != .oauth2 && ways.contains($0) }
      ?? server.authentication.first { ways.contains($0) }
  }

  private func refuse(
    _ group: String, _ servers: [AccountServer], _ gaps: inout Gaps, _ isOptional: Bool
  ) {
    let names = protocols.map(\.displayName).joined(separator: " or ")
    let accepted = Authentication.allCases.filter(ways.contains).map(\.rawValue)
    let secure = Security.allCases.filter(protections.contains).map(\.rawValue)
    let message = "there is no \(group) server that \(program) can log in to"
    let fix =
      "offer \(names) with \(secure.joined(separator: " or ")) and one of"
      + " \(accepted.joined(separator: ", "))"
    if isOptional {
      gaps.warn(group, "\(message): the file does without", fix: fix)
    } else {
      gaps.refuse(group, message, fix: fix)
    }
  }

  private func note(
    _ server: AccountServer, _ way: Authentication, _ servers: [AccountServer], _ gaps: inout Gaps
  ) {
    if server.security == .none {
      gaps.warn(
        "\(server.path).security",
        way == .none
          ? "mail goes over the network unprotected"
          : "the password goes over the network unprotected",
        fix: "offer implicit TLS on port \(server.mailProtocol.usualPort(.tls))")
    }
    gaps.noteOtherWays(server, said: way)
    for other in servers where other.index != server.index {
      gaps.note(
        other.path, "is left out: the file has one \(server.group) server, \(server.path)")
    }
  }
}

extension Gaps {
  /// A name that the syntax of a program has no way to write.
  mutating func refuseName(_ name: String, in program: String) {
    refuse(
      "", "\(name.quoted) has a character that \(program) cannot be told",
      fix: "give the person a name without it")
  }

  /// Notes the services that a program's file says nothing about.
  mutating func noteUnsaid(
    _ account: AccountSettings, _ reason: String, said: Set<String> = []
  ) {
    let parts = [
      ("incoming", !account.incoming.isEmpty), ("outgoing", !account.outgoing.isEmpty),
      ("calendars", !account.calendars.isEmpty), ("contacts", !account.contacts.isEmpty),
      ("directories", !account.directories.isEmpty), ("files", !account.files.isEmpty),
      ("activeSync", account.activeSync != nil), ("ews", account.ews != nil),
      ("jmap", account.jmap != nil), ("manageSieve", account.manageSieve != nil),
    ]
    for (path, isThere) in parts where isThere && !said.contains(path) {
      note(path, "is left out: \(reason)")
    }
  }

  /// Notes what no file of a program says of the server that it fetches from.
  mutating func noteUnsaid(_ server: ProgramServer, pop3: Bool = true, prefix: Bool = true) {
    if pop3, server.server.pop3 != nil {
      note("\(server.server.path).pop3", "is left out: the program decides it")
    }
    if prefix, server.server.pathPrefix != nil {
      note("\(server.server.path).pathPrefix", "is left out: the program asks the server")
    }
  }
}
