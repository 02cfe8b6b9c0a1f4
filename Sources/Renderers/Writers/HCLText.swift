// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The strings and names of Terraform's configuration language (HCL 2).
enum HCLText {
  /// A quoted string, in which nothing is a template.
  static func string(_ text: String) -> String {
    var out = "\""
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\\(scalar)"
      // `${` and `%{` begin a template; doubled, they stand for themselves.
      case "{" where previous == "$" || previous == "%":
        out.unicodeScalars.append(contentsOf: [previous ?? scalar, scalar])
      case "\u{20}"...: out.unicodeScalars.append(scalar)
      default: out += "\\u" + hexadecimal(scalar.value)
      }
      previous = scalar
    }
    return out + "\""
  }

  /// A name for a resource: letters, digits, `_` and `-`, not beginning with a digit.
  static func name(_ text: String) -> String {
    if text == "@" { return "apex" }
    let name = text.split(separator: ".").joined(separator: "--")
    return name.utf8.first.map { (0x30...0x39).contains($0) } == true ? "_\(name)" : name
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
