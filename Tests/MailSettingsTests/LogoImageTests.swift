// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@Suite struct LogoImageTests {
  private static let start = "<svg xmlns=\"http://www.w3.org/2000/svg\""

  @Test(arguments: [
    "\(start)><circle r=\"9\" fill=\"url(#a)\"/></svg>",
    "<?xml version=\"1.0\"?>\n<!-- on and on -->\n\(start)><use href=\"#a\"/></svg>",
    "\(start)><image href=\"data:image/png;base64,AAAA\"/></svg>",
  ])
  func plainPicturesAreTaken(_ text: String) throws {
    #expect(try LogoImage(Array(text.utf8)).kind == .svg)
  }

  @Test(arguments: [
    ("\(start)><script>alert(1)</script></svg>", "'<script'"),
    ("\(start) onload=\"alert(1)\"/>", "event handlers"),
    ("\(start)\nONLOAD = 'alert(1)'/>", "event handlers"),
    ("\(start)><image href=\"https://example.net/x.png\"/></svg>", "refers to"),
    ("\(start)><use xlink:href='//example.net/x#a'/></svg>", "refers to"),
    ("\(start)><a href=\"javascript:alert(1)\"/></svg>", "'javascript:'"),
    ("\(start)><rect style=\"fill: url( 'https://example.net' )\"/></svg>", "loads a URL"),
    ("\(start)><style>@import 'x.css';</style></svg>", "'@import'"),
    ("\(start)><foreignObject/></svg>", "'<foreignobject'"),
    ("<!DOCTYPE svg [<!ENTITY a 'b'>]>\(start)/>", "'<!entity'"),
    ("\(start)><a href=\"&#106;avascript:x\"/></svg>", "'&#'"),
    ("<html></html>", "neither an SVG nor a PNG"), ("", "neither an SVG nor a PNG"),
  ])
  func whatRunsOrLoadsIsRefused(_ text: String, _ reason: String) {
    let error = #expect(throws: InvalidValue.self) { try LogoImage(Array(text.utf8)) }
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
  }

  @Test func picturesInPNGAreWholeAndNotHuge() throws {
    func picture(_ width: UInt8) -> [UInt8] {
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        + [0, width, 0, 1, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 30)
    }
    #expect(try LogoImage(picture(0)).kind.mediaType == "image/png")
    #expect(throws: InvalidValue.self) { try LogoImage(picture(255)) }
    #expect(throws: InvalidValue.self) { try LogoImage(Array(picture(0).prefix(20))) }
    #expect(throws: InvalidValue.self) { try LogoImage([0xFF, 0xFE, 0x00]) }
  }
}
