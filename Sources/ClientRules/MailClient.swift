// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A mail program that sets an account up from an XML document, re-stated in a few lines: what it
/// stores in the end, not only what its parser reads.
package protocol MailClient: Sendable {
  /// The program.
  var program: ClientProgram { get }
  /// The rule of a server with which the program has no way to log in in common.
  var logInRule: ClientRule { get }
  /// False for a program that takes prefixes of names for a part of them.
  var knowsNamespaces: Bool { get }
  /// The account that the program stores, and what it passes over or changes on the way; throws why
  /// there is none.
  func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount
}

extension MailClient {
  /// True unless the program's parser was seen to do otherwise.
  package var knowsNamespaces: Bool { true }

  /// The account for the address that a person types, and what the program passes over or changes
  /// on the way; throws why there is none, or why nobody can log in to it.
  package func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let document = knowsNamespaces ? document : document.withQualifiedNames
    let account = try read(document, for: address, &remarks)
    guard let server = account.unusable else { return account }
    throw Remark(
      logInRule, "\(server.host) takes \(server.offered.names.joined(separator: ", "))",
      at: place(of: server, in: document))
  }

  /// Where the server stands, as far as it can be told from its host.
  private func place(of server: ClientServer, in document: XMLDocument) -> Place {
    let all = document.root.descendants.filter { $0["hostname"] != nil || $0["Server"] != nil }
    let exact = all.first { (($0["hostname"] ?? $0["Server"])?.text ?? "") == server.host }
    return (exact ?? all.first ?? document.root).place
  }
}

/// Every client whose reader is re-stated here.
package enum MailClients {
  /// Those that read autoconfig documents.
  package static let autoconfig: [any MailClient] = [
    ThunderbirdDesktop(), ThunderbirdAndroid(), FairEmail(), DeltaChat(), GNOME(), KDE(),
    Evolution(), NextcloudMail(), Himalaya(), Mailspring(), Aerc(), Geary(), SnappyMail(),
    Mustang(),
  ]
  /// Those that read autodiscover documents (plain old XML).
  package static let autodiscover: [any MailClient] = [
    OutlookPOX(), ThunderbirdPOX(), FairEmailPOX(), DeltaChatPOX(),
  ]
}
