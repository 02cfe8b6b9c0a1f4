// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// The names that a machine knows without asking anybody: `localhost` (RFC 6761 section 6.3) and
/// those of `/etc/hosts`.
enum HostsFile {
  private static let path = "/etc/hosts"
  private static let mostBytes = 1 << 20

  /// The addresses of a host; none where it is in neither.
  static func addresses(of host: String) -> [String] {
    let name = host.lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") { return ["127.0.0.1", "::1"] }
    guard let bytes = try? InputFile(path: path).contents(limit: mostBytes) else { return [] }
    return addresses(of: name, in: String(decoding: bytes, as: UTF8.self))
  }

  /// The addresses of a name in lines of an address and names, as `hosts(5)` has them.
  static func addresses(of name: String, in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      guard let address = words.first.map(String.init), (try? IPAddress(address)) != nil,
        words.dropFirst().contains(where: { $0.lowercased() == name })
      else { return nil }
      return address
    }
  }
}
