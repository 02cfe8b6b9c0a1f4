// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A set-up sheet as text of 72 columns.
package struct SheetText: Renderer {
  private let choices: SheetOptions

  /// The format with these definitions.
  package init(_ library: SheetLibrary = .builtIn) { choices = SheetOptions(library) }

  /// What people type.
  package let name = "sheet-text"
  /// One sentence for help.
  package let summary = "Set-up sheet as plain text, for a mail or a terminal."
  /// As HTTP sends it.
  package let mediaType = "text/plain; charset=utf-8"
  /// What ends a file's name.
  package let fileExtension = "txt"
  /// `client`, `device` and `date`.
  package var options: [FormatOption] { choices.all }

  /// The sheet for an account; throws where there is no server to print.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try choices.content(account, options)
    return Document(SheetTextWriter.write(sheet.withoutPictures), findings: findings)
  }
}

extension SheetText: StripRenderer {
  /// The sheet with a strip for a password.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try choices.content(account, options, password: password)
    return Document(SheetTextWriter.write(sheet.withoutPictures), findings: findings)
  }
}

/// A set-up sheet as a web page that prints on a leaf or two of A4 or Letter paper.
package struct SheetHTML: Renderer {
  private let choices: SheetOptions

  /// The format with these definitions.
  package init(_ library: SheetLibrary = .builtIn) { choices = SheetOptions(library) }

  /// By which a content security policy knows the style of every sheet.
  package static let styleDigest = SheetStyle.digest

  /// What people type.
  package let name = "sheet-html"
  /// One sentence for help.
  package let summary = "Set-up sheet as a web page to read or print."
  /// On top of the sheet.
  package let showsLogo = true
  /// As HTTP sends it.
  package let mediaType = "text/html; charset=utf-8"
  /// What ends a file's name.
  package let fileExtension = "html"
  /// `client`, `device` and `date`.
  package var options: [FormatOption] { choices.all }

  /// The sheet for an account; throws where there is no server to print.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try choices.content(account, options)
    return Document(SheetHTMLWriter.write(sheet), findings: findings)
  }
}

/// A set-up sheet as Markdown, for wikis and ticket systems.
package struct SheetMarkdown: Renderer {
  private let choices: SheetOptions

  /// The format with these definitions.
  package init(_ library: SheetLibrary = .builtIn) { choices = SheetOptions(library) }

  /// What people type.
  package let name = "sheet-markdown"
  /// One sentence for help.
  package let summary = "Set-up sheet as Markdown, for a wiki or a ticket."
  /// As HTTP sends it.
  package let mediaType = "text/markdown; charset=utf-8"
  /// What ends a file's name.
  package let fileExtension = "md"
  /// `client`, `device` and `date`.
  package var options: [FormatOption] { choices.all }

  /// The sheet for an account; throws where there is no server to print.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try choices.content(account, options)
    return Document(SheetMarkdownWriter.write(sheet.withoutPictures), findings: findings)
  }
}

extension Sheet {
  /// The sheet for forms that draw nothing. No value is lost: codes repeat what is printed.
  var withoutPictures: Sheet {
    var sheet = self
    sheet.sections.removeAll { section in
      section.blocks.allSatisfy { if case .codes = $0 { true } else { false } }
    }
    return sheet
  }
}

extension SheetHTML: IndexedRenderer {
  /// A list as a web page.
  package func index(_ languages: [Language]) -> any SheetIndex {
    HTMLIndex(wording: choices.library.wording(for: languages))
  }
}

extension SheetMarkdown: IndexedRenderer {
  /// A list as Markdown.
  package func index(_ languages: [Language]) -> any SheetIndex {
    MarkdownIndex(wording: choices.library.wording(for: languages))
  }
}

/// What people choose for a sheet, the same for every way to spell it.
struct SheetOptions: Sendable {
  let library: SheetLibrary
  let client: FormatOption
  let device: FormatOption
  let source: FormatOption

  init(_ library: SheetLibrary) {
    self.library = library
    client = FormatOption(
      "client", values: library.clients, summary: "The mail program that the sheet is for.")
    device = FormatOption(
      "device", values: ["none"] + library.devices,
      summary: "The printer, scanner or application that the sheet is for; none is a mail program.")
    source = FormatOption(
      "source", values: library.sources,
      summary: "The provider that mail is copied from, for the client migration-source.")
  }

  var all: [FormatOption] { [client, device, source, Self.date] }

  /// The sheet that a provider to copy mail from is for.
  private static let copying = "migration-source"

  static let date = FormatOption(
    date: "date", summary: "The day of issue to print, as YYYY-MM-DD.")

  /// What the chosen sheet says, and its findings.
  func content(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword? = nil,
    hasStrip: Bool = false
  ) throws(RenderFailure) -> (Sheet, [Finding]) {
    var wording = library.wording(for: account.languages).recording()
    if hasStrip || password != nil { wording.printPasswords() }
    let language = wording.language
    var sheet: Sheet
    let findings: [Finding]
    let definition: Definition
    if let chosen = library.device(options.value(device), for: language) {
      definition = chosen.definition
      let content = DeviceSheet(
        chosen, account, wording, successors: library.successors(of: definition, language))
      findings =
        account.findings(about: ["outgoing"]) + content.findings
        + (password.map { chosen.findings(on: $0) } ?? [])
      sheet = content.sheet
    } else {
      let isCopy = options.has(source) && !options.has(client)
      let chosen = try program(isCopy ? Self.copying : options.value(client), language)
      definition = chosen.definition
      let content = ClientSheet(
        chosen, account, wording, successors: library.successors(of: definition, language),
        source: library.source(options.value(source), for: language))
      let codes = SheetCodes(SheetCodes.kinds(for: chosen), account, wording)
      findings = account.findings + content.findings + codes.findings
      sheet = content.sheet
      if !codes.section.blocks.isEmpty {
        sheet.sections.insert(codes.section, at: min(1, sheet.sections.count))
      }
    }
    if findings.contains(where: { $0.severity == .error }) { throw RenderFailure(findings) }
    sheet.logo = account.provider.logo
    sheet.logoName = account.provider.name.text
    sheet.edition = [
      wording.edition(definition, account, date: options[Self.date].first)
    ]
    sheet.pageWords = PageWords(wording[.pageOf])
    if let password { sheet = sheet.withStrip(password, account, wording) }
    return (sheet, findings + wording.mixed)
  }

  private func program(
    _ name: String, _ language: Language
  ) throws(RenderFailure) -> ClientDefinition {
    if let found = library.client(name, for: language) { return found }
    throw RenderFailure([
      Finding(
        .error, at: "", "there is no definition of the mail program \(name.quoted)",
        fix: "choose another one with --client")
    ])
  }
}

extension SheetLibrary {
  /// The names of what takes a program's place.
  func successors(of definition: Definition, _ language: Language) -> [Words] {
    (definition.retirement?.instead ?? []).compactMap {
      client($0, for: language)?.definition.name
    }
  }
}
