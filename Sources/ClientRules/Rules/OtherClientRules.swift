// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// aerc, Geary, SnappyMail, Mustang, and the draft.
extension ClientRule {
  static let aercRoot = ClientRule(
    .aerc, "root", .refuses, "aerc wants clientConfig with an emailProvider inside",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">")
  static let aercDeclaration = ClientRule(
    .aerc, "declaration", .refuses,
    "aerc refuses a file that says another version than XML 1.0, or another encoding than UTF-8",
    fix: "save it as UTF-8, and begin with <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    source: "mozilla.go, with encoding/xml of Go")
  static let aercServers = ClientRule(
    .aerc, "servers", .refuses, "aerc needs an imap and an smtp server",
    fix: "add both where they exist", .warning)
  static let aercPort = ClientRule(
    .aerc, "port", .refuses, "aerc refuses a file whose ports have anything but digits",
    fix: "write the port in digits, without blanks")
  static let aercHost = ClientRule(
    .aerc, "hostname", .misreads, "aerc takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)
  static let aercUsername = ClientRule(
    .aerc, "username", .misreads, "aerc logs in with the address, whatever the file says",
    fix: "let the server take the address as user name",
    source: "discoverServices in account-wizard.go")
  static let aercPreference = ClientRule(
    .aerc, "preference", .misreads, "aerc takes the last outgoing server of a file",
    fix: "offer every smtp server to people, or one alone", .note)
  static let aercPlain = ClientRule(
    .aerc, "plain", .misreads, "aerc uses TLS where a server says plain",
    fix: "offer TLS, and leave servers without it out of the file",
    source: "autofill in account-wizard.go")
  static let aercLogIn = ClientRule(
    .aerc, "log-in", .fails, "aerc logs in with PLAIN or LOGIN, whatever the file says",
    fix: "let the server take the password itself", source: "worker/imap/connect.go")

  static let gearyServers = ClientRule(
    .geary, "servers", .refuses,
    "Geary refuses a file whose first servers are not imap and smtp",
    fix: "write the imap and the smtp server before all others", .warning)
  static let gearyHost = ClientRule(
    .geary, "hostname", .misreads, "Geary takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)
  static let gearyUsername = ClientRule(
    .geary, "username", .misreads, "Geary logs in with the address, whatever the file says",
    fix: "let the server take the address as user name", source: "accounts-editor-add-pane.vala")
  static let gearyLogIn = ClientRule(
    .geary, "log-in", .fails, "Geary logs in with LOGIN or PLAIN, whatever the file says",
    fix: "let the server take the password itself",
    source: "imap-client-session.vala and smtp-client-session.vala")

  static let snappyMailServers = ClientRule(
    .snappyMail, "servers", .refuses,
    "SnappyMail finds no server where the first ones are not imap and smtp",
    fix: "write the imap and the smtp server before all others", .warning)
  static let snappyMailValue = ClientRule(
    .snappyMail, "value", .refuses,
    "SnappyMail wants one hostname, and one port that is a number, as text alone",
    fix: "write one of each, in digits, without comments before the text", .warning,
    source: "ConnectSettings.php, run with PHP 8.2")
  static let snappyMailHost = ClientRule(
    .snappyMail, "hostname", .misreads, "SnappyMail takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)
  static let snappyMailUsername = ClientRule(
    .snappyMail, "username", .misreads,
    "SnappyMail logs in with the local part where username is not %EMAILADDRESS%",
    fix: "use %EMAILADDRESS% or %EMAILLOCALPART%", source: "login-autoconfig/index.php")
  static let snappyMailLogIn = ClientRule(
    .snappyMail, "log-in", .fails, "SnappyMail logs in with PLAIN, LOGIN or SCRAM alone",
    fix: "let the server take the password itself", source: "ConnectSettings.php")

  static let mustangRoot = ClientRule(
    .mustang, "root", .refuses, "Mustang wants clientConfig with an emailProvider inside",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">",
    source: "readConfig.ts")
  static let mustangDomain = ClientRule(
    .mustang, "domain", .refuses,
    "Mustang refuses a file that does not name the domain of the address",
    fix: "add <domain>DOMAIN</domain> for it", .warning, source: "readConfig.ts")
  static let mustangServers = ClientRule(
    .mustang, "servers", .refuses, "Mustang needs a server to read mail and an smtp server",
    fix: "add both", .warning, source: "readConfig.ts")
  static let mustangServer = ClientRule(
    .mustang, "server", .skips,
    "Mustang skips a server that lacks something or says something unknown",
    fix: "write hostname, port, socketType, authentication and username", .note,
    source: "readConfig.ts")
  static let mustangUsername = ClientRule(
    .mustang, "username", .misreads,
    "Mustang changes a username that is a number, 'true', 'false' or empty",
    fix: "use a text that is not a number, 'true' or 'false'", source: "JXON.js and readConfig.ts")
  static let mustangLogIn = ClientRule(
    .mustang, "log-in", .fails, "Mustang logs in with the password, by CRAM-MD5 or with OAuth2",
    fix: "let the server take passwords, or write oAuth2 with its URLs and scope",
    source: "IMAPAccount.ts, SMTPAccount.ts and OAuth2URLs.ts")

  static let otherRules = [
    aercRoot, aercDeclaration, aercServers, aercPort, aercHost, aercUsername, aercPreference,
    aercPlain, aercLogIn, gearyServers,
    gearyHost, gearyUsername, gearyLogIn, snappyMailServers, snappyMailValue, snappyMailHost,
    snappyMailUsername, snappyMailLogIn, mustangRoot, mustangDomain, mustangServers, mustangServer,
    mustangUsername, mustangLogIn,
  ]

  /// An element where nobody looks for it.
  package static let draftPlace = ClientRule(
    .draft, "place", .ignores, "this element stands where programs do not look for it",
    fix: "move it to where the draft has it", .warning)
  /// A page or service whose address is none.
  package static let draftURL = ClientRule(
    .draft, "url", .ignores, "this is no address that a browser or program can open",
    fix: "begin it with https://", .warning)
  /// A page or service for a password without TLS.
  package static let draftPlainURL = ClientRule(
    .draft, "plain-url", .misreads, "without TLS, a password crosses the network in the clear",
    fix: "use https://", .warning)
  /// A server that is the device itself.
  package static let draftLocalHost = ClientRule(
    .draft, "local-host", .misreads, "this host is the device itself, where nothing listens",
    fix: "write the name of the server", .error)
  /// A server without a name that a certificate could be for.
  package static let draftIPAddress = ClientRule(
    .draft, "ip-address", .misreads,
    "certificates are for names, so TLS fails with an IP address",
    fix: "write the name of the server", .warning)
  static let draftRules = [draftPlace, draftURL, draftPlainURL, draftLocalHost, draftIPAddress]
}
