// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Himalaya and Mailspring.
extension ClientRule {
  static let himalayaRoot = ClientRule(
    .himalaya, "root", .refuses,
    "Himalaya wants a version on the root, an emailProvider with an id, and a url on documentation",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">",
    source: "autoconfig/config.rs")
  /// A word that it does not know.
  package static let himalayaValue = ClientRule(
    .himalaya, "value", .refuses,
    "Himalaya refuses a file with a type, socketType, authentication or port that it does not know",
    fix: "write imap, pop3 or smtp, SSL or STARTTLS, password-cleartext or OAuth2, and no others",
    .warning, source: "autoconfig/config.rs")
  static let himalayaOrder = ClientRule(
    .himalaya, "order", .refuses,
    "Himalaya refuses a file where elements of one name do not stand together",
    fix: "write them one after another", .warning, source: "serde-xml-rs 0.8")
  static let himalayaShape = ClientRule(
    .himalaya, "shape", .refuses,
    "Himalaya refuses a file with a value that stands twice, or has elements inside",
    fix: "write one element for each value, with nothing but text in it", .warning,
    source: "autoconfig/config.rs")
  /// OAuth2 without one of the four things that it reads.
  package static let himalayaOAuth2 = ClientRule(
    .himalaya, "oauth2", .refuses,
    "Himalaya refuses a file whose oAuth2 lacks issuer, scope, authURL or tokenURL",
    fix: "write all four", .warning, source: "autoconfig/config.rs")
  static let himalayaServers = ClientRule(
    .himalaya, "servers", .refuses, "Himalaya needs an imap server",
    fix: "add one where it exists", .warning, source: "wizard/search.rs")
  static let himalayaNoSMTP = ClientRule(
    .himalaya, "no-smtp", .misreads,
    "Himalaya sets up an account that cannot send mail where there is no smtp server",
    fix: "add an smtp server", source: "wizard/search.rs")
  static let himalayaUsername = ClientRule(
    .himalaya, "username", .misreads,
    "Himalaya proposes the address in place of a username without @",
    fix: "let the server take the address as user name", source: "wizard/search.rs")
  static let himalayaPreference = ClientRule(
    .himalaya, "preference", .misreads,
    "Himalaya takes the last of the servers with TLS, or with STARTTLS where there are none",
    fix: "offer every server to people, or one alone", .note, source: "wizard/search.rs")
  static let himalayaToken = ClientRule(
    .himalaya, "token", .misreads,
    "Himalaya wants the token of OAuth2 from another program, such as Ortie",
    fix: "add password-cleartext where the server takes app passwords", source: "wizard/search.rs")
  static let himalayaLogIn = ClientRule(
    .himalaya, "log-in", .fails, "Himalaya logs in with PLAIN, LOGIN, SCRAM-SHA-256 or a token",
    fix: "let the server take the password itself", source: "wizard/imap_smtp.rs")

  static let mailspringRoot = ClientRule(
    .mailspring, "root", .refuses, "Mailspring finds no emailProvider for the domain",
    fix: "write one emailProvider")
  static let mailspringServers = ClientRule(
    .mailspring, "servers", .refuses,
    "Mailspring fills in a guess without a port where there is no imap or no smtp server",
    fix: "add both where they exist", .warning)
  static let mailspringValue = ClientRule(
    .mailspring, "value", .refuses, "Mailspring fails on a hostname that is no single text",
    fix: "write one hostname without attributes or elements", .warning)
  static let mailspringHost = ClientRule(
    .mailspring, "hostname", .misreads, "Mailspring takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)
  static let mailspringUsername = ClientRule(
    .mailspring, "username", .misreads,
    "Mailspring uses the address for every username but %EMAILLOCALPART% alone",
    fix: "use %EMAILADDRESS% or %EMAILLOCALPART%")
  static let mailspringLogIn = ClientRule(
    .mailspring, "log-in", .fails,
    "Mailspring logs in to IMAP with LOGIN, and has OAuth2 for its own list of providers alone",
    fix: "let the server take the password itself",
    source: "MailUtils.cpp of Mailspring-Sync 63ab613, MCIMAPSession.cpp and MCSMTPSession.cpp")

  static let smallRules =
    [
      himalayaRoot, himalayaValue, himalayaOrder, himalayaShape, himalayaOAuth2, himalayaServers,
      himalayaNoSMTP, himalayaUsername, himalayaPreference, himalayaToken, himalayaLogIn,
      mailspringRoot,
      mailspringServers, mailspringValue, mailspringHost, mailspringUsername, mailspringLogIn,
    ] + otherRules
}
