// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import System
import Trees

/// Compares what each mail program would set up from two documents.
enum ClientComparison {
  /// The programs that set something else up; where the account itself has other servers, only
  /// those that now refuse the document, or no longer do.
  static func changes(
    _ old: AccountDocument, _ new: AccountDocument, for address: MailAddress,
    besides known: [DiffChange]
  ) -> [DiffChange] {
    let clients: [any MailClient]
    let documents: (XMLDocument, XMLDocument)
    switch (old, new) {
    case (.autoconfig(let first), .autoconfig(let second)):
      (clients, documents) = (MailClients.autoconfig, (first, second))
    case (.autodiscover(let first), .autodiscover(let second)):
      (clients, documents) = (MailClients.autodiscover, (first, second))
    default: return []
    }
    let hasChanged = known.contains { change in
      ["imap", "pop3", "smtp"].contains { change.subject.holds("\($0) ") }
    }
    return clients.compactMap { client in
      let before = outcome(client, documents.0, address)
      let after = outcome(client, documents.1, address)
      guard before.text != after.text, !hasChanged || before.isGood != after.isGood else {
        return nil
      }
      return DiffChange(
        client.program.name, before.text, after.text,
        after.isGood ? "new devices are set up so" : "new devices are no longer set up by it")
    }
  }

  private static func outcome(
    _ client: any MailClient, _ document: XMLDocument, _ address: MailAddress
  ) -> (text: String, isGood: Bool) {
    var remarks: [Remark] = []
    do throws(Remark) {
      let account = try client.account(from: document, for: address.description, &remarks)
      return ((account.incoming + account.outgoing).map(line).joined(separator: ", "), true)
    } catch {
      return ("refuses it: \(error.rule.id)", false)
    }
  }

  private static func line(_ server: ClientServer) -> String {
    let words = [
      server.mailProtocol.rawValue, "\(server.host):\(server.port.map(String.init) ?? "?")",
      server.security?.rawValue ?? "tries", server.username.map { "as \($0)" } ?? "asks",
      server.authentication,
    ]
    return words.compactMap { $0 }.joined(separator: " ")
  }
}
