// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SheetPDF
import Testing
import Trees

/// Logos are drawn once, to pictures of bounded size.
@Suite struct LogoDrawingTests {
  private static let open = "<svg xmlns=\"http://www.w3.org/2000/svg\""

  @Test(arguments: [
    ("with a size", "\(open) width=\"120\" height=\"40\"><rect width=\"9\" height=\"9\"/></svg>"),
    ("with a box", "\(open) viewBox=\"0 0 30 10\"><circle r=\"5\"/></svg>"),
    ("as large as a house", "\(open) width=\"900000\" height=\"900000\"><rect/></svg>"),
    ("flat", "\(open) width=\"1000000\" height=\"0.001\"><rect/></svg>"),
    ("without a size", "\(open)><rect width=\"9\" height=\"9\"/></svg>"),
    ("with nothing in it", "\(open) width=\"0\" height=\"0\"/>"),
    (
      "in per cent", "\(open) width=\"100%\" height=\"100%\"><rect width=\"9\" height=\"9\"/></svg>"
    ),
  ])
  func everyDrawingBecomesASmallPicture(_ name: String, _ text: String) throws {
    let drawn = try CairoPrinter().draw(try LogoImage(Array(text.utf8)))
    #expect(drawn.kind == .png)
    let picture = try PNGPicture(drawn.bytes, mostPixels: LogoImage.mostPixels)
    #expect(picture.width <= 1_200 && picture.height <= 320, "\(name)")
  }

  @Test func aPictureStaysAsItIs() throws {
    let drawn = try CairoPrinter().draw(
      try LogoImage(Array("\(Self.open) width=\"9\" height=\"3\"/>".utf8)))
    #expect(try CairoPrinter().draw(drawn) == drawn)
  }
}
