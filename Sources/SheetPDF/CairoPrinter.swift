// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SetupSheets
import Trees

/// Prints sheets in this process, through Pango and cairo.
package struct CairoPrinter: SheetBinder, LogoDrawer {
  /// A printer.
  package init() {}

  /// A sheet as PDF; refused where no font has a letter of it.
  package func print(
    _ sheet: Sheet, _ settings: PrintSettings
  ) throws(RenderFailure) -> [UInt8] {
    var settings = settings
    settings.language = sheet.language.tag
    settings.title = sheet.title.plainText
    let bytes = Collected()
    let book = try bind(settings) {
      bytes.all += $0
      return true
    }
    _ = try book.add(sheet, named: "")
    try book.finish()
    return bytes.all
  }

  /// Many sheets in one PDF, with an index at the end.
  package func bind(
    _ settings: PrintSettings, write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(RenderFailure) -> any SheetBook {
    do throws(PrintFailure) { return try CairoBook(settings, write: write) } catch {
      throw RenderFailure([error.finding])
    }
  }

  /// The logo as a picture; refused where it takes too much time or memory.
  package func draw(_ logo: LogoImage) throws(RenderFailure) -> LogoImage {
    guard logo.kind == .svg else { return logo }
    do throws(PrintFailure) {
      let bytes = try Logo(logo).png()
      do throws(InvalidValue) { return try LogoImage(bytes) } catch {
        throw PrintFailure.badLogo(error.message)
      }
    } catch {
      throw RenderFailure([error.finding])
    }
  }

  private final class Collected { var all: [UInt8] = [] }
}
