// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Text of strangers made safe for a terminal, a table, or a log, and not too long.
package enum SafeText {
  /// More is cut off.
  package static let longest = 400
  /// More of what people copy is cut off: a key of 4096 bits fits in.
  package static let longestCopied = 4_000

  /// The text, with what a terminal would obey as escapes.
  package static func line(_ text: String, longest: Int = longest) -> String {
    let rest = text.unicodeScalars.dropFirst(longest)
    return String(text.unicodeScalars.prefix(longest)).printable + (rest.isEmpty ? "" : "…")
  }
}
