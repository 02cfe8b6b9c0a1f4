// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A colour of the screen, in sRGB (CSS Color Module Level 4 section 5.2).
public struct Color: Hashable, Sendable, CustomStringConvertible {
  /// Red, green and blue from 0 to 255.
  public let red, green, blue: UInt8

  /// A colour by its three parts.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Reads `#rrggbb` in either case; throws for anything else.
  public init(_ text: String) throws(InvalidValue) {
    let digits = text.utf8.dropFirst().compactMap {
      Character(UnicodeScalar($0)).hexDigitValue.map(UInt8.init)
    }
    guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count == 7, digits.count == 6 else {
      throw InvalidValue(
        "\(text.quoted) is not a colour",
        fix: "write it as #rrggbb in hexadecimal digits, such as \"#0b57a4\"")
    }
    red = digits[0] << 4 | digits[1]
    green = digits[2] << 4 | digits[3]
    blue = digits[4] << 4 | digits[5]
  }

  /// `#rrggbb` in lower case.
  public var description: String {
    let digits = [red, green, blue].map { part in
      (part < 16 ? "0" : "") + String(part, radix: 16)
    }
    return "#" + digits.joined()
  }
}
