// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport

/// Holds a configuration profile against Apple's table, and what it sets up against the settings.
enum ProfileReader {
  static func read(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let account = try rendition.account()
    let profile = try PlistValue(document.bytes)
    let payloads = profile["PayloadContent"]?.array ?? []
    return try AppleKeys.problems(inProfile: document.bytes)
      + foundation(document)
      + payloads.flatMap { payload in
        payload["PayloadType"] == .string("com.apple.mail.managed")
          ? mail(payload, account) : []
      }
  }

  /// Foundation, whose reader is Apple's own, reads it too.
  private static func foundation(_ document: Document) throws -> [String] {
    let list = try PropertyListSerialization.propertyList(from: Data(document.bytes), format: nil)
    let root = list as? [String: Any]
    return Readers.mismatch("PayloadVersion", root?["PayloadVersion"] as? Int, 1)
      + Readers.mismatch("PayloadType", root?["PayloadType"] as? String, "Configuration")
  }

  private static func mail(_ payload: PlistValue, _ account: AccountSettings) -> [String] {
    let address = payload["EmailAddress"]?.string
    return Readers.mismatch("address", address, account.address?.description)
      + server(payload, "Incoming", account.incoming)
      + server(payload, "Outgoing", account.outgoing)
  }

  private static func server(
    _ payload: PlistValue, _ side: String, _ servers: [AccountServer]
  ) -> [String] {
    let host = payload["\(side)MailServerHostName"]?.string
    let port = payload["\(side)MailServerPortNumber"]?.integer
    let usesSSL = payload["\(side)MailServerUseSSL"]?.boolean
    let server = servers.first { server in
      server.host.ascii == host && Int(server.port.number) == port
        && (server.security != .none) == usesSSL
    }
    guard let server else { return ["\(side): \(host ?? "?") is not in the settings"] }
    var problems: [String] = []
    let best = servers.contains { $0.mailProtocol != .pop3 && $0.security == .tls }
    if best, server.mailProtocol == .pop3 || server.security != .tls {
      problems.append("\(side): \(host ?? "?") is not the best server")
    }
    let login = server.needsLogin ? server.username.value : nil
    return problems
      + Readers.mismatch(side, payload["\(side)MailServerUsername"]?.string, login)
  }
}
