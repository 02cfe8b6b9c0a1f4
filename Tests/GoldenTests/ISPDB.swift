// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport

/// A provider file of the public ISPDB, as far as settings can say it.
struct ISPDBFile {
  let domains: [String]
  let servers: [ISPDBServer]
  private let id: String
  private let name: String
  private let shortName: String
  private let oauth2: XMLTree?

  /// The folder with the files, where somebody has put it beside the repository.
  static let folder = Repository.root.deletingLastPathComponent().appending(
    path: "shared/data/ispdb")

  /// The names of the files; none where the folder is not there.
  static var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { $0.hasSuffix(".xml") }.sorted()
  }

  /// Reads a file; servers of kinds that settings do not know are left out.
  init(_ name: String) throws {
    let root = try XMLTree([UInt8](Data(contentsOf: Self.folder.appending(path: name))))
    let provider = root["emailProvider"]
    // Settings want the one spelling that identifiers are made from.
    id = provider?.attributes["id"]?.lowercased() ?? ""
    domains = (provider?.all("domain") ?? []).map(\.text.trimmingBlanks)
    self.name = provider?["displayName"]?.text.trimmingBlanks ?? id
    shortName = provider?["displayShortName"]?.text.trimmingBlanks ?? id
    oauth2 = root.descendants.first { $0.name == "oAuth2" }
    servers = (provider?.children ?? []).compactMap(ISPDBServer.init)
  }

  /// The file as settings.
  var settings: String {
    let incoming = servers.filter { $0.type != "smtp" }
    let outgoing = servers.filter { $0.type == "smtp" }
    var lines = [
      "provider:", "  id: \(yaml(id))", "  name: \(yaml(String(name.prefix(60))))",
      "  shortName: \(yaml(String(shortName.prefix(20))))", "domains:",
    ]
    var seen: Set<String> = []
    lines += domains.filter { seen.insert($0.lowercased()).inserted }.map {
      "  - name: \(yaml($0))"
    }
    lines += ["incoming:"] + incoming.map(\.settings)
    lines += ["outgoing:"] + outgoing.map(\.settings)
    if let oauth2 {
      let scopes = oauth2["scope"]?.text.split(whereSeparator: \.isWhitespace) ?? []
      lines += [
        "oauth2:", "  issuer: \(yaml(oauth2["issuer"]?.text ?? ""))",
        "  authorizationURL: \(yaml(oauth2["authURL"]?.text ?? ""))",
        "  tokenURL: \(yaml(oauth2["tokenURL"]?.text ?? ""))",
        "  scopes: [\(scopes.map { yaml(String($0)) }.joined(separator: ", "))]",
      ]
    }
    return (lines + ["autoconfig: {everyServer: true}", ""]).joined(separator: "\n")
  }
}

/// A server of a provider file in the words of autoconfig.
struct ISPDBServer: Equatable {
  let type: String
  let host: String
  let port: String
  let socketType: String
  let authentication: [String]
  let username: String

  /// A server element; nil for kinds beside IMAP, POP3 and SMTP.
  init?(_ element: XMLTree) {
    guard ["incomingServer", "outgoingServer"].contains(element.name),
      let type = element.attributes["type"], MailProtocol(rawValue: type) != nil
    else { return nil }
    func text(_ name: String) -> String { element[name]?.text.trimmingBlanks ?? "" }
    self.type = type
    host = text("hostname")
    port = text("port")
    socketType = text("socketType")
    authentication = element.all("authentication").map(\.text.trimmingBlanks)
    username = text("username")
  }

  /// The server as everybody at a domain would have it, with one spelling for the address.
  func at(_ domain: String) -> ISPDBServer { ISPDBServer(self, at: domain) }

  private init(_ server: ISPDBServer, at domain: String) {
    type = server.type
    host = server.host.replacing("%EMAILDOMAIN%", with: domain).lowercased()
    port = server.port
    socketType = server.socketType
    authentication = server.authentication
    username = server.username.replacing("%EMAILDOMAIN%", with: domain)
      .replacing("%EMAILLOCALPART%@\(domain)", with: "%EMAILADDRESS%")
  }

  /// An entry of `incoming` or `outgoing`.
  fileprivate var settings: String {
    let security = ["SSL": "tls", "STARTTLS": "starttls", "plain": "none"][socketType]
    let methods = authentication.map { Self.methods[$0] ?? $0 }
    let pattern = username.replacing("%EMAILADDRESS%", with: "{address}")
      .replacing("%EMAILLOCALPART%", with: "{local}").replacing("%EMAILDOMAIN%", with: "{domain}")
    let hostPattern = host.replacing("%EMAILDOMAIN%", with: "{domain}")
    return """
        - protocol: \(type)
          host: \(yaml(hostPattern))
          port: \(port)
          security: \(yaml(security ?? socketType))
          authentication: [\(methods.joined(separator: ", "))]
          username: \(yaml(["{address}": "address", "{local}": "local-part"][pattern] ?? pattern))
      """
  }

  private static let methods = [
    "password-cleartext": "password", "password-encrypted": "encrypted-password",
    "OAuth2": "oauth2", "GSSAPI": "kerberos", "NTLM": "ntlm",
  ]
}

/// A text in double quotes.
private func yaml(_ text: String) -> String {
  "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
}
