// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What JavaScript's `URL` finds in an address of http or https.
struct WebAddress {
  /// In lower case.
  let host: String
  /// Nil for the usual one.
  let port: Int?

  /// Nil for text that is no such address.
  init?(_ text: String) {
    guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
    var rest = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
    if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    guard !rest.isEmpty, !rest.contains(where: \.isWhitespace) else { return nil }
    let colon = rest.hasSuffix("]") ? nil : rest.lastIndex(of: ":")
    let number = colon.flatMap { Int(rest[rest.index(after: $0)...]) }
    host = rest[..<(colon ?? rest.endIndex)].lowercased()
    port = number == (scheme == "https://" ? 443 : 80) ? nil : number
  }
}
