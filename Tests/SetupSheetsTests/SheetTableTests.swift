// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport
import Testing

@testable import SetupSheets

/// The manual's table of what the program or device of a sheet cannot be told is worked out from
/// the definitions.
@Suite struct SheetTableTests {
  private let library = SheetLibrary.builtIn

  @Test func theManualSaysWhatTheThingsOfSheetsCannotBeTold() throws {
    let text = String(
      decoding: try Repository.bytes("Templates/manual/documents.md"), as: UTF8.self)
    let table = text.components(separatedBy: "<!-- sheets:").dropFirst().first ?? ""
    let rows = table.components(separatedBy: "\n").dropFirst().prefix { $0.hasPrefix("|") }
      .dropFirst(2)
    let wanted = clients + devices
    #expect(wanted.count > 40)
    for (row, wants) in zip(rows, wanted) { #expect(row == wants) }
    #expect(rows.count == wanted.count, "\(wanted.joined(separator: "\n"))")
  }

  /// Mail programs that values are typed into.
  private var clients: [String] {
    library.clients.compactMap { library.client($0) }
      .filter { [.manual, .values, .outgoing].contains($0.kind) }
      .map { client in
        let isReader = !client.incoming.isEmpty
        let missing: [MailProtocol] = [.imap, .pop3].filter {
          isReader && !client.protocols.contains($0)
        }
        return row(
          "client", client.definition,
          missing.map(\.displayName) + Self.protections(client.definition)
            + Self.logIns(client.definition))
      }
  }

  private var devices: [String] {
    library.devices.compactMap { library.device($0) }.map { device in
      row(
        "device", device.definition,
        Self.protections(device.definition, isApart: device.fields.contains { $0.kind == .url })
          + Self.logIns(device.definition))
    }
  }

  private func row(_ option: String, _ definition: Definition, _ unsaid: [String]) -> String {
    let limits =
      library.descriptions
      .first { $0.option == option && $0.name == definition.id }?.limits ?? []
    let ends = limits.filter { $0.0 != "protocols" }.map { "\($0.0): \($0.1)" }
    let all = unsaid + ends
    return "| `--\(option) \(definition.id)` | \(definition.name.english) |"
      + " \(all.isEmpty ? "–" : all.joined(separator: "; ")) |"
  }

  private static func protections(_ definition: Definition, isApart: Bool = false) -> [String] {
    let words: [Security: String] = [
      .tls: "implicit TLS", .starttls: "STARTTLS", .none: "a server without TLS",
    ]
    var out = Security.allCases.filter { definition.security[$0] == nil }.compactMap { words[$0] }
    // A URL tells them apart whatever else is said.
    if !isApart, let tls = definition.security[.tls],
      tls.english == definition.security[.starttls]?.english
    {
      out.append("TLS and STARTTLS apart, which the port decides")
    }
    return out
  }

  /// Nothing where the definition has no list: such a thing takes what the settings say.
  private static func logIns(_ definition: Definition) -> [String] {
    guard let known = definition.authentication else { return [] }
    return Authentication.allCases.filter { known[$0] == nil }.map {
      $0 == .none ? "no log-in" : "`\($0.rawValue)`"
    }
  }
}
