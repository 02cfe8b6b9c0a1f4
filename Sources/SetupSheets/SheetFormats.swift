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
    return Document(SheetTextWriter.write(sheet), findings: findings)
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
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> (Sheet, [Finding]) {
    let wording = Wording.best(for: account.languages)
    let sheet: Sheet
    let findings: [Finding]
    switch kind(options) {
    case .client(let definition):
      let content = ClientSheet(definition, account, wording)
      findings = account.findings + content.findings
      sheet = content.sheet
    case .device(let definition):
      let content = DeviceSheet(definition, account, wording)
      findings = account.findings(about: ["outgoing"]) + content.findings
      sheet = content.sheet
    }
    if findings.contains(where: { $0.severity == .error }) { throw RenderFailure(findings) }
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
