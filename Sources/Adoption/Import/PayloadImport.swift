// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Reads the payloads of one mail domain into settings.
struct PayloadImport {
  var draft = SettingsDraft()
  /// Whose mailbox the first mail payload sets up.
  private var firstPerson: MailAddress?

  init(sample: MailAddress?) {
    draft.sample = sample
    if let domain = sample?.domain { draft.domains = [SettingsDraft.Value(domain.ascii)] }
  }

  mutating func read(_ payload: PropertyListNode) {
    switch payload["PayloadType"]?.string {
    case "com.apple.mail.managed": readMail(payload)
    case "com.apple.caldav.account": readService(payload, "CalDAV", "caldav", \.calendars)
    case "com.apple.carddav.account": readService(payload, "CardDAV", "carddav", \.contacts)
    case "com.apple.subscribedcalendar.account": readSubscription(payload)
    case "com.apple.ldap.account": readDirectory(payload)
    case "com.apple.eas.account": readActiveSync(payload)
    case "com.apple.ews.account": readEWS(payload)
    case "com.apple.webClip.managed": readWebClip(payload)
    case "com.apple.security.root", "com.apple.security.pkcs1", "com.apple.security.pem":
      readCertificate(payload)
    case "com.apple.security.pkcs12":
      draft.lose(
        "a personal certificate", "it is one person's; give it with --identity", at: payload.place)
    case let type:
      draft.note(
        .warning, "a payload of the type \((type ?? "").quoted) is left out",
        fix: "settings have no place for it", at: payload.place)
    }
  }

  /// The values of the person of this payload, who may have another address than the first.
  private func sample(_ payload: PropertyListNode) -> SampleValues {
    let own = payload["EmailAddress"]?.string.flatMap { try? MailAddress($0) }
    return SampleValues(address: own ?? draft.sample)
  }

  private mutating func readMail(_ payload: PropertyListNode) {
    var keys = PayloadKeys(payload)
    let sample = sample(payload)
    if let text = keys.string("EmailAddress") {
      guard let own = try? MailAddress(text) else {
        draft.lose("EmailAddress \(text.quoted)", "it is no address", at: payload.place)
        return
      }
      if !draft.domains.contains(where: { $0.text == own.domain.ascii }) {
        draft.domains.append(SettingsDraft.Value(own.domain.ascii))
      }
    }
    let known = draft.serverCount
    let isPOP = isPOP(&keys)
    let prefix = keys.string("IncomingMailServerIMAPPathPrefix")
    if var incoming = server(&keys, "Incoming", isPOP ? .pop3 : .imap, sample) {
      if let prefix, !isPOP {
        incoming.pathPrefix = draft.display(
          prefix, limit: 255, what: "IncomingMailServerIMAPPathPrefix", at: payload.place)
      } else if prefix != nil {
        draft.lose("IncomingMailServerIMAPPathPrefix", "POP3 has no folders", at: payload.place)
      }
      add(incoming, to: \.incoming, payload.place)
    }
    if let outgoing = server(&keys, "Outgoing", .smtp, sample) {
      add(outgoing, to: \.outgoing, payload.place)
    }
    noteOtherMailbox(sample.address, hasServers: draft.serverCount > known, payload.place)
    if keys.boolean("PreventMove") == true { draft.apple.preventMove = true }
    readSamePassword(&keys)
    readLabel(&keys, "EmailAccountDescription", sample)
    keys.ignore(SMIMEChoice.keys(of: payload))
    draft.loseRest(keys, "com.apple.mail.managed")
  }

  private mutating func isPOP(_ keys: inout PayloadKeys) -> Bool {
    let said = keys.string("EmailAccountType")
    if said != "EmailTypePOP", said != "EmailTypeIMAP" {
      draft.note(
        .warning,
        "EmailAccountType \(said.map { "\($0.quoted) " } ?? "")is neither EmailTypeIMAP nor"
          + " EmailTypePOP: IMAP is taken", fix: "check it", at: keys.place)
    }
    return said == "EmailTypePOP"
  }

  /// A second mailbox with servers of its own need not be of the same service.
  private mutating func noteOtherMailbox(
    _ person: MailAddress?, hasServers: Bool, _ place: Place?
  ) {
    guard let firstPerson else { return firstPerson = person }
    guard hasServers, let person, person != firstPerson else { return }
    draft.note(
      .warning, "the servers of \(person) become alternatives for everybody, as of \(firstPerson)",
      fix: "leave out those that are not for all mailboxes", at: place)
  }

  /// Profiles say it where both user names are the same; then it is no loss.
  private mutating func readSamePassword(_ keys: inout PayloadKeys) {
    let isSame = keys.boolean("OutgoingPasswordSameAsIncomingPassword")
    let names = ["Incoming", "Outgoing"].map { keys.node["\($0)MailServerUsername"]?.string }
    if isSame == true, names[0] != names[1], names[1] != nil {
      draft.lose(
        "OutgoingPasswordSameAsIncomingPassword",
        "devices ask for a password for sending, since the user names differ", at: keys.place)
    } else if isSame == false, names[0] == names[1] {
      draft.lose(
        "OutgoingPasswordSameAsIncomingPassword (false)",
        "devices send with the password for reading", at: keys.place)
    }
  }

  /// A label is the address or the provider's name unless a calendar has one of its own.
  private mutating func readLabel(
    _ keys: inout PayloadKeys, _ key: String, _ sample: SampleValues
  ) {
    guard let label = keys.string(key), label != sample.typed else { return }
    note(label: label, key, keys.place)
  }

  /// Remembers what a device calls an account; the name of the provider is no loss.
  mutating func note(label: String?, _ key: String, _ place: Place?) {
    guard let label else { return }
    draft.labels.append((key, label, place))
  }

  private mutating func server(
    _ keys: inout PayloadKeys, _ side: String, _ mailProtocol: MailProtocol,
    _ sample: SampleValues
  ) -> SettingsDraft.Server? {
    let portNode = keys.value("\(side)MailServerPortNumber")
    let portNumber = portNode?.wholeNumber
    let portText = portNumber.map(String.init) ?? portNode?.shown
    let usesSSL = keys.boolean("\(side)MailServerUseSSL") == true
    let login = keys.string("\(side)MailServerUsername")
    let said = keys.string("\(side)MailServerAuthentication")
    guard let text = keys.string("\(side)MailServerHostName"),
      let host = draft.host(text, at: keys.place)
    else { return nil }
    let (security, value) = Self.security(usesSSL, portNumber, of: mailProtocol)
    guard let port = draft.port(portText, mailProtocol, security, at: keys.place) else {
      return nil
    }
    if !usesSSL {
      draft.note(
        .warning,
        "\(side)MailServerUseSSL is not true: mail and password cross the network in the"
          + " clear", fix: "write security: tls or starttls where the server has it", at: keys.place
      )
    }
    let method = method(said, side, keys.place)
    return SettingsDraft.Server(
      mailProtocol: mailProtocol, host: host, port: port, security: value,
      authentication: [method],
      username: draft.login(login, of: sample, isNeeded: method != .none, at: keys.place))
  }

  /// There is one switch for TLS; on which ports it means STARTTLS is not documented.
  private static func security(
    _ usesSSL: Bool, _ port: Int?, of mailProtocol: MailProtocol
  ) -> (Security, SettingsDraft.Value) {
    let isPlainPort = port.map { [25, 110, 143, 587].contains($0) } ?? false
    let isTLSPort = port == Int(mailProtocol.usualPort(.tls).number)
    let security: Security = usesSSL ? (isPlainPort ? .starttls : .tls) : Security.none
    let guess: String? =
      switch (usesSSL, isPlainPort) {
      case (true, true): "guessed from the port: UseSSL is true"
      case (false, true): "guessed: UseSSL is not true, but servers have STARTTLS on this port"
      case (true, false):
        isTLSPort
          ? nil : "guessed: UseSSL is true\(port == nil ? "" : " on a port of neither")"
      case (false, false): nil
      }
    return (security, SettingsDraft.Value(security.rawValue, guess: guess))
  }

  private mutating func method(
    _ text: String?, _ side: String, _ place: Place?
  ) -> Authentication {
    switch text {
    case "EmailAuthNone": return .none
    case "EmailAuthCRAMMD5": return .encryptedPassword
    case "EmailAuthHTTPMD5":
      draft.note(
        .warning,
        "\(side)MailServerAuthentication EmailAuthHTTPMD5 becomes encrypted-password, which"
          + " profiles say as CRAM-MD5: a server that has HTTP digest alone refuses it",
        fix: "check which of them the server has", at: place)
      return .encryptedPassword
    case "EmailAuthNTLM": return .ntlm
    case "EmailAuthPassword", nil: return .password
    case let other?:
      draft.lose(
        "\(side)MailServerAuthentication \(other.quoted)", "a password is taken", at: place)
      return .password
    }
  }

  /// Adds a server unless it is there; the second mailbox of a person is no second server.
  private mutating func add(
    _ server: SettingsDraft.Server,
    to list: WritableKeyPath<SettingsDraft, [SettingsDraft.Server]>, _ place: Place?
  ) {
    let same = draft[keyPath: list].first {
      $0.mailProtocol == server.mailProtocol && $0.host == server.host
        && $0.port.text == server.port.text
    }
    guard let same else { return draft[keyPath: list].append(server) }
    if same.username.text != server.username.text || same.pathPrefix != server.pathPrefix
      || same.authentication != server.authentication
    {
      draft.lose(
        "a second account at \(server.host):\(server.port.text) with another log-in",
        "everybody has that of the first", at: place)
    }
  }
}

/// The keys about S/MIME that every profile from here has: people may choose.
enum SMIMEChoice {
  private static let usual = [
    "SMIMEEnableEncryptionPerMessageSwitch": true, "SMIMEEncryptByDefault": false,
    "SMIMEEncryptByDefaultUserOverrideable": true,
    "SMIMEEncryptionCertificateUUIDUserOverrideable": true,
    "SMIMESigningCertificateUUIDUserOverrideable": true, "SMIMESigningUserOverrideable": true,
  ]

  /// Those of a payload that say what is said here anyway.
  static func keys(of payload: PropertyListNode) -> [String] {
    usual.filter { payload[$0.key]?.boolean == $0.value }.map(\.key)
  }
}
