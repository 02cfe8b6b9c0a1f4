// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  static let deltaChatServer = ClientRule(
    .deltaChat, "server", .skips,
    "Delta Chat drops a server without plain text as hostname, port or username",
    fix: "write all three as text, without CDATA", source: "auto_mozilla.rs")
  /// The rule `delta-chat/pieces`.
  package static let deltaChatPieces = ClientRule(
    .deltaChat, "pieces", .misreads,
    "Delta Chat reads only the text after the last comment or reference of an element",
    fix: "write text without comments, CDATA and references such as &amp;amp;",
    source: "auto_mozilla.rs, with quick-xml since 0.38")
  static let deltaChatNothing = ClientRule(
    .deltaChat, "nothing", .ignores, "Delta Chat guesses the servers, since it finds none",
    fix: "add an imap and an smtp server with hostname, port and username", .warning,
    source: "configure.rs and server_params.rs")
  static let deltaChatGuess = ClientRule(
    .deltaChat, "guess", .misreads,
    "Delta Chat guesses hosts where there is no server, and sends the password to them",
    fix: "add an imap and an smtp server where they exist",
    source: "configure.rs and server_params.rs")
  /// The rule `delta-chat/log-in`.
  package static let deltaChatLogIn = ClientRule(
    .deltaChat, "log-in", .fails,
    "Delta Chat logs in with LOGIN and AUTH PLAIN, whatever the file says",
    fix: "let the server take the password itself", source: "imap.rs and smtp/connect.rs")
  static let deltaChatRules = [
    deltaChatServer, deltaChatPieces, deltaChatNothing, deltaChatGuess, deltaChatLogIn,
  ]
}
