// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// One real log-in at each kind of server, a test message to oneself, and one look at calendars
  /// and address books.
  func login() async -> [CheckItem] {
    guard let password = plan.password, let settings = plan.settings else { return [] }
    async let mail = mailLogIns(settings, password)
    async let dav = davLogIns(settings, password)
    return await mail + dav
  }

  private func mailLogIns(_ settings: AccountSettings, _ password: String) async -> [CheckItem] {
    let servers = [settings.incoming.first, settings.outgoing.first].compactMap { $0 }
    return await each(servers.filter(\.needsLogin)) { server in
      var probe = ServerProbe(
        server.mailProtocol.dialog, host: server.host.ascii, port: Int(server.port.number),
        security: server.security)
      probe.login = .init(
        username: server.username.value ?? plan.address.description, password: password,
        address: plan.address.description,
        isEncrypted: server.authentication.first == .encryptedPassword)
      return outcome(of: await inquiry.probe(probe), probe, server.path)
    }
  }

  /// What a log-in shows; a fault of the connection is not one of the password.
  private func outcome(
    of answer: ServerAnswer, _ probe: ServerProbe, _ origin: String
  ) -> CheckItem {
    let place = "\(probe.dialog.title) \(probe.place)"
    func item(_ grade: Grade, _ message: String, _ fix: String?, _ source: String? = nil)
      -> CheckItem
    {
      CheckItem(.login, grade, place, message, fix: fix, source: source)
    }
    switch answer.logIn {
    case .works(let way):
      let message = answer.tookMessage ? ", and a test message is on its way" : ""
      if probe.dialog == .smtp, !answer.tookMessage {
        return item(
          .warning, "log-in works (\(way)), but the server does not take a message to oneself",
          "let \(plan.address) send from and to its own address")
      }
      return item(.good, "log-in works (\(way))\(message)", nil)
    case .refused(let words, let way):
      return item(
        .error, "the log-in fails (\(way)): \(words)",
        "try the password in webmail, and the user name as the sheet has it")
    case .tokensOnly:
      return item(
        .advice, "the log-in is not tried: the server takes OAuth 2 tokens, and no passwords",
        "try it in a mail program", "RFC 7628")
    case .noWay(let names):
      return item(
        .error,
        "the log-in cannot be tried: "
          + (names.isEmpty
            ? "the server offers no way to log in"
            : "the server takes passwords in no way that is known here, but \(list(names))"),
        "switch on PLAIN there, over TLS alone", "RFC 4422")
    case .notTheServer:
      return item(
        .error, "the server does not know the password that it takes",
        "see who answers at \(probe.place)", "RFC 5802 3")
    case .withoutTLS:
      return item(
        .error, "the log-in is not tried: the password could be read on the way",
        "offer TLS, and set \(origin).security", "RFC 8314 3")
    case .untrusted(let fault):
      return item(
        .error, "the log-in is not tried: \(fault.text(probe.host))", fault.fix(probe.host),
        fault.source)
    case nil:
      return item(
        .error, "the log-in cannot be tried: \(answer.failure?.text ?? "no answer")",
        "mend what the part servers says of it")
    }
  }

  /// Calendars and address books, asked as their owner.
  private func davLogIns(_ settings: AccountSettings, _ password: String) async -> [CheckItem] {
    let services =
      settings.calendars.filter { $0.kind == .caldav }.prefix(1).map { ($0.url, $0.username) }
      + settings.contacts.prefix(1).map { ($0.url, $0.username) }
    var places: [(url: WebURL, username: LoginName)] = []
    for service in services where !places.contains(where: { $0.url == service.0 }) {
      places.append(service)
    }
    return await each(places) { url, username in
      let name = username.value ?? plan.address.description
      let secret = Base64.encode(Array("\(name):\(password)".utf8))
      var request = DAVRequest.propfind(url.description)
      guard url.scheme == .https else {
        return CheckItem(
          .login, .error, url.description,
          "the log-in is not tried: the password could be read on the way",
          fix: "serve it by https")
      }
      request.headers.append("Authorization: Basic \(String(decoding: secret, as: UTF8.self))")
      return Self.outcome(of: await inquiry.fetch(request), url.description)
    }
  }

  private static func outcome(of answer: WebAnswer, _ place: String) -> CheckItem {
    if answer.failure == nil, answer.status == 207 {
      return CheckItem(.login, .good, place, "log-in works (Basic)")
    }
    if answer.failure == nil, answer.status == 401 {
      return CheckItem(
        .login, .error, place, "the log-in fails (Basic): status 401",
        fix: "try the password in webmail, and the user name as the sheet has it",
        source: "RFC 7617")
    }
    return CheckItem(
      .login, .error, place, "the log-in cannot be tried: \(answer.summary)",
      fix: "mend what the part well-known says of it", source: "RFC 4918 9.1")
  }
}
