// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let androidBOM = ClientRule(
    .thunderbirdAndroid, "byte-order-mark", .refuses,
    "Thunderbird for Android refuses a file that begins with a byte order mark",
    fix: "save it as UTF-8 without a byte order mark")
  static let androidRoot = ClientRule(
    .thunderbirdAndroid, "root", .refuses,
    "Thunderbird for Android wants clientConfig without a prefix, with an emailProvider inside",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">")
  static let androidID = ClientRule(
    .thunderbirdAndroid, "provider-id", .refuses,
    "Thunderbird for Android refuses a file whose provider has no id that is an ASCII host name",
    fix: "give emailProvider the mail domain as id, in punycode")
  static let androidDomain = ClientRule(
    .thunderbirdAndroid, "domain", .refuses,
    "Thunderbird for Android refuses a file without a domain that is an ASCII host name",
    fix: "add <domain>DOMAIN</domain>, in punycode")
  static let androidHost = ClientRule(
    .thunderbirdAndroid, "hostname", .refuses,
    "Thunderbird for Android refuses a file that has an imap or smtp server without legal hostname",
    fix: "write an ASCII host name without blanks or port")
  static let androidPort = ClientRule(
    .thunderbirdAndroid, "port", .refuses,
    "Thunderbird for Android refuses a file that has an imap or smtp server without a clean port",
    fix: "write the port in digits, without blanks")
  static let androidUsername = ClientRule(
    .thunderbirdAndroid, "username", .refuses,
    "Thunderbird for Android refuses a file that has an imap or smtp server without username",
    fix: "add <username>%EMAILADDRESS%</username>")
  static let androidSocketType = ClientRule(
    .thunderbirdAndroid, "socket-type", .refuses,
    "Thunderbird for Android refuses a file whose socketType is not exactly SSL or STARTTLS",
    fix: "write SSL or STARTTLS without blanks")
  /// One server without TLS, and all others are lost.
  package static let androidPlain = ClientRule(
    .thunderbirdAndroid, "plain", .refuses,
    "Thunderbird for Android refuses a file that has a server without TLS",
    fix: "offer TLS, and leave servers without it out of the file")
  /// One server without a log-in that it knows, and all others are lost.
  package static let androidAuthentication = ClientRule(
    .thunderbirdAndroid, "authentication", .refuses,
    "Thunderbird for Android refuses a file that has a server without password or OAuth2 log-in",
    fix: "offer password-cleartext, and leave servers without it out of the file")
  static let androidOAuth2 = ClientRule(
    .thunderbirdAndroid, "oauth2", .refuses,
    "Thunderbird for Android has an OAuth2 client id for well-known providers only",
    fix: "add password-cleartext where the server takes app passwords",
    source: "GetAutoDiscovery.kt and TbOAuthConfigurationFactory.kt")
  /// The rule `thunderbird-android/incoming`.
  package static let androidIncoming = ClientRule(
    .thunderbirdAndroid, "incoming", .refuses,
    "Thunderbird for Android refuses a file without an imap server",
    fix: "add an imap server where there is one", .warning)
  static let androidOutgoing = ClientRule(
    .thunderbirdAndroid, "outgoing", .refuses,
    "Thunderbird for Android refuses a file without an smtp server", fix: "add an smtp server")

  static let androidNested = ClientRule(
    .thunderbirdAndroid, "nested", .refuses,
    "Thunderbird for Android refuses a file that has an element inside a text element of a server",
    fix: "write text alone")
  static let androidAddress = ClientRule(
    .thunderbirdAndroid, "address", .refuses,
    "Thunderbird for Android takes addresses of ASCII letters without quotes only",
    fix: "give the person an address in ASCII, too", .warning,
    source: "EmailAddressParser.kt and EmailDomainParser.kt")

  static let androidRules = [
    androidBOM, androidRoot, androidID, androidDomain, androidHost, androidPort, androidUsername,
    androidSocketType, androidPlain, androidAuthentication, androidOAuth2, androidIncoming,
    androidOutgoing, androidNested, androidAddress,
  ]
}
