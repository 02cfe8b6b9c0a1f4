// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Values of `.env` files, in what the readers of PHP (vlucas/phpdotenv), Python (django-environ,
/// python-dotenv), Ruby (dotenv), Symfony and shells have in common.
enum DotenvText {
  /// A value: bare where every reader takes it so, in apostrophes where nothing is special, else in
  /// double quotes, where backslash, double quote, `$` and backquote are escaped.
  static func value(_ text: String) -> String? {
    guard text.isOneLine else { return nil }
    if text.utf8.allSatisfy(isPlain) { return text }
    // Some readers take a backslash for an escape even there.
    if !text.utf8.contains(where: { $0 == 0x27 || $0 == 0x5C }) { return "'\(text)'" }
    return "\"\(text.escaping("\\\"$`"))\""
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2B, 0x2D, 0x2E, 0x2F, 0x3A, 0x40, 0x5F: true
    default: false
    }
  }
}
