// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers
import SetupSheets

/// Every format, in the order in which help lists them.
public enum Formats {
  /// The list to which a new format adds its line.
  public static let all: [any Renderer] = Formats.all(sheets: .builtIn)

  /// Every format, sheets from these definitions.
  package static func all(sheets library: SheetLibrary) -> [any Renderer] {
    [
      MobileConfig(),
      Autoconfig(),
      Autodiscover(),
      MobileSync(),
      AutodiscoverJSON(),
      PACC(),
      DNSZone(),
      SheetText(library),
      SheetMarkdown(library),
      SheetHTML(library),
      PrintedSheet(library),
      ThunderbirdQR(),
      ResolvedSettings(),
      MSMTPFile(),
      PostfixRelay(),
      EximSmarthost(),
      SNailFile(),
      Dotenv(),
      MBSyncFile(),
      FetchmailFile(),
      GetmailFile(),
      NeoMuttFile(),
      AercFile(),
      HimalayaFile(),
      Declarations(),
    ]
  }

  /// Every format, with what makes pages of sheets.
  package static func all(
    printer: any SheetPrinter, sheets library: SheetLibrary = .builtIn
  ) -> [any Renderer] {
    all(sheets: library).map { $0 is PrintedSheet ? PrintedSheet(library, printer: printer) : $0 }
  }

  /// The format with this name.
  public static func named(_ name: String) -> (any Renderer)? {
    all.first { $0.name == name }
  }
}
