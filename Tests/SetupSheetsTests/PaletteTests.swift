// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets

@Suite struct PaletteTests {
  @Test(
    "Contrast is that of WCAG",
    arguments: [
      ("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48),
      ("#0b57a4", "#ffffff", 7.21),
    ])
  func contrast(one: String, two: String, ratio: Double) throws {
    #expect(abs(try Color(one).contrast(to: Color(two)) - ratio) < 0.01)
  }

  @Test func everyColorCanBeRead() throws {
    for number in stride(from: 0, through: 0xFF_FFFF, by: 8_191) {
      let digits = String(number, radix: 16)
      let color = try Color("#" + String(repeating: "0", count: 6 - digits.count) + digits)
      let palette = Palette(color)
      #expect(try palette.light.contrast(to: Color("#f1f3f6")) >= 4.5)
      #expect(palette.light.contrast(to: .white) >= 4.5)
      #expect(try palette.dark.contrast(to: Color("#23272d")) >= 4.5)
      #expect(try palette.dark.contrast(to: Color("#15171a")) >= 4.5)
    }
  }

  @Test func aReadableColorStaysAsItIs() throws {
    #expect(Palette(try Color("#0B57A4")).light.description == "#0b57a4")
  }

  @Test(arguments: ["", "#", "#fff", "#0b57a", "#0b57a4f", "0b57a4", "#0b57aé", "#gggggg", "red"])
  func nothingElseIsAColor(text: String) {
    #expect(throws: InvalidValue.self) { try Color(text) }
  }
}
