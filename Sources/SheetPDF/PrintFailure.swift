// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Why a sheet cannot be printed.
enum PrintFailure: Error, Hashable {
  /// cairo's reason.
  case cannotDraw(String)
  /// No font on this machine has these characters.
  case noGlyphs([Character])
  /// The provider's logo is no picture.
  case badLogo(String)

  /// What to tell people.
  var finding: Finding {
    switch self {
    case .cannotDraw(let reason):
      Finding(.error, at: "", "the PDF cannot be written: \(reason)", fix: "use sheet-html")
    case .badLogo(let reason):
      Finding(
        .error, at: "provider.logo", "the logo cannot be drawn: \(reason)",
        fix: "use an SVG or PNG file, or leave the logo out")
    case .noGlyphs([]):
      Finding(
        .error, at: "", "no font on this machine has every character of the password or the name",
        fix: "install one that has them, such as fonts-noto-cjk, or give another password")
    case .noGlyphs(let characters):
      Finding(
        .error, at: "",
        "no font on this machine has \(characters.prefix(8).map(Self.named).joined(separator: ", "))",
        fix: "install one that has them, such as fonts-noto-cjk or fonts-noto-color-emoji,"
          + " or use sheet-html")
    }
  }

  private static func named(_ character: Character) -> String {
    let codes = character.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return "\(String(character).quoted) (\(codes.joined(separator: " ")))"
  }
}
