// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Desktops and Nextcloud.
extension ClientRule {
  static let gnomeRoot = ClientRule(
    .gnome, "root", .refuses, "GNOME wants clientConfig as the root",
    fix: "begin with <clientConfig version=\"1.1\">", source: "goamailclient.c")
  static let gnomeServers = ClientRule(
    .gnome, "servers", .refuses, "GNOME needs an imap server",
    fix: "add one where it exists", .warning, source: "goaimapsmtpprovider.c")
  static let gnomeNoSMTP = ClientRule(
    .gnome, "no-smtp", .misreads,
    "GNOME sets up an account that cannot send mail where there is no smtp server",
    fix: "add an smtp server", source: "goaimapsmtpprovider.c")
  /// A literal or composite user name is dropped.
  package static let gnomeUsername = ClientRule(
    .gnome, "username", .misreads,
    "GNOME ignores a username that is not the address or its local part",
    fix: "use %EMAILADDRESS% or %EMAILLOCALPART% alone", source: "goamailclient.c")
  static let gnomeHost = ClientRule(
    .gnome, "hostname", .misreads, "GNOME takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error, source: "goamailclient.c")
  /// The port is read and not used.
  package static let gnomePort = ClientRule(
    .gnome, "port", .misreads,
    "GNOME uses 993 and 465 for TLS, 143 and 587 for STARTTLS, whatever the file says",
    fix: "offer the server on the usual port", source: "goaimapsmtpprovider.c")
  static let gnomePlain = ClientRule(
    .gnome, "plain", .misreads, "GNOME uses TLS where a server says plain",
    fix: "offer TLS, and leave servers without it out of the file",
    source: "update_account_details_ui in goaimapsmtpprovider.c")
  /// The rule `gnome/log-in`.
  package static let gnomeLogIn = ClientRule(
    .gnome, "log-in", .fails,
    "GNOME logs in with LOGIN, and with PLAIN or LOGIN to send mail, whatever the file says",
    fix: "let the server take the password itself",
    source: "goaimapauthlogin.c and goasmtpauth.c")

  static let evolutionAttributes = ClientRule(
    .evolution, "attributes", .refuses,
    "Evolution wants type and no other attribute on incomingServer and outgoingServer",
    fix: "leave other attributes out")
  static let evolutionServers = ClientRule(
    .evolution, "servers", .refuses, "Evolution needs an imap or pop3 server", fix: "add one")
  static let evolutionByteOrderMark = ClientRule(
    .evolution, "byte-order-mark", .refuses,
    "Evolution refuses a file with a byte order mark", fix: "write the file without it")
  static let evolutionDomain = ClientRule(
    .evolution, "domain", .misreads, "Evolution puts nothing in place of %EMAILDOMAIN%",
    fix: "write the domain out", .error)
  static let evolutionPreference = ClientRule(
    .evolution, "preference", .misreads,
    "Evolution takes the last of several servers of a type, and what that does not say from others",
    fix: "offer every server to people, or one alone", .note)
  static let evolutionNoSMTP = ClientRule(
    .evolution, "no-smtp", .misreads,
    "Evolution asks for the server to send mail where there is no smtp server",
    fix: "add an smtp server")
  static let evolutionLogIn = ClientRule(
    .evolution, "log-in", .fails,
    "Evolution knows password-cleartext and password-encrypted alone; without them it reads mail"
      + " with the password and sends it without a log-in",
    fix: "add password-cleartext where the server takes app passwords")

  static let nextcloudServers = ClientRule(
    .nextcloud, "servers", .refuses, "Nextcloud Mail finds no imap and no smtp server",
    fix: "add both where they exist", .warning, source: "IspDb.php")
  static let nextcloudHalf = ClientRule(
    .nextcloud, "half", .misreads,
    "Nextcloud Mail fills in what there is of imap and smtp, and leaves the other empty",
    fix: "add both where they exist", source: "AccountForm.vue")
  static let nextcloudHost = ClientRule(
    .nextcloud, "hostname", .misreads, "Nextcloud Mail takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error, source: "IspDb.php")
  static let nextcloudLogIn = ClientRule(
    .nextcloud, "log-in", .fails,
    "Nextcloud Mail logs in with the password, in the clear or by CRAM-MD5, whatever the file says",
    fix: "let the server take passwords",
    source: "IMAPClientFactory.php and SmtpClientFactory.php, on Horde")

  static let desktopRules =
    [
      gnomeRoot, gnomeServers, gnomeNoSMTP, gnomeUsername, gnomeHost, gnomePort, gnomePlain,
      gnomeLogIn, evolutionAttributes, evolutionServers, evolutionByteOrderMark, evolutionDomain,
      evolutionPreference, evolutionNoSMTP, evolutionLogIn,
      nextcloudServers, nextcloudHalf, nextcloudHost, nextcloudLogIn,
    ] + kdeRules
}
