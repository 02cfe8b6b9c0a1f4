// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension ClientRule {
  static let deltaChatServer = ClientRule(
    .deltaChat, "server", .skips,
    "Delta Chat drops a server without plain text as hostname, port or username",
    fix: "write all three as text, without CDATA")
  package static let deltaChatPieces = ClientRule(
    .deltaChat, "pieces", .misreads,
    "Delta Chat reads only the text after the last comment or reference of an element",
    fix: "write text without comments, CDATA and references such as &amp;amp;")
  static let deltaChatNothing = ClientRule(
    .deltaChat, "nothing", .ignores, "Delta Chat guesses the servers, since it finds none",
    fix: "add an imap and an smtp server with hostname, port and username", .warning)
  static let deltaChatRules = [deltaChatServer, deltaChatPieces, deltaChatNothing]

  static let gnomeRoot = ClientRule(
    .gnome, "root", .refuses, "GNOME wants clientConfig as the root",
    fix: "begin with <clientConfig version=\"1.1\">")
  static let gnomeServers = ClientRule(
    .gnome, "servers", .refuses, "GNOME needs an imap and an smtp server",
    fix: "add both where they exist", .warning)
  /// A literal or composite user name is dropped.
  public static let gnomeUsername = ClientRule(
    .gnome, "username", .misreads,
    "GNOME ignores a username that is not the address or its local part",
    fix: "use %EMAILADDRESS% or %EMAILLOCALPART% alone")
  static let gnomeHost = ClientRule(
    .gnome, "hostname", .misreads, "GNOME takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)

  static let kdeRoot = ClientRule(
    .kde, "root", .refuses, "KMail wants clientConfig with an emailProvider inside",
    fix: "begin with <clientConfig version=\"1.1\"> and <emailProvider id=\"DOMAIN\">")
  static let kdePort = ClientRule(
    .kde, "port", .skips, "KMail drops a server without a port", fix: "add the port")
  static let kdeOAuth2 = ClientRule(
    .kde, "authentication", .misreads,
    "KMail prefers any way to log in to password-cleartext, be it OAuth2 of an unknown provider",
    fix: "leave OAuth2 out where the provider is not widely known", .note)
  static let kdeShortName = ClientRule(
    .kde, "short-name", .ignores, "KMail needs displayShortName for the account's name",
    fix: "add displayShortName")

  static let evolutionAttributes = ClientRule(
    .evolution, "attributes", .refuses,
    "Evolution wants type and no other attribute on incomingServer and outgoingServer",
    fix: "leave other attributes out")
  static let evolutionServers = ClientRule(
    .evolution, "servers", .refuses, "Evolution needs an imap or pop3 server and an smtp server",
    fix: "add both")

  static let nextcloudServers = ClientRule(
    .nextcloud, "servers", .refuses, "Nextcloud Mail needs an imap and an smtp server",
    fix: "add both where they exist", .warning)
  static let nextcloudHost = ClientRule(
    .nextcloud, "hostname", .misreads, "Nextcloud Mail takes placeholders in a hostname literally",
    fix: "write the host name out for one domain", .error)

  static let desktopRules = [
    gnomeRoot, gnomeServers, gnomeUsername, gnomeHost, kdeRoot, kdePort, kdeOAuth2, kdeShortName,
    evolutionAttributes, evolutionServers, nextcloudServers, nextcloudHost,
  ]
}
