// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport

/// Looks for the values that a person has to type in the text of a sheet.
enum SheetReader {
  static func text(_ document: Document, _ rendition: Rendition) throws -> [String] {
    try missing(document.text, rendition)
  }

  static func html(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let text = document.text
      .replacing(#/<style>.*?<\/style>/#.dotMatchesNewlines(), with: "")
      .replacing(#/<[^>]*>/#, with: "")
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&amp;", with: "&")
    return try missing(text, rendition)
  }

  static func markdown(_ document: Document, _ rendition: Rendition) throws -> [String] {
    try missing(document.text.replacing("\\|", with: "|"), rendition)
  }

  static func pdf(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let file = try PDFFile(document.bytes)
    let information = try file.information
    let unembedded = try file.fonts.filter { !$0.contains(" yes yes yes ") }
    let width = information["Page size"].flatMap { Double($0.prefix { $0 != " " }) } ?? 0
    let stray = try file.words.joined().filter {
      $0.left < 28 || $0.right > width - 28 || $0.top < 14
    }
    return try missing(file.text, rendition)
      + Readers.mismatch("Tagged", information["Tagged"], "yes")
      + Readers.mismatch("has a title", information["Title"]?.isEmpty, false)
      + unembedded.map { "not embedded: \($0)" } + stray.map { "outside the page: \($0.text)" }
  }

  /// What is in the settings but not in the text; lines may be broken anywhere.
  private static func missing(_ text: String, _ rendition: Rendition) throws -> [String] {
    let account = try rendition.account()
    let shown = text.filter { !$0.isWhitespace && $0 != "\u{200B}" }
    if let choice = rendition.choice, choice.value != "generic" {
      return partial(shown, account)
    }
    let isForPrinter = rendition.choice?.option.name == "device"
    let incoming = isForPrinter ? nil : account.incoming.min(by: isBetter)
    let servers = [incoming, account.outgoing.min(by: isBetter)].compactMap { $0 }
    let values = servers.flatMap { server in
      [server.host.ascii, server.port.description]
        + (server.needsLogin ? [server.username.value].compactMap { $0 } : [])
    }
    return values.filter { !shown.contains($0.filter { !$0.isWhitespace }) }
      .map { "'\($0)' is not on the sheet" }
  }

  /// A sheet for one program may name one server of each group, or none at all; what it names is
  /// complete.
  private static func partial(_ shown: String, _ account: AccountSettings) -> [String] {
    [account.incoming, account.outgoing].flatMap { servers -> [String] in
      let named = servers.filter { shown.contains($0.host.ascii) }
      let isComplete = named.contains { server in
        shown.contains(server.port.description)
          && (!server.needsLogin || shown.contains(server.username.value ?? ""))
      }
      return named.isEmpty || isComplete ? [] : ["the values of \(named[0].host) are not complete"]
    }
  }

  /// IMAP before POP3, TLS before everything else, the order of the settings otherwise.
  private static func isBetter(_ left: AccountServer, _ right: AccountServer) -> Bool {
    func rank(_ server: AccountServer) -> (Int, Int, Int) {
      (
        server.mailProtocol == .pop3 ? 1 : 0, server.security == .tls ? 0 : 1, server.index
      )
    }
    return rank(left) < rank(right)
  }
}
