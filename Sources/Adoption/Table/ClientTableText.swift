// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension ClientTable {
  /// The table in Markdown: each value with the usual ones beside it, which are TLS, a password
  /// and the address.
  package static var markdown: String {
    let usernames = Username.allCases.map { "`\($0.rawValue)`" }
    let head =
      ["Client", "Format"] + Security.allCases.map { $0 == .none ? "no TLS" : "`\($0.rawValue)`" }
      + Authentication.allCases.dropFirst().map { $0 == .none ? "no log-in" : "`\($0.rawValue)`" }
      + usernames.dropFirst()
    let lines = rows.map { row in
      [row.client, "`\(row.format)`"] + marks(row)
    }
    let rule = head.map { _ in "---" }
    return ([head, rule] + lines).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// Security, then log-ins but password, then user names but the address.
  private static func marks(_ row: Row) -> [String] {
    Security.allCases.map { row.verdict($0, .password, .address).mark }
      + Authentication.allCases.dropFirst().map { row.verdict(.tls, $0, .address).mark }
      + Username.allCases.dropFirst().map { row.verdict(.tls, .password, $0).mark }
  }

  /// Every combination for programs.
  package static var json: JSON {
    .array(
      rows.flatMap { row in
        Security.allCases.flatMap { security in
          Authentication.allCases.flatMap { method in
            Username.allCases.map { username in
              JSON.object([
                "client": .string(row.client), "format": .string(row.format),
                "security": .string(security.rawValue),
                "authentication": .string(method.rawValue),
                "username": .string(username.rawValue),
                "verdict": .string(row.verdict(security, method, username).rawValue),
              ])
            }
          }
        }
      })
  }

  /// The same table for terminals, with its legend.
  package static var text: String {
    let legend = Verdict.allCases.map { "\($0.mark) \($0.rawValue)" }.joined(separator: ", ")
    return "\(markdown)\n\(legend)\n"
  }
}
