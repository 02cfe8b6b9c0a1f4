// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let thunderbirdRoot = ClientRule(
    .thunderbird, "root", .refuses,
    "Thunderbird wants clientConfig without a prefix as the root, with an emailProvider inside",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">")
  static let thunderbirdID = ClientRule(
    .thunderbird, "provider-id", .refuses,
    "Thunderbird refuses a file whose provider has no id that is an ASCII host name",
    fix: "give emailProvider the mail domain as id, in punycode",
    source: "InputSanitizer.sys.mjs, which takes placeholders")
  static let thunderbirdDomain = ClientRule(
    .thunderbird, "domain", .refuses,
    "Thunderbird refuses a file without a domain that is an ASCII host name and has no attributes",
    fix: "add <domain>DOMAIN</domain>, in punycode and without attributes",
    source: "InputSanitizer.sys.mjs, which takes placeholders")
  static let thunderbirdIncoming = ClientRule(
    .thunderbird, "incoming", .refuses,
    "Thunderbird refuses a file without a usable incoming server",
    fix: "add an imap server with SSL and password-cleartext")
  static let thunderbirdOutgoing = ClientRule(
    .thunderbird, "outgoing", .refuses, "Thunderbird refuses a file without a usable smtp server",
    fix: "add an smtp server with SSL and password-cleartext")
  static let thunderbirdType = ClientRule(
    .thunderbird, "type", .skips, "Thunderbird skips a server of a type that it does not know",
    fix: "write imap, pop3 or smtp, in lower case", .note)
  static let thunderbirdOtherType = ClientRule(
    .thunderbird, "other-type", .ignores,
    "Thunderbird offers this server beside those for IMAP and POP3",
    fix: "leave it out where people should not choose", .note)
  static let thunderbirdHost = ClientRule(
    .thunderbird, "hostname", .skips, "Thunderbird skips a server whose hostname is not legal",
    fix: "write an ASCII host name without port, in punycode")
  static let thunderbirdPort = ClientRule(
    .thunderbird, "port", .skips, "Thunderbird skips a server whose port is not 1 to 65535",
    fix: "write the port in digits")
  static let thunderbirdNoPort = ClientRule(
    .thunderbird, "no-port", .misreads, "Thunderbird sets up an incoming server without any port",
    fix: "add the port")
  static let thunderbirdSocketType = ClientRule(
    .thunderbird, "socket-type", .skips,
    "Thunderbird skips a server whose socketType is not SSL, STARTTLS or plain",
    fix: "write SSL or STARTTLS, in capitals and without blanks")
  static let thunderbirdAuthentication = ClientRule(
    .thunderbird, "authentication", .skips,
    "Thunderbird skips a server without a way to log in that it knows",
    fix: "add password-cleartext where the server takes app passwords")
  static let thunderbirdOAuth2 = ClientRule(
    .thunderbird, "oauth2", .ignores,
    "Thunderbird uses OAuth2 only for hosts that it knows by name",
    fix: "add password-cleartext where the server takes app passwords",
    source: "OAuth2Providers.sys.mjs")
  static let thunderbirdNoUsername = ClientRule(
    .thunderbird, "no-username", .misreads,
    "Thunderbird logs in as 'undefined' where a server has no username",
    fix: "add <username>%EMAILADDRESS%</username>", .error)
  /// Its reader turns text that looks like a value of JavaScript into that value.
  package static let thunderbirdValue = ClientRule(
    .thunderbird, "value", .misreads,
    "Thunderbird changes text that is a number, 'true', 'false' or empty",
    fix: "use a text that is not a number, 'true' or 'false'")
  static let thunderbirdAttribute = ClientRule(
    .thunderbird, "attribute", .misreads,
    "Thunderbird reads a text element with attributes as '[object Object]'",
    fix: "write the element without attributes")
  static let thunderbirdURL = ClientRule(
    .thunderbird, "url", .misreads, "Thunderbird takes the host from url instead of hostname",
    fix: "leave url out of mail servers")

  static let thunderbirdRules = [
    thunderbirdRoot, thunderbirdID, thunderbirdDomain, thunderbirdIncoming, thunderbirdOutgoing,
    thunderbirdType, thunderbirdOtherType, thunderbirdHost, thunderbirdPort, thunderbirdNoPort,
    thunderbirdSocketType,
    thunderbirdAuthentication, thunderbirdOAuth2, thunderbirdNoUsername, thunderbirdValue,
    thunderbirdAttribute, thunderbirdURL,
  ]
}
