// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing
import Trees

@testable import SetupSheets

@Suite struct PrintOrderTests {
  private func order() throws -> PrintOrder {
    var provider = try Samples.everything()
    provider.publicURL = try WebURL("https://setup.example.net")
    let account = try Samples.account(provider, name: "Ann \"<&>\" 山田 שלום", language: "fr")
    var (sheet, _) = try Samples.choices.content(account, RenderOptions())
    sheet.logo = try LogoImage(Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8))
    sheet.sections[0].blocks += [
      .notice("Important", [.menu("a", quoted: "«a»"), .original("b"), .lineBreak])
    ]
    var settings = PrintSettings()
    settings.paper = .letter
    settings.date = "2026-11-23"
    return PrintOrder(sheet, settings)
  }

  @Test func orderIsTheSameOnTheOtherSide() throws {
    let order = try order()
    let read = try #require(PrintOrder(bytes: order.bytes))
    #expect(read.sheet == order.sheet)
    #expect(read.settings == order.settings)
  }

  @Test func passwordsStayInTheProcess() throws {
    var order = try order()
    let plain = order.bytes
    order.sheet.strip = Strip(heading: "", rows: [.init(label: "", lines: [[.typed("s3cret")]])])
    #expect(order.bytes == plain)
  }

  @Test func brokenOrdersAreRefused() throws {
    let bytes = try order().bytes
    for count in stride(from: 0, to: bytes.count - 1, by: 7) {
      #expect(PrintOrder(bytes: Array(bytes.prefix(count))) == nil)
    }
    #expect(PrintOrder(bytes: bytes + [0]) == nil)
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      var changed = bytes
      for _ in 0..<4 {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255)
      }
      _ = PrintOrder(bytes: changed)
    }
  }
}
