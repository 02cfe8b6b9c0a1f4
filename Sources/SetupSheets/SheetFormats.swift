// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A set-up sheet as text of 72 columns.
public struct SheetText: Renderer {
  /// The format.
  public init() {}

  /// What people type.
  public let name = "sheet-text"
  /// One sentence for help.
  public let summary = "Set-up sheet as plain text, for a mail or a terminal."
  /// As HTTP sends it.
  public let mediaType = "text/plain; charset=utf-8"
  /// What ends a file's name.
  public let fileExtension = "txt"
  /// `client` and `device`.
  public let options = SheetOptions.all

  /// The sheet for an account; throws where there is no server to print.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try SheetOptions.content(account, options)
    return Document(SheetTextWriter.write(sheet), findings: findings + sheet.undrawn)
  }
}

extension SheetText: StripRenderer {
  /// The sheet with a strip for a password.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try SheetOptions.content(account, options, password: password)
    return Document(SheetTextWriter.write(sheet), findings: findings + sheet.undrawn)
  }
}

extension SheetHTML: IndexedRenderer {
  /// A list as a web page.
  package func index(_ languages: [Language]) -> any SheetIndex {
    HTMLIndex(wording: Wording.best(for: languages))
  }
}

extension SheetMarkdown: IndexedRenderer {
  /// A list as Markdown.
  package func index(_ languages: [Language]) -> any SheetIndex {
    MarkdownIndex(wording: Wording.best(for: languages))
  }
}

/// A set-up sheet as a web page that prints on one leaf of A4 or Letter paper.
public struct SheetHTML: Renderer {
  /// The format.
  public init() {}

  /// What people type.
  public let name = "sheet-html"
  /// One sentence for help.
  public let summary = "Set-up sheet as a web page to read or print."
  /// As HTTP sends it.
  public let mediaType = "text/html; charset=utf-8"
  /// What ends a file's name.
  public let fileExtension = "html"
  /// `client` and `device`.
  public let options = SheetOptions.all

  /// The sheet for an account; throws where there is no server to print.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try SheetOptions.content(account, options)
    return Document(SheetHTMLWriter.write(sheet), findings: findings)
  }
}

/// A set-up sheet as Markdown, for wikis and ticket systems.
public struct SheetMarkdown: Renderer {
  /// The format.
  public init() {}

  /// What people type.
  public let name = "sheet-markdown"
  /// One sentence for help.
  public let summary = "Set-up sheet as Markdown, for a wiki or a ticket."
  /// As HTTP sends it.
  public let mediaType = "text/markdown; charset=utf-8"
  /// What ends a file's name.
  public let fileExtension = "md"
  /// `client` and `device`.
  public let options = SheetOptions.all

  /// The sheet for an account; throws where there is no server to print.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try SheetOptions.content(account, options)
    return Document(SheetMarkdownWriter.write(sheet), findings: findings + sheet.undrawn)
  }
}

extension Sheet {
  /// That codes are not in a form of the sheet that has no pictures.
  var undrawn: [Finding] {
    let hasCodes = sections.contains { section in
      section.blocks.contains { if case .codes = $0 { true } else { false } }
    }
    return hasCodes
      ? [Finding(.note, at: "", "the QR codes are not on a sheet of text: see 'mkprofile qr'")] : []
  }
}

/// What people choose for a sheet, the same for every way to spell it.
enum SheetOptions {
  static let client = FormatOption(
    "client", values: ClientDefinition.all.map(\.name),
    summary: "The mail program that the sheet is for.")
  static let device = FormatOption(
    "device", values: ["none"] + DeviceDefinition.all.map(\.name),
    summary: "The printer or scanner that the sheet is for; none makes one for a mail program.")
  static let all = [client, device]

  /// What the chosen sheet says, and its findings.
  static func content(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword? = nil
  ) throws(RenderFailure) -> (Sheet, [Finding]) {
    let wording = Wording.best(for: account.languages)
    var sheet: Sheet
    var findings: [Finding]
    switch kind(options) {
    case .client(let definition):
      let content = ClientSheet(definition, account, wording)
      let codes = SheetCodes(SheetCodes.Kind.allCases, account, wording)
      findings = account.findings + content.findings + codes.findings
      sheet = content.sheet
      if !codes.section.blocks.isEmpty {
        sheet.sections.insert(codes.section, at: min(1, sheet.sections.count))
      }
    case .device(let definition):
      let content = DeviceSheet(definition, account, wording)
      findings = account.findings(about: ["outgoing"]) + content.findings
      sheet = content.sheet
    }
    if findings.contains(where: { $0.severity == .error }) { throw RenderFailure(findings) }
    sheet.pageWords = PageWords(wording[.pageOf])
    if let password { sheet = sheet.withStrip(password, account, wording) }
    return (sheet, findings)
  }

  private static func kind(_ options: RenderOptions) -> SheetKind {
    let deviceName = options.value(device)
    if let chosen = DeviceDefinition.all.first(where: { $0.name == deviceName }) {
      return .device(chosen)
    }
    let clientName = options.value(client)
    return .client(ClientDefinition.all.first { $0.name == clientName } ?? .generic)
  }
}
