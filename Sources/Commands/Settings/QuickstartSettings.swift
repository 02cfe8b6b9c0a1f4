// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Turns settings to begin with into settings to serve with.
enum QuickstartSettings {
  /// What the lines of suggestions begin with in the starter.
  private static let mark = "#= "

  /// The starter with what a service needs: where it is reached, and the records of the zone.
  static func filled(_ starter: [UInt8], _ domain: DomainName, _ host: DomainName) -> [UInt8] {
    let wanted = ["  publicURL:", "dns:", "  mx:"]
    var lines: [String] = []
    for line in text(starter) {
      guard line.hasPrefix(mark) else {
        lines.append(line)
        continue
      }
      let suggestion = String(line.dropFirst(mark.count))
      if wanted.contains(where: suggestion.hasPrefix) {
        lines.append(suggestion)
        if suggestion.hasPrefix("  mx:") {
          lines.append("  spf: {mx: true, all: \"~all\"}   # who sends mail of the domain")
          lines.append(
            "  dmarc: {policy: none}   # what others do with mail that only claims to be")
        }
      } else if !["  spf:", "  dmarc:"].contains(where: suggestion.hasPrefix) {
        lines.append(line)
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// Imported settings with the place where they are served, where they name none.
  static func imported(_ settings: [UInt8], _ domain: DomainName) -> [UInt8] {
    var lines = text(settings)
    guard !lines.contains(where: { $0.hasPrefix("  publicURL:") }),
      let provider = lines.firstIndex(of: "provider:"),
      let name = lines[provider...].firstIndex(where: { $0.hasPrefix("  name:") })
    else { return settings }
    lines.insert("  publicURL: \"https://setup.\(domain.ascii)\"", at: name + 1)
    return Array(lines.joined(separator: "\n").utf8)
  }

  private static func text(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
