// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let fairEmailBOM = ClientRule(
    .fairEmail, "byte-order-mark", .refuses,
    "FairEmail refuses a file that begins with a byte order mark",
    fix: "save it as UTF-8 without a byte order mark")
  static let fairEmailIncoming = ClientRule(
    .fairEmail, "incoming", .refuses,
    "FairEmail refuses a file whose first incomingServer is not an imap server",
    fix: "write imap servers before all others", .error)
  /// The rule `fairemail/no-imap`.
  package static let fairEmailNoIMAP = ClientRule(
    .fairEmail, "no-imap", .refuses, "FairEmail refuses a file without an imap server",
    fix: "add an imap server where there is one", .warning)
  static let fairEmailOutgoing = ClientRule(
    .fairEmail, "outgoing", .refuses,
    "FairEmail refuses a file whose first outgoingServer is not an smtp server",
    fix: "write an smtp server before all others")
  static let fairEmailServer = ClientRule(
    .fairEmail, "server", .refuses,
    "FairEmail refuses a file whose first servers have no hostname or no clean port",
    fix: "write a hostname, and the port in digits without blanks")
  /// Wherever the user name stands, be it in an address book.
  package static let fairEmailLastUsername = ClientRule(
    .fairEmail, "last-username", .misreads,
    "FairEmail uses the last username of a file for all servers",
    fix: "use one form of user name for everything", .error)
  /// The rule `fairemail/username`.
  package static let fairEmailUsername = ClientRule(
    .fairEmail, "username", .misreads,
    "FairEmail replaces a username only where it is nothing but %EMAILADDRESS% or %EMAILLOCALPART%",
    fix: "use %EMAILADDRESS%, or write the name out for one address", .error)
  static let fairEmailHost = ClientRule(
    .fairEmail, "hostname", .misreads, "FairEmail takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)
  static let fairEmailSocketOrder = ClientRule(
    .fairEmail, "socket-type-order", .misreads,
    "FairEmail goes by the port where socketType stands before it",
    fix: "write hostname, port, socketType, authentication, username in this order")
  static let fairEmailPlain = ClientRule(
    .fairEmail, "plain", .misreads, "FairEmail uses TLS where a server says plain",
    fix: "offer TLS, and leave servers without it out of the file")
  static let fairEmailShortName = ClientRule(
    .fairEmail, "short-name", .ignores, "FairEmail shows displayShortName only, which is missing",
    fix: "add displayShortName")

  /// The rule `fairemail/log-in`.
  package static let fairEmailLogIn = ClientRule(
    .fairEmail, "log-in", .fails,
    "FairEmail logs in with PLAIN, LOGIN, CRAM-MD5 or NTLM, whatever the file says",
    fix: "let the server take passwords", source: "EmailService.java")

  static let fairEmailRules = [
    fairEmailBOM, fairEmailIncoming, fairEmailNoIMAP, fairEmailOutgoing, fairEmailServer,
    fairEmailLastUsername, fairEmailUsername, fairEmailHost, fairEmailSocketOrder, fairEmailPlain,
    fairEmailShortName, fairEmailLogIn,
  ]
}
