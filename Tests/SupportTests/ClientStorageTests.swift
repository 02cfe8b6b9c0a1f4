// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

/// What programs store in the end, which is not always what their parsers read.
@Suite struct ClientStorageTests {
  /// One server of a document.
  struct Server: Sendable {
    var type: String
    var host: String
    var port: Int
    var socket = "SSL"
    var methods = ["password-cleartext"]
    var username: String? = "%EMAILADDRESS%"

    var xml: String {
      let tag = type == "smtp" ? "outgoingServer" : "incomingServer"
      let methods = methods.map { "<authentication>\($0)</authentication>" }.joined()
      let username = username.map { "<username>\($0)</username>" } ?? ""
      return "<\(tag) type=\"\(type)\"><hostname>\(host)</hostname><port>\(port)</port>"
        + "<socketType>\(socket)</socketType>\(methods)\(username)</\(tag)>"
    }
  }

  /// Servers, and what each program makes of them: the rule of a refusal, or the first servers.
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var servers: [Server]
    var outcomes: [String: String]
    var address = "anna@tin.example"
    var testDescription: String { name }
  }

  private static let imap = Server(type: "imap", host: "in.tin.example", port: 993)
  private static let smtp = Server(type: "smtp", host: "out.tin.example", port: 465)
  private static func both(_ methods: [String], _ host: String? = nil) -> [Server] {
    [
      Server(type: "imap", host: host ?? imap.host, port: 993, methods: methods),
      Server(type: "smtp", host: host ?? smtp.host, port: 465, methods: methods),
    ]
  }

  @Test(arguments: [
    Row(
      name: "unusual ports",
      servers: [
        Server(type: "imap", host: "in.tin.example", port: 2143, socket: "STARTTLS"),
        Server(type: "smtp", host: "out.tin.example", port: 2465),
      ],
      outcomes: [
        "gnome": "imap in.tin.example:143 starttls, smtp out.tin.example:465 tls",
        "kde": "imap in.tin.example:143 starttls, smtp out.tin.example:2465 tls",
        "thunderbird": "imap in.tin.example:2143 starttls, smtp out.tin.example:2465 tls",
      ]),
    Row(
      name: "POP3 with TLS",
      servers: [Server(type: "pop3", host: "in.tin.example", port: 995), smtp],
      outcomes: [
        "kde": "pop3 in.tin.example:995 starttls, smtp out.tin.example:465 tls",
        "gnome": "gnome/servers", "himalaya": "himalaya/servers", "geary": "geary/servers",
        "nextcloud": "smtp out.tin.example:465 tls",
        "delta-chat": "imap imap.tin.example:993 tls, smtp out.tin.example:465 tls",
        "evolution": "pop3 in.tin.example:995 tls, smtp out.tin.example:465 tls",
        "mustang": "pop3 in.tin.example:995 tls, smtp out.tin.example:465 tls",
      ]),
    Row(
      name: "POP3 with STARTTLS on a port of its own",
      servers: [
        Server(type: "pop3", host: "in.tin.example", port: 1110, socket: "STARTTLS"), smtp,
      ],
      outcomes: ["kde": "pop3 in.tin.example:110 starttls, smtp out.tin.example:465 tls"]),
    Row(
      name: "two servers to send mail",
      servers: [
        imap, smtp, Server(type: "smtp", host: "relay.tin.example", port: 2525, socket: "STARTTLS"),
      ],
      outcomes: [
        "kde": "imap in.tin.example:993 tls, smtp relay.tin.example:2525 starttls",
        "evolution": "imap in.tin.example:993 tls, smtp relay.tin.example:2525 starttls",
        "aerc": "imap in.tin.example:993 tls, smtp relay.tin.example:2525 starttls",
        "himalaya": "imap in.tin.example:993 tls, smtp out.tin.example:465 tls",
        "thunderbird": "imap in.tin.example:993 tls, smtp out.tin.example:465 tls",
      ]),
    Row(
      name: "no TLS",
      servers: [
        Server(type: "imap", host: "in.tin.example", port: 143, socket: "plain"),
        Server(type: "smtp", host: "out.tin.example", port: 25, socket: "plain"),
      ],
      outcomes: [
        "gnome": "imap in.tin.example:993 tls, smtp out.tin.example:465 tls",
        "kde": "imap in.tin.example:143 none, smtp out.tin.example:25 none",
        "fairemail": "imap in.tin.example:143 starttls, smtp out.tin.example:25 tls",
        "aerc": "imap in.tin.example:143 tls, smtp out.tin.example:25 tls",
        "thunderbird-android": "thunderbird-android/plain",
      ]),
    Row(
      name: "the second socket type is known",
      servers: [
        imap,
        Server(
          type: "smtp", host: "out.tin.example", port: 587,
          socket: "TLS13</socketType><socketType>plain"),
      ],
      outcomes: ["thunderbird": "imap in.tin.example:993 tls, smtp out.tin.example:587 none"]),
    Row(
      name: "CRAM-MD5 alone", servers: both(["password-encrypted"]),
      outcomes: [
        "delta-chat": "delta-chat/log-in", "gnome": "gnome/log-in", "aerc": "aerc/log-in",
        "geary": "geary/log-in", "snappymail": "snappymail/log-in",
        "himalaya": "himalaya/log-in", "mailspring": "mailspring/log-in", "thunderbird": good,
        "thunderbird-android": good, "fairemail": good, "kde": good, "evolution": good,
        "nextcloud": good, "mustang": good,
      ]),
    Row(
      name: "tokens alone", servers: both(["OAuth2"]),
      outcomes: [
        "delta-chat": "delta-chat/log-in", "gnome": "gnome/log-in", "kde": "kde/log-in",
        "fairemail": "fairemail/log-in", "evolution": "evolution/log-in",
        "nextcloud": "nextcloud/log-in", "himalaya": "himalaya/log-in",
        "mailspring": "mailspring/log-in", "aerc": "aerc/log-in", "geary": "geary/log-in",
        "snappymail": "snappymail/log-in", "mustang": "mustang/log-in",
        "thunderbird": "thunderbird/incoming", "thunderbird-android": "thunderbird-android/oauth2",
      ]),
    Row(
      name: "tokens and passwords", servers: both(["password-cleartext", "OAuth2"]),
      outcomes: [
        "kde": "kde/log-in", "thunderbird": good, "delta-chat": good, "gnome": good,
        "evolution": good, "mustang": good, "himalaya": good,
      ]),
    Row(
      name: "tokens of Google", servers: both(["OAuth2"], "imap.gmail.com"),
      outcomes: [
        "kde": google, "thunderbird": google, "thunderbird-android": google, "mustang": google,
        "evolution": google, "fairemail": google, "delta-chat": "delta-chat/log-in",
      ]),
    Row(
      name: "tokens of Microsoft", servers: both(["OAuth2"], "outlook.office365.com"),
      outcomes: ["evolution": "evolution/log-in", "thunderbird": microsoft, "kde": microsoft]),
    Row(
      name: "tokens of Outlook", servers: both(["OAuth2"], "imap-mail.outlook.com"),
      outcomes: ["evolution": outlook, "thunderbird": outlook]),
    Row(
      name: "Kerberos alone", servers: both(["GSSAPI"]),
      outcomes: [
        "thunderbird": good, "kde": good, "himalaya": "himalaya/value",
        "fairemail": "fairemail/log-in", "mustang": "mustang/log-in", "gnome": "gnome/log-in",
      ]),
    Row(
      name: "NTLM alone", servers: both(["NTLM"]),
      outcomes: [
        "thunderbird": good, "fairemail": good, "kde": good, "nextcloud": "nextcloud/log-in",
        "evolution": "evolution/log-in",
      ]),
    Row(
      name: "sending without a log-in",
      servers: [imap, Server(type: "smtp", host: "out.tin.example", port: 465, methods: ["none"])],
      outcomes: [
        "thunderbird": good, "evolution": good, "fairemail": good, "nextcloud": good,
        "gnome": good, "delta-chat": "delta-chat/log-in", "aerc": "aerc/log-in",
        "thunderbird-android": "thunderbird-android/authentication",
        "mustang": "mustang/servers",
      ]),
    Row(
      name: "a server that says less than the one before",
      servers: [
        imap, Server(type: "imap", host: "late.tin.example", port: 143, socket: "", username: nil),
        smtp,
      ],
      outcomes: ["evolution": "imap late.tin.example:143 tls, smtp out.tin.example:465 tls"]),
    Row(
      name: "servers apart from each other",
      servers: [imap, smtp, Server(type: "imap", host: "late.tin.example", port: 993)],
      outcomes: ["himalaya": "himalaya/order", "thunderbird": good]),
    Row(
      name: "Exchange beside IMAP",
      servers: [Server(type: "exchange", host: "web.tin.example", port: 443), imap, smtp],
      outcomes: [
        "thunderbird": good, "fairemail": "fairemail/incoming", "himalaya": "himalaya/value",
        "geary": "geary/servers", "snappymail": "snappymail/servers",
      ]),
    Row(
      name: "an address beyond ASCII", servers: [imap, smtp],
      outcomes: ["thunderbird-android": "thunderbird-android/address", "thunderbird": good],
      address: "jürgen@tin.example"),
  ])
  func stores(_ row: Row) throws {
    let document =
      "<clientConfig version=\"1.1\"><emailProvider id=\"tin.example\"><domain>tin.example</domain>"
      + "<displayName>Tin</displayName><displayShortName>Tin</displayShortName>"
      + row.servers.map(\.xml).joined() + "</emailProvider></clientConfig>"
    for (id, outcome) in row.outcomes {
      let client = try #require(MailClients.autoconfig.first { $0.program.id == id })
      let found: String
      do {
        let account = try client.account(from: Array(document.utf8), for: row.address)
        found = [account.incoming.first, account.outgoing.first].compactMap { $0?.line }
          .joined(separator: ", ")
      } catch {
        found = error.description
      }
      #expect(found == outcome, "\(id)")
    }
  }

  private static let good = "imap in.tin.example:993 tls, smtp out.tin.example:465 tls"
  private static let microsoft =
    "imap outlook.office365.com:993 tls, smtp outlook.office365.com:465 tls"
  private static let outlook =
    "imap imap-mail.outlook.com:993 tls, smtp imap-mail.outlook.com:465 tls"
  private static let google = "imap imap.gmail.com:993 tls, smtp imap.gmail.com:465 tls"

  /// Names that real Thunderbird 153.8.0esr takes or leaves, by its table of hosts.
  @Test(arguments: [
    ("imap.mail.att.net", true), ("att.net", true), ("imap.mail.ru", true),
    ("imap.googlemail.com", true), ("outlook.office365.com", true), ("imap.comcast.net", true),
    ("pop.mail.ru", false), ("mail.comcast.net", false), ("hotmail.ru", false),
    ("notgmail.com", false), ("google.com", false), ("fastmail.com", false),
  ])
  func thunderbirdHasTokensForExactHosts(_ host: String, _ isKnown: Bool) throws {
    let document =
      "<clientConfig><emailProvider id=\"a.example\"><domain>a.example</domain>"
      + Server(type: "imap", host: host, port: 993, methods: ["OAuth2"]).xml
      + Self.smtp.xml + "</emailProvider></clientConfig>"
    let account = try? ThunderbirdDesktop().account(
      from: Array(document.utf8), for: "anna@a.example")
    #expect((account != nil) == isKnown)
  }

  /// Programs of which only the user name differs.
  @Test(arguments: [
    ("aerc", "%EMAILLOCALPART%", "anna@tin.example"), ("geary", "anna", "anna@tin.example"),
    ("himalaya", "%EMAILLOCALPART%", "anna@tin.example"),
    ("mailspring", "TIN\\%EMAILLOCALPART%", "anna@tin.example"),
    ("mailspring", "%EMAILLOCALPART%", "anna"), ("snappymail", "TIN\\%EMAILLOCALPART%", "anna"),
    ("kde", "TIN\\%EMAILLOCALPART%", "TIN\\anna"),
    ("mustang", "TIN\\%EMAILLOCALPART%", "TIN\\anna"),
    ("evolution", "TIN\\%EMAILLOCALPART%", "TIN\\anna"),
    ("gnome", "%emailaddress%", "anna@tin.example"),
  ])
  func namesPeople(_ id: String, _ written: String, _ name: String) throws {
    var (incoming, outgoing) = (Self.imap, Self.smtp)
    incoming.username = written
    outgoing.username = written
    let document =
      "<clientConfig version=\"1.1\"><emailProvider id=\"tin.example\"><domain>tin.example</domain>"
      + incoming.xml + outgoing.xml + "</emailProvider></clientConfig>"
    let client = try #require(MailClients.autoconfig.first { $0.program.id == id })
    let account = try client.account(from: Array(document.utf8), for: "anna@tin.example")
    #expect(account.incoming.first?.username == name)
  }
}

extension ClientServer {
  fileprivate var line: String {
    let port = port.map(String.init) ?? "?"
    return "\(mailProtocol.rawValue) \(host):\(port) \(security?.rawValue ?? "tries")"
  }
}
