// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// A set-up sheet as a PDF, ready to print.
package struct PrintedSheet: Renderer {
  let choices: SheetOptions
  private let printer: (any SheetPrinter)?

  /// The format in a program that has no printer: it can tell what it is, and refuses to render.
  package init(_ library: SheetLibrary = .builtIn) {
    choices = SheetOptions(library)
    printer = nil
  }

  /// The format with what makes its pages.
  package init(_ library: SheetLibrary = .builtIn, printer: any SheetPrinter) {
    choices = SheetOptions(library)
    self.printer = printer
  }

  /// What people type.
  package let name = "sheet-pdf"
  /// On top of the sheet.
  package let showsLogo = true
  /// One sentence for help.
  package let summary = "Set-up sheet as a PDF, ready to print."
  /// As HTTP sends it.
  package let mediaType = "application/pdf"
  /// What ends a file's name.
  package let fileExtension = "pdf"
  /// The choices of every sheet, and `paper`.
  package var options: [FormatOption] { choices.all + [Self.paper] }

  static let paper = FormatOption(
    "paper", values: PrintSettings.Paper.allCases.map(\.rawValue), summary: "The size of the paper."
  )

  /// Not among the options of the format: `--large` chooses it.
  package static let type = FormatOption(
    "type", values: PrintSettings.TypeSize.allCases.map(\.rawValue),
    summary: "How large letters are at least.")

  /// True where there is something that makes pages.
  package var canPrint: Bool { printer != nil }

  /// The sheet for an account; throws where there is no server to print.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    try document(account, options, password: nil)
  }

  /// The content for a book of many; `hasStrip` where the password is on a strip of this sheet or
  /// of another one of the same person.
  package func sheet(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword?,
    hasStrip: Bool = false
  ) throws(RenderFailure) -> (Sheet, [Finding]) {
    try choices.content(account, options, password: password, hasStrip: hasStrip)
  }

  func document(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword?
  ) throws(RenderFailure) -> Document {
    let (sheet, findings) = try sheet(
      account, options, password: password, hasStrip: password != nil)
    guard let printer else {
      throw RenderFailure([
        Finding(
          .error, at: "", "this program makes no PDF", fix: "use mkprofile-pdf, or sheet-html")
      ])
    }
    return Document(try printer.print(sheet, settings(options)), findings: findings)
  }

  /// How pages are made for these choices.
  package func settings(_ options: RenderOptions) -> PrintSettings {
    var settings = PrintSettings()
    settings.paper = PrintSettings.Paper(rawValue: options.value(Self.paper)) ?? .a4
    settings.type = PrintSettings.TypeSize(rawValue: options.value(Self.type)) ?? .normal
    if let date = options[SheetOptions.date].first { settings.date = date }
    return settings
  }
}
