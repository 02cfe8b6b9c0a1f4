// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What all set-up pages have around their content, and the forms in it.
struct PageWriter {
  let library: SheetLibrary
  let provider: Provider?
  let wording: Wording
  let place: SetupPage.Place
  /// The address that the page is about; nil before one is known.
  var address: String?
  /// True where the host does not tell whose logo is meant.
  var namesLogo = false
  /// False for a page that has no use for the script.
  var hasScript = true
  /// Where the page itself is, with a query, to which a language may be added; nil for the page
  /// that asks, empty where the page has no address of its own.
  var ownLink: String?

  /// The sheets that are files beside the page.
  var sheetFiles = SheetFiles(language: .english)

  init(
    _ library: SheetLibrary, _ provider: Provider?, _ language: Language,
    _ place: SetupPage.Place
  ) {
    self.library = library
    self.provider = provider
    self.place = place
    wording = library.wording(for: [language])
  }

  var language: Language { wording.language }

  /// What the page is called.
  var title: String {
    (provider.map { about($0.shortName.text) } ?? "") + wording[.pageTitle]
  }

  /// What stands before something else, with a colon as the language has it.
  func about(_ text: String) -> String {
    wording.line(.pageAbout, [.word: [.text(text)]]).plainText + " "
  }

  /// A whole page; `isFirst` where it is the one that asks, `domain` for a page as a file.
  func write(
    title: String, isFirst: Bool = false, domain: String? = nil,
    _ content: (inout HTMLWriter) -> Void
  ) -> [UInt8] {
    var attributes = language.rootAttributes
    if isFirst { attributes.append(("data-first", "")) }
    if let domain { attributes.append(("data-domain", domain)) }
    var html = HTMLWriter()
    html.element("html", attributes) { html in
      html.newline()
      html.element("head") { head(title, &$0) }
      html.newline()
      html.element("body") { html in
        html.newline()
        html.element("header") { header(&$0) }
        html.newline()
        html.element("main", [], content)
        html.element(
          "p",
          [
            ("role", "status"), ("id", "status"), ("class", "screen"),
            ("data-done", wording[.pageCopied]),
          ], text: "")
        html.newline()
        html.element("footer") { footer(&$0) }
      }
    }
    html.newline()
    return html.bytes
  }

  private func head(_ title: String, _ html: inout HTMLWriter) {
    html.void("meta", [("charset", "utf-8")])
    if place == .files {
      let policy =
        "default-src 'none'; style-src '\(styleDigest)'; script-src 'self'; "
        + "img-src 'self' data:; base-uri 'none'; form-action 'none'"
      html.void("meta", [("http-equiv", "Content-Security-Policy"), ("content", policy)])
    }
    html.void("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")])
    html.void("meta", [("name", "robots"), ("content", "noindex")])
    html.void("meta", [("name", "referrer"), ("content", "no-referrer")])
    html.void("meta", [("name", "format-detection"), ("content", "telephone=no")])
    // Without one, browsers ask for an icon that is not there.
    html.void("link", [("rel", "icon"), ("href", logo ?? "data:,")])
    html.element("title", text: title)
    html.style(style)
    guard hasScript else { return }
    let script = place == .server ? SetupPage.scriptPath : "setup.js"
    html.element("script", [("src", script), ("defer", "defer")], text: "")
  }

  /// Where the provider's logo is; nil where there is none.
  private var logo: String? {
    guard let provider, let logo = provider.logo else { return nil }
    guard place == .server else { return logo.pageName }
    return SetupPage.logoPath + (namesLogo ? "?provider=\(provider.id.ascii)" : "")
  }

  /// The style sheet in the provider's colour.
  private var style: [UInt8] {
    library.web(.style) + (provider?.color.map { Array(Palette($0).css.utf8) } ?? [])
  }

  /// By which a policy knows the style sheet.
  var styleDigest: String { "sha256-\(Digest.sha256(style))" }

  private func header(_ html: inout HTMLWriter) {
    let name = provider?.name.text ?? wording[.pageTitle]
    html.element("p", [("class", "brand")]) { html in
      if let logo {
        html.void("img", [("src", logo), ("alt", name)])
      } else {
        html.element("bdi", text: name)
      }
    }
    guard ownLink != "" else { return }
    html.element("nav", [("aria-label", wording[.pageLanguage])]) { html in
      html.element("details") { html in
        html.element("summary", text: library.ownName(of: language))
        if address == nil {
          languages(&html)
        } else {
          html.element("form", [("method", "post"), ("action", SetupPage.path)]) { html in
            hidden("address", address, &html)
            languages(&html)
          }
        }
      }
    }
  }

  /// Links where no address is known, else buttons: an address stays out of URLs.
  private func languages(_ html: inout HTMLWriter) {
    html.element("ul") { html in
      for other in library.languages {
        let name = library.ownName(of: other)
        html.element("li") { html in
          if other == language {
            html.element("b", [("aria-current", "true"), ("lang", other.tag)], text: name)
          } else if address != nil {
            html.element(
              "button", [("name", "lang"), ("value", other.tag)] + attributes(other), text: name)
          } else {
            let file =
              place == .server
              ? "\(ownLink.map { "\($0)&" } ?? "\(SetupPage.path)?")lang=\(other.tag)"
              : "\(other.tag).html"
            html.element(
              "a", [("href", file), ("hreflang", other.tag)] + attributes(other), text: name)
          }
        }
      }
    }
  }

  private func attributes(_ language: Language) -> [(StaticString, String)] {
    [("lang", language.tag), ("data-lang", language.tag)]
  }

  private func footer(_ html: inout HTMLWriter) {
    html.element("p", [("class", "hint")], text: wording[.pageNoPassword])
    guard let provider else { return }
    let account = AccountSettings(provider, domain: provider.id, language: language)
    let support = Spelling(account: account, wording: wording).support()
    guard !support.blocks.isEmpty else { return }
    html.element("h2", text: support.heading)
    for block in support.blocks { sheets(isCopying: false).block(block, &html) }
  }

  /// What writes pieces of sheets into the page.
  func sheets(isCopying: Bool = true) -> SheetHTMLWriter {
    var writer = SheetHTMLWriter(language: language)
    if isCopying {
      writer.copy = wording[.pageCopy]
      writer.copyAll = wording[.pageCopyAll]
    }
    if place == .files {
      writer.gaps = [
        wording[.ownAddress]: "address", wording[.ownAddressInside]: "address",
        wording[.ownLocalPart]: "local", wording[.ownLocalPartInside]: "local",
      ]
    }
    return writer
  }

  /// The form that asks for the address.
  func form(_ typed: String?, _ problem: SetupPage.Problem?, _ html: inout HTMLWriter) {
    let isFile = place == .files
    var attributes: [(StaticString, String)] = [("id", "ask")]
    if isFile {
      attributes.append(("hidden", ""))
    } else {
      attributes += [("method", "post"), ("action", SetupPage.path)]
    }
    html.element("form", attributes) { html in
      html.element("p", text: wording[.pageIntro])
      if let problem {
        html.element("p", [("class", "problem"), ("id", "problem"), ("role", "alert")]) { html in
          sheets().line(line(problem), &html)
        }
      } else if isFile {
        html.element(
          "p", [("class", "problem"), ("id", "problem"), ("role", "alert"), ("hidden", "")],
          text: wording[.pageNotAddress])
      }
      html.element("label", [("for", "address")], text: wording[.emailAddress])
      var field: [(StaticString, String)] = [
        ("id", "address"), ("name", "address"), ("type", "text"), ("inputmode", "email"),
        ("autocomplete", "email"), ("autocapitalize", "none"), ("spellcheck", "false"),
        ("maxlength", "320"), ("required", "required"), ("dir", "auto"),
        ("value", typed ?? ""),
      ]
      if problem != nil {
        field += [("aria-invalid", "true"), ("aria-describedby", "problem")]
      }
      html.void("input", field)
      hidden("lang", language.tag, &html)
      html.element("button", text: wording[.pageContinue])
    }
  }

  private func line(_ problem: SetupPage.Problem) -> Line {
    switch problem {
    case .notAnAddress: wording.line(.pageNotAddress)
    case .unserved(let domain): wording.line(.pageUnserved, [.domain: [.typed(domain)]])
    }
  }

  /// An address that a narrow screen breaks after the at sign, not inside a word.
  func breakable(_ address: String, _ html: inout HTMLWriter) {
    let at = address.lastIndex(of: "@").map(address.index(after:)) ?? address.startIndex
    html.element("bdi", [("dir", "ltr")]) { html in
      html.text(String(address[..<at]))
      html.void("wbr", [])
      html.text(String(address[at...]))
    }
  }

  /// A value that a form sends along.
  func hidden(_ name: String, _ value: String?, _ html: inout HTMLWriter) {
    guard let value else { return }
    html.void("input", [("type", "hidden"), ("name", name), ("value", value)])
  }
}

/// Sheets as files in a folder beside the page.
struct SheetFiles {
  /// The names of the programs and guides that have one.
  var names: Set<String> = []
  /// The language that they are in: one of the provider's.
  var language: Language

  static let folder = "sheets"

  /// Where the sheet of a name is.
  func path(_ name: String) -> String { "\(Self.folder)/\(language.tag)/\(name).html" }
}
