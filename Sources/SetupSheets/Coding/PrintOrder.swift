// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// A sheet to print, as one process of the program hands it to another one of the same version.
package struct PrintOrder: Sendable {
  /// The sheet; its strip is not handed over.
  package var sheet: Sheet
  /// How to print it.
  package var settings: PrintSettings

  /// An order.
  package init(_ sheet: Sheet, _ settings: PrintSettings) {
    self.sheet = sheet
    self.settings = settings
  }

  /// The order in bytes.
  package var bytes: [UInt8] {
    var bytes = Self.mark
    settings.paper.rawValue.pack(into: &bytes)
    settings.type.rawValue.pack(into: &bytes)
    settings.date.pack(into: &bytes)
    sheet.pack(into: &bytes)
    return bytes
  }

  /// Reads an order; nil where the bytes are none.
  package init?(bytes: [UInt8]) {
    guard bytes.starts(with: Self.mark) else { return nil }
    var reader = PackedReader(Array(bytes.dropFirst(Self.mark.count)))
    do throws(PackedFailure) {
      guard let paper = PrintSettings.Paper(rawValue: try reader.value()),
        let type = PrintSettings.TypeSize(rawValue: try reader.value())
      else { return nil }
      settings = PrintSettings()
      (settings.paper, settings.type) = (paper, type)
      settings.date = try reader.value()
      sheet = try reader.value()
    } catch { return nil }
    guard reader.isAtEnd else { return nil }
  }

  /// What tells the program for PDF that it gets an order on standard input.
  package static let argument = "print-order"
  /// The most bytes that an order has.
  package static let mostBytes = 4 << 20

  private static let mark = Array("mkprofile sheet 2\n".utf8)
}
