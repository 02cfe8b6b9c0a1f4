// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import ClientRules
import Console
import MailSettings
import Renderers

extension LintReport {
  private static let header = [
    "CLIENT", "INCOMING", "OUTGOING", "USER", "SECURITY", "AUTHENTICATION",
  ]

  /// Which client sets up which account, for people.
  var table: String {
    let subject = address.isEmpty ? "\(source): \(kind)" : "\(source): \(kind) for \(address)"
    let title = "\(subject.printable)\n"
    guard !outcomes.isEmpty else { return title + (summary.map { "  \($0.printable)\n" } ?? "") }
    let rows = [Self.header] + outcomes.map { $0.cells.map(\.printable) }
    let widths = Self.header.indices.map { column in
      rows.filter { $0.count > 2 || column == 0 }.map { $0.count > column ? $0[column].count : 0 }
        .max() ?? 0
    }
    return title
      + rows.map { row in
        let padded = zip(row.dropLast(), widths).map { $0.padded(to: $1 + 2) }.joined()
        return "  \(padded)\(row.last ?? "")\n"
      }.joined()
  }

  /// The same for programs.
  var json: JSON {
    .object([
      "file": .string(source), "kind": .string(kind), "address": .string(address),
      "summary": .optional(summary), "clients": .array(outcomes.map(\.json)),
      "findings": .array(findings.map(\.json)),
    ])
  }
}

extension LintOutcome {
  fileprivate var cells: [String] {
    guard let account else {
      let what = refusal?.rule.effect == .fails ? "cannot log in" : "refuses it"
      return [program.name, "\(what): \(refusal?.rule.id ?? "")"]
    }
    let (incoming, outgoing) = (account.incoming.first, account.outgoing.first)
    let both = [incoming, outgoing].compactMap { $0 }
    return [
      program.name, incoming?.endpoint ?? account.others.first ?? "none",
      outgoing?.endpoint ?? "none",
      Self.joined(both.map { $0.username ?? "asks" }),
      Self.joined(both.map { $0.security?.rawValue ?? "tries" }),
      Self.joined(both.map(\.method)),
    ]
  }

  /// Two values, or one where both are the same.
  private static func joined(_ values: [String]) -> String {
    Set(values).count == 1 ? values.first ?? "" : values.joined(separator: ", ")
  }

  fileprivate var json: JSON {
    .object([
      "client": .string(program.name), "versions": .string(program.versions),
      "accepts": .boolean(account != nil), "rule": .optional(refusal?.rule.id),
      "canLogIn": .boolean(account != nil && refusal?.rule.effect != .fails),
      "incoming": account.map { .array($0.incoming.map(\.json)) },
      "outgoing": account.map { .array($0.outgoing.map(\.json)) },
      "others": account.map { .array($0.others.map { .string($0) }) },
    ])
  }
}

extension ClientServer {
  fileprivate var endpoint: String {
    "\(mailProtocol.rawValue) \(host):\(port.map(String.init) ?? "?")"
  }

  /// How the client logs in: in the document's words where it reads them.
  fileprivate var method: String {
    if let authentication { return authentication }
    let names = logIns.names
    return names.count == 1 ? names[0] : "tries"
  }

  fileprivate var json: JSON {
    .object([
      "protocol": .string(mailProtocol.rawValue), "host": .string(host),
      "port": port.map { .integer($0) } ?? .null,
      "security": security.map { .string($0.rawValue) } ?? .null,
      "username": username.map { .string($0) } ?? .null,
      "authentication": authentication.map { .string($0) } ?? .null,
      "logsInWith": .array(logIns.names.map { .string($0) }),
    ])
  }
}

extension Finding {
  /// The finding as a JSON object.
  var json: JSON {
    .object([
      "severity": .string(severity.rawValue), "rule": .string(path),
      "line": place.map { .integer($0.line) } ?? .null,
      "column": place.map { .integer($0.column) } ?? .null,
      "message": .string(message), "fix": fix.map { .string($0) } ?? .null,
    ])
  }
}
