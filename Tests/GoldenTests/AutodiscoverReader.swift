// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import TestSupport

/// Holds an autodiscover document against its schema, then lets every client set an account up.
enum AutodiscoverReader {
  static func read(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let account = try rendition.accountOfTypedAddress()
    let typed = try rendition.typedAddress.description
    if let redirect = account.autodiscoverRedirect {
      return XMLSchemas.validate(document.bytes, xsd: "autodiscover-response.xsd")
        + redirection(try XMLTree(document.bytes), redirect)
    }
    return XMLSchemas.validate(document.bytes, xsd: "autodiscover-response.xsd")
      + MailClients.autodiscover.flatMap { client in
        read(document, by: client, typed, account).map { "\(client.name): \($0)" }
      }
  }

  /// Outlook follows both kinds, Delta Chat the second.
  private static func redirection(_ root: XMLTree, _ redirect: AutodiscoverRedirect) -> [String] {
    let account = root["Response"]?["Account"]
    let read = ["Action", "RedirectAddr", "RedirectUrl"].map { account?[$0]?.text }
    switch redirect {
    case .address(let address):
      return Readers.mismatch("redirect", read, ["redirectAddr", address.description, nil])
    case .url(let url):
      return Readers.mismatch("redirect", read, ["redirectUrl", nil, url.description])
    case .unknown: return ["redirects to an unknown place"]
    }
  }

  private static func read(
    _ document: Document, by client: any MailClient, _ typed: String, _ account: AccountSettings
  ) -> [String] {
    let result: ClientAccount
    var remarks: [Remark] = []
    do {
      let xml = try XMLDocument(document.bytes)
      result = try client.account(from: xml, for: typed, &remarks)
    } catch let remark as Remark where remark.rule.severity < .error {
      return []
    } catch {
      let needsIMAP = client is FairEmailPOX
      let hasPOP3 = account.incoming.contains { $0.mailProtocol == .pop3 && isSayable($0) }
      let hasIMAP = account.incoming.contains { $0.mailProtocol == .imap && isSayable($0) }
      let hasSMTP = account.outgoing.contains(where: isSayable)
      let mayRefuse =
        (needsIMAP && !(hasIMAP && hasSMTP))
        || (client is OutlookPOX && !((hasIMAP || hasPOP3) && hasSMTP))
      return mayRefuse ? [] : ["refuses the document: \(error)"]
    }
    if remarks.contains(where: { $0.rule.id == "delta-chat/guess" }) { return [] }
    return (result.incoming + result.outgoing).flatMap { server -> [String] in
      let offered = (account.incoming + account.outgoing).first {
        $0.mailProtocol == server.mailProtocol && isSayable($0)
      }
      guard let offered, server.host == offered.host.ascii, server.port == Int(offered.port.number)
      else { return ["has \(server), which is not the first of the settings"] }
      return compare(server, offered, client, document)
    }
  }

  /// FairEmail and Delta Chat look neither at the login name nor at the words for no TLS.
  private static func compare(
    _ server: ClientServer, _ offered: AccountServer, _ client: any MailClient,
    _ document: Document
  ) -> [String] {
    var problems: [String] = []
    let security = server.security ?? offered.security
    if security != offered.security, !(client is FairEmailPOX && offered.security == .none) {
      problems.append("uses \(security) on port \(offered.port)")
    }
    if client is ThunderbirdPOX, offered.needsLogin, server.username != offered.username.value,
      !client.isNamed(in: document)
    {
      problems.append("logs in as \(server.username ?? "?")")
    }
    return problems
  }

  /// Thunderbird and FairEmail tell TLS from STARTTLS by the port.
  private static func isSayable(_ server: AccountServer) -> Bool {
    let isStartTLSPort = [25, 110, 143, 587].contains(server.port.number)
    let isClear = server.security == .none || isStartTLSPort == (server.security == .starttls)
    return isClear
      && !Set(server.authentication).isDisjoint(with: [.password, .ntlm, .kerberos, .none])
  }
}
