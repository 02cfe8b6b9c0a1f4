// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let kdeRoot = ClientRule(
    .kde, "root", .refuses, "KMail finds no emailProvider",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">",
    source: "ispdbservice.cpp")
  static let kdeVersion = ClientRule(
    .kde, "version", .refuses, "KMail reads no XML but version 1.0",
    fix: "begin with <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    source: "ispdbservice.cpp, with QDomDocument of Qt")
  static let kdeServers = ClientRule(
    .kde, "servers", .refuses, "KMail needs an imap or pop3 server", fix: "add one",
    source: "configurationmodel.cpp")
  static let kdePort = ClientRule(
    .kde, "port", .skips, "KMail drops a server without a port", fix: "add the port",
    source: "serverconfiguration.cpp")
  static let kdeShortName = ClientRule(
    .kde, "short-name", .ignores, "KMail needs displayShortName for the account's name",
    fix: "add displayShortName", source: "ispdbservice.cpp")
  /// STARTTLS counts as more than TLS.
  package static let kdePreference = ClientRule(
    .kde, "preference", .misreads,
    "KMail prefers an smtp server with STARTTLS to one with TLS, and one with TLS to one without",
    fix: "offer every smtp server to people, or one alone", .note,
    source: "setEmailProvider in configurationmodel.cpp, kmailtransport's enumeration")
  /// The usual port is put back after the port was set.
  package static let kdePortReset = ClientRule(
    .kde, "port-reset", .misreads,
    "KMail uses 143 for IMAP and 110 for POP3 with STARTTLS, whatever the file says",
    fix: "offer STARTTLS on the usual port, or TLS",
    source: "setIncomingSecurityProtocol in accountconfiguration.cpp")
  /// Its POP3 resource is never told to use TLS from the beginning.
  package static let kdePOP3 = ClientRule(
    .kde, "pop3", .misreads,
    "KMail asks for STARTTLS where POP3 has TLS from the beginning, so that it never connects",
    fix: "offer imap, or POP3 with STARTTLS on 110",
    source: "createPop3Resource in accountconfiguration.cpp")
  static let kdeNoSMTP = ClientRule(
    .kde, "no-smtp", .misreads,
    "KMail sets up an account that cannot send mail where there is no smtp server",
    fix: "add an smtp server", source: "configurationmodel.cpp")
  static let kdeOAuth2 = ClientRule(
    .kde, "authentication", .misreads,
    "KMail prefers OAuth2 to the password, and has it for Google and Microsoft alone",
    fix: "leave OAuth2 out where the provider is not widely known",
    source: "serverconfiguration.cpp, and passwordrequester.cpp of kdepim-runtime e6bf053")
  /// The rule `kde/log-in`.
  package static let kdeLogIn = ClientRule(
    .kde, "log-in", .fails,
    "KMail tries one way to log in, the first of the file that is not password-cleartext",
    fix: "leave out what people cannot use; POP3 is by password alone",
    source: "serverconfiguration.cpp, and pop3protocol.cpp of kdepim-runtime e6bf053")

  static let kdeRules = [
    kdeRoot, kdeVersion, kdeServers, kdePort, kdeShortName, kdePreference, kdePortReset, kdePOP3,
    kdeNoSMTP, kdeOAuth2, kdeLogIn,
  ]
}
