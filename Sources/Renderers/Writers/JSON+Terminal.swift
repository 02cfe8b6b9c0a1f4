// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension JSON {
  /// The value with everything that a terminal would obey as the escapes of JSON.
  package func printable(pretty: Bool) -> String {
    let text = String(decoding: encoded(pretty: pretty), as: UTF8.self)
    guard text.unicodeScalars.contains(where: Self.isEscaped) else { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      if Self.isEscaped(scalar) {
        // All of them but noncharacters have four digits; those are pairs (RFC 8259 section 7).
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// The line feeds are those of the form; JSON writes others as escapes itself.
  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isUnprintable && scalar != "\n"
  }
}
