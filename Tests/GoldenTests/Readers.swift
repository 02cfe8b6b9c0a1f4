// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport

/// What is wrong with a document when somebody reads it, format by format.
enum Readers {
  typealias Reader = @Sendable (Document, Rendition) throws -> [String]

  /// The list to which a new format adds its reader.
  static let all: [String: Reader] = [
    "autoconfig": AutoconfigReader.read,
    "autodiscover": AutodiscoverReader.read,
    "mobilesync": mobilesync,
    "autodiscover-json": autodiscoverJSON,
    "pacc": pacc,
    "mobileconfig": ProfileReader.read,
    "dns": ZoneReader.read,
    "settings": settings,
    "sheet-text": SheetReader.text,
    "sheet-html": SheetReader.html,
    "sheet-markdown": SheetReader.markdown,
    "sheet-pdf": SheetReader.pdf,
    "thunderbird-qr": thunderbirdQR,
    "declaration": DeclarationReader.read,
  ].merging(ProgramReader.all) { own, _ in own }

  private static let mobilesync: Reader = { document, rendition in
    let account = try rendition.account()
    let response = try XMLTree(document.bytes)["Response"]
    let address = response?["User"]?["EMailAddress"]?.text
    let url = response?["Action"]?["Settings"]?["Server"]?["Url"]?.text
    if case .address(let other)? = account.autodiscoverRedirect {
      return XMLSchemas.validate(document.bytes, xsd: "mobilesync-response.xsd")
        + mismatch("redirect", response?["Action"]?["Redirect"]?.text, other.description)
    }
    return XMLSchemas.validate(document.bytes, xsd: "mobilesync-response.xsd")
      + mismatch("address", address, account.address?.description)
      + mismatch(
        "server", url, account.activeSync.map { "https://\($0)/Microsoft-Server-ActiveSync" })
  }

  private static let autodiscoverJSON: Reader = { document, _ in
    try JSONSchema.validate(document.bytes, schema: "autodiscover-json.schema.json")
  }

  private static let pacc: Reader = { document, rendition in
    let account = try rendition.accountOfDomain()
    let answer = try JSONValue(document.bytes)
    var problems = try JSONSchema.validate(document.bytes, schema: "pacc.schema.json")
    for type in MailProtocol.allCases {
      guard let host = answer["protocols"]?[type.rawValue]?["host"]?.string else { continue }
      let isOffered = (account.incoming + account.outgoing).contains {
        $0.mailProtocol == type && $0.host.ascii == host && $0.security == .tls
          && $0.port == type.usualPort(.tls) && $0.username.parts == [.address]
      }
      if !isOffered { problems.append("\(type.rawValue) \(host) is not in the settings") }
    }
    return problems
  }

  private static let settings: Reader = { document, rendition in
    let account = try rendition.account()
    let answer = try JSONValue(document.bytes)
    let servers = (answer["incoming"]?.array ?? []) + (answer["outgoing"]?.array ?? [])
    let hosts = servers.map { $0["host"]?.string }
    let ports = servers.map { $0["port"]?.number }
    let all = account.incoming + account.outgoing
    return try JSONSchema.validate(document.bytes, schema: "account.schema.json")
      + mismatch("hosts", hosts, all.map(\.host.ascii))
      + mismatch("ports", ports, all.map { Double($0.port.number) })
      + mismatch("domain", answer["domain"]?.string, account.domain.ascii)
      + mismatch("address", answer["address"]?.string, account.address?.description)
  }

  private static let thunderbirdQR: Reader = { document, rendition in
    let account = try rendition.account()
    let code = try ThunderbirdAndroidCode(document.bytes)
    func isOffered(_ read: ClientServer, _ server: AccountServer) -> Bool {
      read.mailProtocol == server.mailProtocol && read.host == server.host.ascii
        && read.port == Int(server.port.number) && read.security == server.security
        && read.username == (server.needsLogin ? server.username.value : "")
    }
    return [(code.incoming, account.incoming), (code.outgoing, account.outgoing)]
      .filter { read, servers in !servers.contains { isOffered(read, $0) } }
      .map { "\($0.0) is not in the settings" }
      + mismatch("address", code.address, account.address?.description)
      + mismatch("name", code.displayName, account.person.name?.text ?? "")
  }

  /// A problem where two values differ.
  static func mismatch<Value: Equatable>(_ what: String, _ is: Value, _ wanted: Value) -> [String] {
    `is` == wanted ? [] : ["\(what): \(`is`), not \(wanted)"]
  }
}
