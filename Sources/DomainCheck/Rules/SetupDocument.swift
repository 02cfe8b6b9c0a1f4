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
  /// What the client makes otherwise than the document says.
  let remarks: [Remark]
  /// The rule by which the client reads the document and nobody can log in; nil where they can.
  let obstacle: ClientRule?

  /// Reads a document as the client with this identifier does.
  init(_ body: [UInt8], _ client: ClientLookup, for address: MailAddress) {
    var remarks: [Remark] = []
    do throws(SetupRefusal) {
      let account = try Self.account(body, client, address.description, &remarks)
      servers = [account.incoming.first, account.outgoing.first].compactMap { $0 }
      problem = servers.isEmpty ? "it names no server" : nil
      obstacle = nil
    } catch {
      servers = []
      obstacle = error.rule?.effect == .fails ? error.rule : nil
      problem = obstacle == nil ? error.reason : nil
    }
    self.remarks = remarks
  }

  /// Servers that were found without a document.
  init(_ servers: [ClientServer]) {
    self.servers = servers
    problem = nil
    remarks = []
    obstacle = nil
  }

  private struct SetupRefusal: Error {
    let reason: String
    var rule: ClientRule?
  }

  private static func account(
    _ body: [UInt8], _ client: ClientLookup, _ address: String, _ remarks: inout [Remark]
  ) throws(SetupRefusal) -> ClientAccount {
    let document: XMLDocument
    do { document = try XMLReader.read(body, name: client.program.name) } catch {
      throw SetupRefusal(reason: "the document is no XML")
    }
    let readers = client.isAutodiscover ? MailClients.autodiscover : MailClients.autoconfig
    guard let reader = readers.first(where: { $0.program == client.program }) else {
      throw SetupRefusal(reason: "nobody knows how it reads")
    }
    do { return try reader.account(from: document, for: address, &remarks) } catch {
      throw SetupRefusal(reason: error.rule.sentence, rule: error.rule)
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
