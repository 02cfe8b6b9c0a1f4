// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import QRCode
import Renderers

/// Spells a sheet as a web page of its own: no script, no picture, nothing from elsewhere.
struct SheetHTMLWriter {
  let language: Language
  /// The word on a button beside each value that copies it; nil where there are no buttons.
  var copy: String?
  /// The word on a button below each table of values that copies all of them.
  var copyAll: String?
  /// Words that stand for a part of the address, and which part: a script may fill it in.
  var gaps: [String: String] = [:]

  /// The sheet as UTF-8.
  static func write(_ sheet: Sheet) -> [UInt8] {
    let writer = SheetHTMLWriter(language: sheet.language)
    var html = HTMLWriter()
    html.element("html", sheet.language.rootAttributes) { html in
      html.newline()
      html.element("head") { writer.head(sheet, &$0) }
      html.newline()
      html.element("body") { html in
        html.newline()
        html.element("main") { writer.content(sheet, &$0) }
        html.newline()
      }
      html.newline()
    }
    html.newline()
    return html.bytes
  }

  private func head(_ sheet: Sheet, _ html: inout HTMLWriter) {
    html.newline()
    html.void("meta", [("charset", "utf-8")])
    html.newline()
    html.void(
      "meta",
      [
        ("http-equiv", "Content-Security-Policy"),
        (
          "content",
          "default-src 'none'; style-src '\(SheetStyle.digest)'; img-src data:; base-uri 'none';"
            + " form-action 'none'"
        ),
      ])
    html.newline()
    html.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    html.newline()
    html.void("meta", [("name", "robots"), ("content", "noindex")])
    html.newline()
    html.void("meta", [("name", "format-detection"), ("content", "telephone=no")])
    html.newline()
    html.element("title", text: sheet.title.plainText)
    html.newline()
    html.style(SheetStyle.css)
    html.newline()
  }

  private func content(_ sheet: Sheet, _ html: inout HTMLWriter) {
    html.newline()
    html.element("header") { html in
      if let logo = sheet.logo {
        let data =
          "data:\(logo.kind.mediaType);base64,"
          + String(decoding: Base64.encode(logo.bytes), as: UTF8.self)
        html.void("img", [("class", "logo"), ("alt", sheet.logoName), ("src", data)])
      }
      html.element("h1") { line(sheet.title, &$0) }
      html.element("p") { line(sheet.subject, &$0) }
    }
    var rest = sheet.sections[...]
    while let first = rest.first {
      let group = rest.prefix { $0.rank == first.rank }
      rest = rest.dropFirst(group.count)
      html.newline()
      switch first.rank {
      case .main: for part in group { section(part, &html) }
      case .side:
        html.element("div", [("class", "side")]) { html in
          for part in group { section(part, &html) }
          html.newline()
        }
      }
    }
    html.newline()
    if !sheet.edition.isEmpty {
      html.element("footer") { html in
        for text in sheet.edition { html.element("p") { line(text, &$0) } }
      }
      html.newline()
    }
  }

  private func section(_ section: Section, _ html: inout HTMLWriter) {
    html.newline()
    html.element("section") { html in
      html.newline()
      html.element("h2", text: section.heading)
      for part in section.blocks {
        html.newline()
        block(part, &html)
      }
      html.newline()
    }
  }

  func block(_ block: Block, _ html: inout HTMLWriter) {
    switch block {
    case .paragraph(let text): html.element("p") { line(text, &$0) }
    case .notice(let word, let text):
      html.element("p", [("class", "notice")]) { html in
        html.element("strong", text: "\(word) ")
        line(text, &html)
      }
    case .values(let table): values(table, &html)
    case .grid(let table): grid(table, &html)
    case .steps(let lines): html.element("ol") { items(lines, &$0) }
    case .list(let lines): html.element("ul") { items(lines, &$0) }
    case .codes(let codes): for code in codes { self.code(code, &html) }
    }
  }

  func code(_ code: SheetCode, _ html: inout HTMLWriter, heading: StaticString = "h3") {
    let side = code.code.fullSide
    html.element("div", [("class", "code")]) { html in
      html.element(
        "svg", [("viewBox", "0 0 \(side) \(side)"), ("role", "img"), ("aria-label", code.caption)]
      ) { html in html.void("path", [("d", code.code.svgPath)]) }
      html.element("div") { html in
        html.element(heading, text: code.caption)
        for text in code.lines { html.element("p") { line(text, &$0) } }
      }
    }
  }

  private func items(_ lines: [Line], _ html: inout HTMLWriter) {
    for text in lines {
      html.newline()
      html.element("li") { line(text, &$0) }
    }
    html.newline()
  }

  private func values(_ table: ValueTable, _ html: inout HTMLWriter) {
    guard let copyAll, table.rows.count > 2 else { return plainValues(table, &html) }
    html.element("div", [("class", "card")]) { html in
      plainValues(table, &html)
      html.element(
        "button",
        [
          ("type", "button"), ("class", "copy all"), ("hidden", ""),
          ("aria-label", "\(copyAll): \(table.caption)"),
        ], text: copyAll)
    }
  }

  private func plainValues(_ table: ValueTable, _ html: inout HTMLWriter) {
    html.element("table", [("class", "values")]) { html in
      html.element("caption", text: table.caption)
      html.newline()
      html.element("tbody") { html in
        for row in table.rows {
          html.newline()
          html.element("tr") { html in
            html.element("th", [("scope", "row")]) { html in
              html.text(row.label)
              if let original = row.original { self.original(original, &html) }
            }
            html.element("td") { html in
              for (index, text) in row.lines.enumerated() {
                if index > 0 { html.void("br") }
                line(text, &html, of: row.label)
              }
            }
          }
        }
        html.newline()
      }
    }
  }

  private func grid(_ grid: Grid, _ html: inout HTMLWriter) {
    html.element("table", [("class", "grid")]) { html in
      html.element("caption", text: grid.caption)
      html.newline()
      html.element("thead") { html in
        html.element("tr") { html in
          for header in grid.headers { html.element("th", [("scope", "col")], text: header) }
        }
      }
      html.newline()
      html.element("tbody") { html in
        for row in grid.rows {
          html.newline()
          html.element("tr") { cells(row, grid.headers, &$0) }
        }
        html.newline()
      }
    }
  }

  private func cells(_ row: [Line], _ headers: [String], _ html: inout HTMLWriter) {
    for (index, text) in row.enumerated() {
      if index == 0 {
        html.element("th", [("scope", "row")]) { line(text, &$0) }
      } else {
        let label = headers.indices.contains(index) ? headers[index] : nil
        html.element("td") { line(text, &$0, of: label) }
      }
    }
  }

  func line(_ line: Line, _ html: inout HTMLWriter, of label: String? = nil) {
    for run in line { self.run(run, &html, of: label) }
  }

  private func run(_ run: Run, _ html: inout HTMLWriter, of label: String?) {
    switch run {
    case .text(let text): html.text(text)
    case .given(let text, let textLanguage):
      var attributes: [(StaticString, String)] = []
      if let textLanguage, textLanguage.base != language.base {
        attributes.append(("lang", textLanguage.tag))
      }
      html.element("bdi", attributes, text: text.text)
    case .typed(let text):
      value(text, &html)
      button(label, &html)
    case .standIn(let text):
      guard let part = gaps[text] else { return html.element("i", text: text) }
      html.element("i", [("data-fill", part)], text: text)
      button(label, &html)
    case .menu(let text, _): html.element("b", text: text)
    case .original(let text): original(text, &html)
    case .lineBreak: html.void("br")
    case .link(let text, let target):
      html.element("a", [("href", target)]) { value(text, &$0) }
      button(label, &html)
    }
  }

  /// A button that copies the value before it. It is hidden until a script makes it work.
  private func button(_ label: String?, _ html: inout HTMLWriter) {
    guard let copy, let label else { return }
    html.element(
      "button",
      [
        ("type", "button"), ("class", "copy"), ("hidden", ""),
        ("aria-label", "\(copy): \(label)"),
      ], text: copy)
  }

  /// English words of a program, small, after those in another language.
  private func original(_ text: String, _ html: inout HTMLWriter) {
    html.text(" ")
    html.element("small", [("lang", "en")], text: "(\(text))")
  }

  /// A value in letters that cannot be mistaken; a long one smaller, so that it stays whole. Where
  /// an address on the web does not fit even so, it breaks after a slash of its path.
  private func value(_ text: String, _ html: inout HTMLWriter) {
    let isLong = text.utf8.count > 40
    let size: [(StaticString, String)] = isLong ? [("class", "long")] : []
    // What is typed is in Latin letters and never turned round.
    let direction: [(StaticString, String)] = language.isRightToLeft ? [("dir", "ltr")] : []
    html.element("code", [("translate", "no")] + size + direction) { html in
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        if index > 0 { html.text("/") }
        if index > 2 { html.void("wbr") }
        html.text(String(part))
      }
    }
  }
}
