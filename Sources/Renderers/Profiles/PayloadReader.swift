// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What one payload makes a device show, ask and look for.
struct PayloadReader {
  private let payload: PropertyList
  private let type: PayloadType

  /// Nil for what is no payload of a mail service.
  init?(_ payload: PropertyList) {
    guard let type = payload["PayloadType"]?.text.flatMap(PayloadType.init) else { return nil }
    self.payload = payload
    self.type = type
  }

  private func text(_ key: String) -> String? { payload[key]?.text }

  var item: ProfileForecast.Item {
    ProfileForecast.Item(
      kind: type.noun, title: text("PayloadDisplayName") ?? "", label: label, facts: facts)
  }

  /// What the account is called; for a file, its name.
  private var label: String {
    let key =
      switch type {
      case .mail: "EmailAccountDescription"
      case .caldav: "CalDAVAccountDescription"
      case .webcal: "SubCalAccountDescription"
      case .carddav: "CardDAVAccountDescription"
      case .ldap: "LDAPAccountDescription"
      case .eas: "EmailAddress"
      case .webClip: "Label"
      case .pkcs12: "PayloadCertificateFileName"
      case .root, .pkcs1, .pem: "PayloadDisplayName"
      }
    return text(key) ?? text("PayloadDisplayName") ?? ""
  }

  private var facts: [String] {
    switch type {
    case .mail:
      let incoming = text("EmailAccountType") == "EmailTypePOP" ? "POP3" : "IMAP"
      return [server(incoming, "IncomingMailServer"), server("SMTP", "OutgoingMailServer")]
    case .caldav: return [address("CalDAV")]
    case .carddav: return [address("CardDAV")]
    case .webcal: return [text("SubCalAccountHostName") ?? ""]
    case .ldap:
      let scheme = payload["LDAPAccountUseSSL"]?.isTrue == true ? "ldaps" : "ldap"
      return ["\(scheme)://\(text("LDAPAccountHostName") ?? "")"]
    case .eas: return ["https://\(text("Host") ?? "")/Microsoft-Server-ActiveSync"]
    case .webClip: return [text("URL") ?? ""]
    case .root, .pkcs1, .pem, .pkcs12: return []
    }
  }

  private func server(_ name: String, _ prefix: String) -> String {
    let port = payload["\(prefix)PortNumber"]?.number.map { ":\($0)" } ?? ""
    let tls = payload["\(prefix)UseSSL"]?.isTrue == true ? "with SSL" : "without SSL"
    return "\(name) \(text("\(prefix)HostName") ?? "")\(port) \(tls)"
  }

  /// The URL of the server of calendars or contacts.
  private func address(_ prefix: String) -> String {
    let isSecure = payload["\(prefix)UseSSL"]?.isTrue == true
    let port = payload["\(prefix)Port"]?.number ?? (isSecure ? 443 : 80)
    let shown = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
    return "\(isSecure ? "https" : "http")://\(text("\(prefix)HostName") ?? "")\(shown)"
  }

  var redirect: String? {
    switch type {
    case .caldav: "\(address("CalDAV"))\(LookupPath.caldav)"
    case .carddav: "\(address("CardDAV"))\(LookupPath.carddav)"
    case .mail, .webcal, .ldap, .eas, .webClip, .root, .pkcs1, .pem, .pkcs12: nil
    }
  }

  /// A key that is missing is asked for (Apple's schemas).
  var questions: [ProfileForecast.Question] {
    switch type {
    case .mail: mailQuestions
    case .caldav: missing([("CalDAVUsername", .username), ("CalDAVPassword", .password)])
    case .carddav: missing([("CardDAVUsername", .username), ("CardDAVPassword", .password)])
    case .ldap:
      text("LDAPAccountUserName") == nil ? [] : missing([("LDAPAccountPassword", .password)])
    case .webcal:
      text("SubCalAccountUsername") == nil ? [] : missing([("SubCalAccountPassword", .password)])
    case .eas:
      missing([
        ("EmailAddress", .address), ("UserName", .username), ("Password", .password),
      ])
    case .pkcs12: missing([("Password", .passphrase)])
    case .webClip, .root, .pkcs1, .pem: []
    }
  }

  private var mailQuestions: [ProfileForecast.Question] {
    var questions = missing([("EmailAccountName", .name), ("EmailAddress", .address)])
    if text("IncomingMailServerAuthentication") != "EmailAuthNone" {
      questions += missing([
        ("IncomingMailServerUsername", .username), ("IncomingPassword", .password),
      ])
    }
    if text("OutgoingMailServerAuthentication") != "EmailAuthNone",
      payload["OutgoingPasswordSameAsIncomingPassword"]?.isTrue != true
    {
      questions += missing(
        [("OutgoingMailServerUsername", .username), ("OutgoingPassword", .password)],
        purpose: "sending mail")
    }
    return questions
  }

  private func missing(
    _ keys: [(String, ProfileForecast.Question.Answer)], purpose: String? = nil
  ) -> [ProfileForecast.Question] {
    keys.filter { text($0.0) == nil }.map { _, answer in
      ProfileForecast.Question(answer: answer, purpose: purpose ?? type.noun, label: label)
    }
  }
}

extension PayloadType {
  /// What a payload of the type is, in English.
  var noun: String {
    switch self {
    case .mail: "mail"
    case .caldav: "calendars"
    case .webcal: "subscribed calendar"
    case .carddav: "contacts"
    case .ldap: "directory"
    case .eas: "Exchange"
    case .webClip: "web clip"
    case .root, .pkcs1, .pem: "certificate"
    case .pkcs12: "personal certificate"
    }
  }
}
