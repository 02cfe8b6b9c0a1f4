// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Trees

/// What a mail client makes of a document that it has fetched.
struct SetupDocument {
  /// The servers that it would set up, first the one for reading.
  let servers: [ClientServer]
  /// Why it sets up nothing; nil where it does.
  let problem: String?

  /// Reads a document as the client with this identifier does.
  init(_ body: [UInt8], _ client: ClientLookup, for address: MailAddress) {
    let account: ClientAccount
    do throws(SetupRefusal) {
      account = try Self.account(body, client, address.description)
    } catch {
      servers = []
      problem = error.reason
      return
    }
    servers = [account.incoming.first, account.outgoing.first].compactMap { $0 }
    problem = servers.isEmpty ? "it names no server" : nil
  }

  private struct SetupRefusal: Error { let reason: String }

  private static func account(
    _ body: [UInt8], _ client: ClientLookup, _ address: String
  ) throws(SetupRefusal) -> ClientAccount {
    let document: XMLDocument
    do { document = try XMLReader.read(body, name: client.program.name) } catch {
      throw SetupRefusal(reason: "the document is no XML")
    }
    let readers = client.isAutodiscover ? MailClients.autodiscover : MailClients.autoconfig
    guard let reader = readers.first(where: { $0.program == client.program }) else {
      throw SetupRefusal(reason: "nobody knows how it reads")
    }
    var remarks: [Remark] = []
    do { return try reader.account(from: document, for: address, &remarks) } catch {
      throw SetupRefusal(reason: error.rule.sentence)
    }
  }
}

extension ClientServer {
  /// Protocol, host, port and protection in a few words.
  var summary: String {
    let port = port.map { ":\($0)" } ?? ""
    return "\(mailProtocol.displayName) \(host)\(port) \(security?.rawValue ?? "any TLS")"
  }

  /// True for the same server.
  func isSame(as server: AccountServer) -> Bool {
    mailProtocol == server.mailProtocol && host.lowercased() == server.host.ascii
      && (port == nil || port == Int(server.port.number))
      && (security == nil || security == server.security)
  }
}
