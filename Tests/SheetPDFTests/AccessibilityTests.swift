// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import SettingsFile
import SetupSheets
import Templates
import TestSupport
import Testing

@testable import SheetPDF

/// The rules of PDF/UA-1 (ISO 14289-1) that a program can check, over what is written.
@Suite struct AccessibilityTests {
  struct Row: CustomTestStringConvertible {
    let client: String
    let language: String
    var testDescription: String { "\(client) in \(language)" }
  }

  private static func document(_ row: Row) throws -> [UInt8] {
    let settings = try #require(SettingsTemplates.providers.first { $0.name == "infomaniak" })
    let loaded = try SettingsLoader.read(settings.settings, name: "infomaniak.yaml")
    let person = Person(
      name: try DisplayText("Anna Muster"), language: try Language(row.language))
    let account = try #require(
      loaded.catalog.account(for: try MailAddress("anna@example.ch"), person: person))
    let format = PrintedSheet(printer: CairoPrinter())
    var options = RenderOptions()
    try options.choose(try #require(format.options.first { $0.name == "client" }), row.client)
    return try format.render(account, options).bytes
  }

  /// What is wrong with a document.
  static func faults(_ bytes: [UInt8]) throws -> [String] {
    let file = try #require(PDFStructure(bytes))
    var faults: [String] = []
    func check(_ isRight: Bool, _ fault: @autoclosure () -> String) {
      if !isRight { faults.append(fault()) }
    }
    let catalog = try #require(file.objects.values.first { $0.contains("/Type /Catalog") })
    for entry in ["/Lang (", "/DisplayDocTitle true", "/Marked true", "/Metadata "] {
      check(catalog.contains(entry), "the catalogue lacks \(entry)")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    check(text.contains("<pdfuaid:part>1</pdfuaid:part>"), "no pdfuaid:part")
    check(text.contains("<dc:title>"), "no dc:title")
    let elements = file.roots.flatMap(\.all)
    check(file.roots.map(\.type) == ["Document"], "the root is \(file.roots.map(\.type))")
    let allowed: [String: Set<String>] = [
      "Table": ["Caption", "TR"], "TR": ["TH", "TD"], "L": ["LI"], "LI": ["Lbl", "LBody"],
    ]
    let parents: [String: Set<String>] = [
      "TR": ["Table"], "TH": ["TR"], "TD": ["TR"], "LI": ["L"], "Lbl": ["LI"], "LBody": ["LI"],
      "Caption": ["Table"],
    ]
    for element in elements {
      if let types = allowed[element.type] {
        let others = element.children.map(\.type).filter { !types.contains($0) }
        check(others.isEmpty, "\(element.type) holds \(others)")
        check(!element.hasContent, "\(element.type) holds text itself")
      }
      for child in element.children {
        let types = parents[child.type]
        check(types?.contains(element.type) ?? true, "\(child.type) in \(element.type)")
      }
      switch element.type {
      case "Figure": check(element.text.contains("/Alt <FEFF00"), "a figure has no words")
      case "TH": check(element.text.contains("/Scope /"), "a header has no scope")
      case "L": check(element.text.contains("/ListNumbering /"), "a list has no numbering")
      case "Link": check(element.text.contains("/OBJR"), "a link has no annotation")
      case "LI": check(element.children.map(\.type) == ["Lbl", "LBody"], "an item is not whole")
      default: break
      }
    }
    let headings = elements.map(\.type).filter { ["H1", "H2", "H3"].contains($0) }
    check(headings.first == "H1", "the first heading is \(headings.first ?? "none")")
    for page in file.objects.values where page.contains("/Type /Page ") {
      check(page.contains("/Tabs /S"), "a page has no order of tabs")
    }
    for link in file.objects.values where link.contains("/Subtype /Link") {
      check(link.contains("/Contents <FEFF"), "a link has no words")
    }
    for stream in file.streams {
      guard let drawing = Flate.unpack(stream[...]), drawing.starts(with: Array("1 0 0 -1 0 ".utf8))
      else { continue }
      faults += untagged(drawing)
    }
    return faults
  }

  /// What a page draws that is in no element and no artifact.
  private static func untagged(_ drawing: [UInt8]) -> [String] {
    var depth = 0
    var faults: [String] = []
    for word in operators(drawing) {
      switch word {
      case "BDC", "BMC": depth += 1
      case "EMC":
        depth -= 1
        if depth < 0 { faults.append("marks end that do not begin") }
      default:
        let isDrawn = ["S", "f", "f*", "Do", "Tj", "TJ"].contains(word)
        if isDrawn, depth == 0 { faults.append("\(word) is outside of the structure") }
      }
    }
    return depth == 0 ? faults : faults + ["marks do not end"]
  }

  /// The words of a drawing that are outside of strings.
  private static func operators(_ drawing: [UInt8]) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var open = 0
    var isEscaped = false
    for byte in drawing {
      let isBreak = " \n\r\t()<>[]/".utf8.contains(byte)
      if open == 0, !isBreak { word.append(byte) }
      if isBreak, !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word = []
      }
      if open > 0, isEscaped {
        isEscaped = false
      } else if open > 0, byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "(") {
        open += 1
      } else if byte == UInt8(ascii: ")") {
        open -= 1
      }
    }
    return words + [String(decoding: word, as: UTF8.self)]
  }

  @Test(
    arguments: [
      Row(client: "generic", language: "de"), Row(client: "thunderbird", language: "fr"),
      Row(client: "apple-mail-ios", language: "pl"), Row(client: "welcome", language: "en"),
      Row(client: "outlook-trouble", language: "it"),
    ])
  func sheetsFollowTheRules(_ row: Row) throws {
    let faults = try Self.faults(try Self.document(row))
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func addressesWithinSentencesAreLinks() throws {
    let long = "https://a.example/" + String(repeating: "place/", count: 30)
    var sheet = try Samples.sheet(codes: [])
    sheet.sections[0].blocks = [
      .paragraph([
        .text("Open "), .link("https://b.example", target: "https://b.example"),
        .text(" now, or write to "), .link("c@b.example", target: "mailto:c@b.example"),
        .text("."),
      ]),
      .list([[.text("See "), .link(long, target: long)]]),
    ]
    let bytes = try CairoPrinter().print(sheet, PrintSettings())
    let file = try #require(PDFStructure(bytes))
    let links = file.objects.values.filter { $0.contains("/Subtype /Link") }
    for target in ["https://b.example", "mailto:c@b.example"] {
      #expect(links.filter { $0.contains("/URI (\(target))") }.count == 1)
    }
    // One for each of its rows.
    #expect(links.filter { $0.contains("/URI (\(long))") }.count > 1)
    let elements = file.roots.flatMap(\.all)
    let paragraph = elements.first { $0.type == "P" && $0.children.contains { $0.type == "Link" } }
    #expect(paragraph?.children.map(\.type) == ["Span", "Link", "Span", "Link", "Span"])
    let faults = try Self.faults(bytes)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func samplesWithCodesAndManyPagesFollowTheRules() throws {
    let sheet = try Samples.sheet(rows: 120, codes: ["https://a.example", "https://b.example"])
    let bytes = try CairoPrinter().print(sheet, PrintSettings())
    let faults = try Self.faults(bytes)
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test func whatIsOutsideOfTheStructureIsAnArtifact() {
    func marked(_ text: String) -> String {
      String(decoding: ContentMarker.mark(Array(text.utf8)), as: UTF8.self)
    }
    #expect(
      marked(
        "1 0 0 -1 0 9 cm\nq\n/P << /MCID 0 >> BDC\nBT\n(a EMC\\)) Tj\nET\nEMC\n0 0 m 1 1 l S\nQ\n")
        == "1 0 0 -1 0 9 cm\nq\n/P << /MCID 0 >> BDC\nBT\n(a EMC\\)) Tj\nET\nEMC\n"
        + "/Artifact BMC\n0 0 m 1 1 l S\nEMC\nQ\n")
    // A text object is never cut in two.
    #expect(
      marked("BT /f 1 Tf (x)Tj 0 1 Td (y)Tj ET Q")
        == "/Artifact BMC\nBT /f 1 Tf (x)Tj 0 1 Td (y)Tj ET\nEMC Q")
    #expect(marked("q\nQ\n") == "q\nQ\n")
    #expect(marked("[(a)-3(b)]TJ <0041>Tj") == "/Artifact BMC\n[(a)-3(b)]TJ <0041>Tj\nEMC")
  }
}
