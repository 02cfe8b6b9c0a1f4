// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import TestSupport

/// Holds an autoconfig document against the grammar, then lets every client set an account up.
///
/// A client gets the host, port, protection and user name of the settings, or its rules say what it
/// makes of them. It may refuse only what the settings cannot say to it, or where a finding names
/// it.
enum AutoconfigReader {
  static func read(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let problems = XMLSchemas.validate(document.bytes, relaxNG: "autoconfig.rng")
    let account = try rendition.accountOfTypedAddress()
    if account.provider.autoconfig.everyServer { return problems }
    let typed = try rendition.typedAddress.description
    return try problems
      + MailClients.autoconfig.flatMap { client in
        try read(document, by: client, typed, account).map { "\(client.name): \($0)" }
      }
  }

  private static func read(
    _ document: Document, by client: any MailClient, _ typed: String, _ account: AccountSettings
  ) throws -> [String] {
    let safe = account.incoming.filter(isSafe)
    let incoming =
      safe.filter { $0.mailProtocol == .imap } + safe.filter { $0.mailProtocol != .imap }
    let outgoing = account.outgoing.filter(isSafe)
    let result: ClientAccount
    var remarks: [Remark] = []
    let xml = try XMLDocument(document.bytes)
    do {
      result = try client.account(from: xml, for: typed, &remarks)
    } catch {
      return isUnable(client, error.rule, incoming)
        || mayRefuse(client, incoming + outgoing, document)
        ? [] : ["refuses the document: \(error.rule.id)"]
    }
    let isSaid = client.isNamed(in: document) || remarks.contains(where: \.isAboutNames)
    if remarks.contains(where: \.isAboutServers) { return [] }
    // Of several servers of a type it takes the last.
    if client is Evolution {
      return (result.incoming + result.outgoing).filter { server in
        !(incoming + outgoing).contains { isSame(server, $0) }
      }.map { "has \($0), which is not there" }
    }
    return compare(result.incoming, incoming, isSaid) + compare(result.outgoing, outgoing, isSaid)
  }

  /// What a program cannot do whatever the document says.
  private static func isUnable(
    _ client: any MailClient, _ rule: ClientRule, _ incoming: [AccountServer]
  ) -> Bool {
    guard rule.severity < .error else { return false }
    let hasIMAP = incoming.contains { $0.mailProtocol == .imap }
    return rule.effect == .fails || rule.id.hasSuffix("/address") || !hasIMAP
  }

  /// What can be in a file for phones.
  private static func isSafe(_ server: AccountServer) -> Bool {
    server.security != .none
      && !Set(server.authentication).isDisjoint(with: [.password, .encryptedPassword, .oauth2])
  }

  /// Without IMAP some have nothing to set up; tokens alone are for providers that they know.
  private static func mayRefuse(
    _ client: any MailClient, _ servers: [AccountServer], _ document: Document
  ) -> Bool {
    guard document.findings.contains(where: { $0.severity >= .warning }) else { return false }
    let hasIMAP = servers.contains { $0.mailProtocol == .imap }
    let takesPasswords = servers.contains {
      $0.authentication.contains(.password) || $0.authentication.contains(.encryptedPassword)
    }
    switch client {
    case is ThunderbirdDesktop: return !takesPasswords
    case is ThunderbirdAndroid: return !hasIMAP || !takesPasswords
    case is FairEmail, is GNOME, is NextcloudMail: return !hasIMAP
    case is Himalaya: return document.findings.contains { $0.message.contains("Himalaya") }
    default: return false
    }
  }

  /// The client's servers must stand in the settings in the same order, beginning with the first.
  private static func compare(
    _ servers: [ClientServer], _ wanted: [AccountServer], _ isSaid: Bool
  ) -> [String] {
    guard let first = servers.first, let wantedFirst = wanted.first else {
      return ["has nothing"]
    }
    if !isSame(first, wantedFirst) { return ["begins with \(first)"] }
    var rest = wanted[...]
    for server in servers {
      guard let index = rest.firstIndex(where: { isSame(server, $0) }) else {
        return ["has \(server), which is not there or not in this place"]
      }
      let login = rest[index].username.value
      if server.username != login, rest[index].needsLogin, !isSaid {
        return ["logs in as \(server.username ?? "?"), not as \(login ?? "?")"]
      }
      rest = rest[(index + 1)...]
    }
    return []
  }

  private static func isSame(_ server: ClientServer, _ wanted: AccountServer) -> Bool {
    server.mailProtocol == wanted.mailProtocol && server.host == wanted.host.ascii
      && server.port == Int(wanted.port.number) && server.security == wanted.security
  }
}

extension Remark {
  /// True where the client logs in with another name than the document says.
  var isAboutNames: Bool { rule.effect == .misreads && rule.id.hasSuffix("username") }
  /// True where it sets up another server.
  var isAboutServers: Bool { rule.effect == .misreads && !isAboutNames }
}

extension MailClient {
  /// True where a finding tells of this client's trouble with a user name, or of every client's.
  func isNamed(in document: Document) -> Bool {
    let program = name.prefix { $0 != " " }
    return document.findings.contains {
      $0.path.hasSuffix(".username")
        && ($0.message.contains(program) || $0.message.contains("clients"))
    }
  }
}
