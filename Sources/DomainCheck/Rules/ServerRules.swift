// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A server that somebody is told to use.
struct AdvertisedServer: Sendable, Hashable {
  let probe: ServerProbe
  /// How people are told to log in; empty where nobody says.
  let authentication: [Authentication]
  /// Who says so, such as `incoming[0]`.
  let origin: String
}

extension DomainChecker {
  /// Every server that the settings name, or else the service records.
  func advertised() async -> [AdvertisedServer] {
    var servers: [AdvertisedServer] = []
    if let settings = plan.settings {
      servers = (settings.incoming + settings.outgoing).map { server in
        AdvertisedServer(
          probe: ServerProbe(
            server.mailProtocol.dialog, host: server.host.ascii, port: Int(server.port.number),
            security: server.security),
          authentication: server.authentication, origin: server.path)
      }
      if let sieve = settings.manageSieve {
        servers.append(
          AdvertisedServer(
            probe: ServerProbe(
              .sieve, host: sieve.host.ascii, port: Int(sieve.port.number),
              security: sieve.security),
            authentication: [], origin: "manageSieve"))
      }
      return servers + Self.others(settings)
    }
    for (label, dialog, security) in [
      ("_imaps._tcp", ServerProbe.Dialog.imap, Security.tls), ("_imap._tcp", .imap, .starttls),
      ("_pop3s._tcp", .pop3, .tls), ("_pop3._tcp", .pop3, .starttls),
      ("_submissions._tcp", .smtp, .tls), ("_submission._tcp", .smtp, .starttls),
      ("_sieve._tcp", .sieve, .starttls),
    ] {
      for service in await inquiry.ask("\(label).\(domain)", .srv).services.prefix(4)
      where !service.host.isEmpty {
        servers.append(
          AdvertisedServer(
            probe: ServerProbe(dialog, host: service.host, port: service.port, security: security),
            authentication: [], origin: "\(label).\(domain)"))
      }
    }
    return servers
  }

  /// Servers whose TLS alone is looked at.
  private static func others(_ settings: AccountSettings) -> [AdvertisedServer] {
    let directories = settings.directories.filter { $0.security == .tls }.map {
      (host: $0.host.ascii, port: Int($0.port.number), origin: $0.path)
    }
    let exchange = settings.activeSync.map { (host: $0.ascii, port: 443, origin: "activeSync") }
    return (directories + [exchange].compactMap { $0 }).map { place in
      AdvertisedServer(
        probe: ServerProbe(.tlsOnly, host: place.host, port: place.port, security: .tls),
        authentication: [], origin: place.origin)
    }
  }

  /// Talks to every advertised server.
  func servers() async -> [CheckItem] {
    let all = await advertised()
    if all.isEmpty {
      return [
        CheckItem(
          .servers, .advice, domain, "nothing says which servers there are",
          fix: "publish service records, or compare with settings: --settings PATH")
      ]
    }
    return await withTaskGroup(of: (Int, [CheckItem]).self) { group in
      for (index, server) in all.enumerated() {
        group.addTask { (index, await talk(to: server)) }
      }
      var items: [Int: [CheckItem]] = [:]
      for await (index, found) in group { items[index] = found }
      return items.sorted { $0.key < $1.key }.flatMap(\.value)
    }
  }

  private func talk(to server: AdvertisedServer) async -> [CheckItem] {
    var old = server.probe
    old.isOldTLS = true
    async let first = inquiry.probe(server.probe)
    async let second = server.probe.security == .none ? nil : inquiry.probe(old)
    let (answer, oldAnswer) = await (first, second)
    let place = "\(server.probe.dialog.title) \(server.probe.place)"
    func item(_ grade: Grade, _ message: String, fix: String?, source: String? = nil) -> CheckItem {
      CheckItem(.servers, grade, place, message, fix: fix, source: source)
    }
    if let failure = answer.failure {
      return [item(.error, failure.text, fix: Self.fix(for: failure, server), source: "RFC 8314")]
    }
    var items = answer.certificateProblems.map {
      item(
        .error, $0, fix: "install a certificate for \(server.probe.host) with its whole chain",
        source: "RFC 8314 4.3")
    }
    if let certificate = answer.certificate, answer.certificateProblems.isEmpty {
      items += expiry(of: certificate, .servers, place)
    }
    if let oldAnswer, oldAnswer.failure == nil, oldAnswer.version != nil {
      items.append(
        item(
          .warning, "the server still speaks \(oldAnswer.version ?? "old TLS")",
          fix: "allow TLS 1.2 and later only", source: "RFC 8996"))
    }
    items += logins(answer, server, place)
    if items.allSatisfy({ $0.grade == .advice || $0.grade == .good }) {
      let days = answer.certificate.map { ($0.expires - inquiry.tools.now) / 86_400 }
      let facts = [answer.version, days.map { "certificate for \($0) more days" }].compactMap { $0 }
      items.insert(
        item(
          .good, "answers" + (facts.isEmpty ? "" : ", \(facts.joined(separator: ", "))"), fix: nil),
        at: 0)
    }
    return items
  }

  private static func fix(for failure: ServerAnswer.Failure, _ server: AdvertisedServer) -> String {
    switch failure {
    case .noStartTLS, .startTLSRefused: "offer STARTTLS, or advertise TLS on another port"
    case .handshake: "set the server to TLS from the first byte, or advertise STARTTLS"
    default: "start the server, open the port, or correct \(server.origin)"
    }
  }

  /// The ways to log in against those that people are told of.
  private func logins(
    _ answer: ServerAnswer, _ server: AdvertisedServer, _ place: String
  ) -> [CheckItem] {
    var items: [CheckItem] = []
    let methods = Methods(server.probe.dialog, answer.after)
    let missing = server.authentication.filter { !methods.allow($0) }
    if !missing.isEmpty, !methods.names.isEmpty || server.probe.dialog == .smtp {
      items.append(
        CheckItem(
          .servers, .error, place,
          "it does not offer \(missing.map(\.rawValue).joined(separator: ", "))",
          found: methods.names.isEmpty ? [] : [methods.names.sorted().joined(separator: " ")],
          fix: "switch it on there, or correct \(server.origin).authentication",
          source: "RFC 4422"))
    }
    if server.probe.security == .starttls,
      Methods(server.probe.dialog, answer.before).takesPasswords
    {
      items.append(
        CheckItem(
          .servers, .warning, place,
          "it takes passwords before STARTTLS: they can be read on the way",
          fix: "refuse log-ins without TLS", source: "RFC 8314 3"))
    }
    if server.probe.security == .none {
      items.append(
        CheckItem(
          .servers, .error, place, "it is advertised without TLS",
          fix: "advertise TLS or STARTTLS", source: "RFC 8314 3"))
    }
    return items
  }

  /// One real log-in at each kind of server, and a test message to oneself.
  func login() async -> [CheckItem] {
    guard let password = plan.password, let settings = plan.settings else { return [] }
    var items: [CheckItem] = []
    for server in [settings.incoming.first, settings.outgoing.first].compactMap({ $0 })
    where server.security != .none {
      var probe = ServerProbe(
        server.mailProtocol.dialog, host: server.host.ascii, port: Int(server.port.number),
        security: server.security)
      probe.login = .init(
        username: server.username.value ?? plan.address.description, password: password,
        address: plan.address.description)
      let answer = await inquiry.probe(probe)
      let place = "\(probe.dialog.title) \(probe.place)"
      let refusal = answer.failure?.text ?? answer.loginRefusal
      items.append(
        refusal.map {
          CheckItem(
            .login, .error, place, "the log-in fails: \($0)",
            fix: "try the password in webmail, and the user name as the sheet has it")
        }
          ?? CheckItem(
            .login, .good, place,
            answer.tookMessage ? "log-in works, and a test message is on its way" : "log-in works"))
    }
    return items
  }
}

/// The ways to log in that a server offers.
private struct Methods {
  let names: Set<String>
  let takesPasswords: Bool

  init(_ dialog: ServerProbe.Dialog, _ capabilities: [String]) {
    var names: Set<String> = []
    for line in capabilities {
      let words = line.split { " =".contains($0) }.map(String.init)
      if dialog == .imap, words.count == 2, words[0] == "AUTH" { names.insert(words[1]) }
      if ["AUTH", "SASL"].contains(words.first), dialog != .imap {
        names.formUnion(words.dropFirst())
      }
      if dialog == .pop3, words.first == "USER" { names.insert("USER") }
    }
    self.names = names
    let canLogIn =
      dialog == .imap && !capabilities.isEmpty && !capabilities.contains("LOGINDISABLED")
    takesPasswords = canLogIn || !names.isDisjoint(with: ["PLAIN", "LOGIN", "USER"])
  }

  func allow(_ method: Authentication) -> Bool {
    switch method {
    case .password: takesPasswords
    case .encryptedPassword:
      names.contains { $0 == "CRAM-MD5" || $0 == "DIGEST-MD5" || $0.hasPrefix("SCRAM-") }
    case .oauth2: !names.isDisjoint(with: ["XOAUTH2", "OAUTHBEARER"])
    case .kerberos: !names.isDisjoint(with: ["GSSAPI", "GSS-SPNEGO"])
    case .ntlm: names.contains("NTLM")
    case .clientCertificate, .none: true
    }
  }
}

extension MailProtocol {
  /// What the check speaks with its servers.
  var dialog: ServerProbe.Dialog {
    switch self {
    case .imap: .imap
    case .pop3: .pop3
    case .smtp: .smtp
    }
  }
}

extension ServerProbe.Dialog {
  /// The name as people write it.
  var title: String {
    switch self {
    case .imap: "IMAP"
    case .pop3: "POP3"
    case .smtp: "SMTP"
    case .sieve: "ManageSieve"
    case .tlsOnly: "TLS"
    }
  }
}
