// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Unicode.Scalar {
  /// True for what a person cannot see, and what moves, hides or turns around the text beside it:
  /// C0 and C1 controls, separators of lines and paragraphs, every `Bidi_Control` (Unicode
  /// PropList), invisible operators and blanks of no width, and noncharacters. Joiners, which
  /// emoji and scripts need, are not among them.
  ///
  /// This is the only such list: what it names is refused in settings and names, and escaped
  /// wherever text meets a terminal.
  package var isUnprintable: Bool {
    switch value {
    case 0x20...0x7E: false
    case 0x00...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    case 0x200B, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xFDD0...0xFDEF: true
    default: value & 0xFFFE == 0xFFFE
    }
  }
}

extension String {
  /// One line for a terminal, a table or a log: whatever a terminal would obey, line breaks too,
  /// stands there as `\u{1B}`. Text that is clean, or was escaped before, stays as it is.
  package var printable: String { printable(keeping: []) }

  /// Lines for a terminal: line feeds and tabs stay, everything else is escaped.
  package var printableLines: String { printable(keeping: ["\n", "\t"]) }

  private func printable(keeping kept: Set<Unicode.Scalar>) -> String {
    guard unicodeScalars.contains(where: { $0.isUnprintable && !kept.contains($0) }) else {
      return self
    }
    var out = ""
    for scalar in unicodeScalars {
      if scalar.isUnprintable, !kept.contains(scalar) {
        out += scalar.codePoint
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}

extension Unicode.Scalar {
  /// The scalar as Swift and Rust write it, such as `\u{1B}`.
  package var codePoint: String { "\\u{\(String(value, radix: 16, uppercase: true))}" }
}
