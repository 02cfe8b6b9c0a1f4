// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let thunderbirdPOXRoot = ClientRule(
    .thunderbird, "pox-root", .refuses,
    "Thunderbird wants Autodiscover, Response and Account without prefixes",
    fix: "write the namespaces as default ones")
  static let thunderbirdPOXIncoming = ClientRule(
    .thunderbird, "pox-incoming", .refuses,
    "Thunderbird refuses an answer without a usable IMAP or POP3 protocol",
    fix: "add a Protocol with Type IMAP, Server and Port")
  static let thunderbirdPOXProtocol = ClientRule(
    .thunderbird, "pox-protocol", .skips,
    "Thunderbird skips a Protocol without a known Type, a legal Server or a Port",
    fix: "write IMAP, POP3 or SMTP in capitals, a host name and a port")
  /// Whatever the other of the two elements says.
  package static let thunderbirdPOXPlain = ClientRule(
    .thunderbird, "pox-plain", .misreads,
    "Thunderbird uses no TLS where SSL is off or Encryption is None, whatever the other says",
    fix: "write SSL on, and Encryption SSL or TLS", .error)
  /// STARTTLS on 25, 110, 143 and 587, TLS on all others.
  package static let thunderbirdPOXPort = ClientRule(
    .thunderbird, "pox-port", .misreads,
    "Thunderbird tells TLS and STARTTLS apart by the port, not by this answer",
    fix: "use the usual port", .error)
  /// The rule `thunderbird/pox-login`.
  package static let thunderbirdPOXLogin = ClientRule(
    .thunderbird, "pox-login", .misreads,
    "Thunderbird changes a LoginName that is empty, a number, 'true' or 'false'",
    fix: "write the address as LoginName", .error)

  static let fairEmailPOXOrder = ClientRule(
    .fairEmail, "pox-order", .refuses,
    "FairEmail wants AccountType email and Action settings before the first Protocol",
    fix: "write them before Protocol")
  /// The rule `fairemail/pox-servers`.
  package static let fairEmailPOXServers = ClientRule(
    .fairEmail, "pox-servers", .refuses, "FairEmail refuses an answer without IMAP and SMTP",
    fix: "add both where they exist", .warning)
  static let fairEmailPOXLast = ClientRule(
    .fairEmail, "pox-last", .misreads, "FairEmail takes the last of two protocols of a type",
    fix: "write one Protocol of each Type")
  static let fairEmailPOXPort = ClientRule(
    .fairEmail, "pox-port", .misreads,
    "FairEmail uses STARTTLS on the ports 143 and 587 and TLS on all others",
    fix: "use the usual port", .error)
  /// The rule `fairemail/pox-login`.
  package static let fairEmailPOXLogin = ClientRule(
    .fairEmail, "pox-login", .misreads, "FairEmail logs in with the address, not with LoginName",
    fix: "let the server take the address as user name")

  static let deltaChatPOXPlain = ClientRule(
    .deltaChat, "pox-plain", .misreads, "Delta Chat uses no TLS where SSL is off",
    fix: "write SSL on, and Encryption SSL or TLS", .error)
  /// The rule `delta-chat/pox-login`.
  package static let deltaChatPOXLogin = ClientRule(
    .deltaChat, "pox-login", .misreads, "Delta Chat logs in with the address, not with LoginName",
    fix: "let the server take the address as user name")

  static let outlookRoot = ClientRule(
    .outlook, "pox-root", .refuses, "Outlook wants the namespaces of MS-OXDSCLI without prefixes",
    fix: "write xmlns=\".../responseschema/2006\" and \".../outlook/responseschema/2006a\"")
  static let outlookAction = ClientRule(
    .outlook, "pox-action", .refuses, "Outlook needs AccountType email and Action settings",
    fix: "add both before Protocol")
  static let outlookServers = ClientRule(
    .outlook, "pox-servers", .refuses,
    "Outlook needs a Protocol for IMAP or POP3 and one for SMTP", fix: "add both")
  static let outlookSPA = ClientRule(
    .outlook, "pox-spa", .misreads, "Outlook uses NTLM where SPA is missing",
    fix: "write SPA off", .error)

  static let thunderbirdPOXLogIn = ClientRule(
    .thunderbird, "pox-log-in", .fails,
    "Thunderbird logs in with the password, or without it where SPA is on",
    fix: "let the server take passwords, and write SPA off", source: "ExchangeAutoDiscover.sys.mjs")
  static let outlookLogIn = ClientRule(
    .outlook, "log-in", .fails,
    "Outlook logs in with a password, or by NTLM or Kerberos where SPA is on",
    fix: "let the server take passwords, and write SPA off")

  static let poxRules = [
    thunderbirdPOXRoot, thunderbirdPOXIncoming, thunderbirdPOXProtocol, thunderbirdPOXPlain,
    thunderbirdPOXPort, thunderbirdPOXLogin, fairEmailPOXOrder, fairEmailPOXServers,
    fairEmailPOXLast, fairEmailPOXPort, fairEmailPOXLogin, deltaChatPOXPlain, deltaChatPOXLogin,
    outlookRoot, outlookAction, outlookServers, outlookSPA, outlookLogIn, thunderbirdPOXLogIn,
  ]
}
