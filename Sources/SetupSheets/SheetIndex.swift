// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A list of the sheets of a batch, in the order of the roster.
package protocol SheetIndex {
  /// What the list's file is called.
  var fileName: String { get }
  /// What stands before the first row.
  mutating func begin() -> [UInt8]
  /// One person, with the name of the file in the same folder.
  mutating func row(name: String, address: String, file: String) -> [UInt8]
  /// What stands after the last row.
  mutating func end() -> [UInt8]
}

/// A format whose files are read where they lie, so that a list leads to them.
package protocol IndexedRenderer: Renderer {
  /// The list in a language.
  func index(_ languages: [Language]) -> any SheetIndex
}

/// The list as a web page.
struct HTMLIndex: SheetIndex {
  let wording: Wording
  let fileName = "index.html"

  mutating func begin() -> [UInt8] {
    var html = HTMLWriter()
    html.open("html", wording.language.rootAttributes)
    html.element("head") { html in
      html.void("meta", [("charset", "utf-8")])
      html.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
      html.void("meta", [("name", "robots"), ("content", "noindex")])
      html.element("title", text: wording[.indexTitle])
      html.style(SheetStyle.css)
    }
    html.open("body")
    html.open("main")
    html.element("h1", text: wording[.indexTitle])
    html.open("table", [("class", "grid")])
    html.element("caption", text: wording[.indexCaption])
    html.element("thead") { html in
      html.element("tr") { html in
        for phrase in [Phrase.indexName, .indexAddress] {
          html.element("th", [("scope", "col")], text: wording[phrase])
        }
      }
    }
    html.open("tbody")
    html.newline()
    return html.bytes
  }

  mutating func row(name: String, address: String, file: String) -> [UInt8] {
    var html = HTMLWriter.fragment
    html.element("tr") { html in
      html.element("th", [("scope", "row")]) { $0.element("bdi", text: name) }
      html.element("td") { html in
        // The name of the file is percent-encoded itself: its own signs are encoded once more.
        html.element("a", [("href", "./\(file.percentEncoded)")], text: address)
      }
    }
    html.newline()
    return html.bytes
  }

  mutating func end() -> [UInt8] {
    var html = HTMLWriter.fragment
    for name in ["tbody", "table", "main", "body", "html"] as [StaticString] { html.close(name) }
    html.newline()
    return html.bytes
  }
}

/// The list as Markdown.
struct MarkdownIndex: SheetIndex {
  let wording: Wording
  let fileName = "index.md"

  mutating func begin() -> [UInt8] {
    var markdown = MarkdownWriter()
    markdown.heading(1, [.words(wording[.indexTitle])])
    markdown.openTable([[.words(wording[.indexName])], [.words(wording[.indexAddress])]])
    return markdown.bytes
  }

  mutating func row(name: String, address: String, file: String) -> [UInt8] {
    var markdown = MarkdownWriter()
    markdown.row([[[.given(name)]], [[.link(address, target: "./\(file.percentEncoded)")]]])
    return markdown.bytes
  }

  mutating func end() -> [UInt8] { [] }
}
