// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Makes pages of sheets. It stands behind a protocol since what sets text in every script is a
/// heavy library, which only one program links.
package protocol SheetPrinter: Sendable {
  /// One sheet as a PDF; throws why it cannot be printed.
  func print(_ sheet: Sheet, _ settings: PrintSettings) throws(RenderFailure) -> [UInt8]
}

/// A printer that binds many sheets into one document.
package protocol SheetBinder: SheetPrinter {
  /// A document that grows sheet by sheet. Its bytes go to `write`, which answers false where it
  /// cannot take them.
  func bind(
    _ settings: PrintSettings, write: @escaping (UnsafeRawBufferPointer) -> Bool
  ) throws(RenderFailure) -> any SheetBook
}

/// A document of many sheets.
package protocol SheetBook {
  /// The number of the page that comes next, from 1.
  var nextPage: Int { get }
  /// How many pages a sheet takes; throws where it cannot be printed.
  func pages(of sheet: Sheet) throws(RenderFailure) -> Int
  /// Says how many pages the whole document has: they are numbered through from now on.
  func number(upTo count: Int)
  /// Adds a sheet and tells its first page, from 1; throws, and adds nothing, where it cannot be
  /// printed. `name` is what the list of contents calls it, `place` what links lead to.
  func add(_ sheet: Sheet, named name: String, place: String?) throws(RenderFailure) -> Int
  /// Adds a page with nothing on it, so that what comes next begins on another leaf.
  func addBlankPage()
  /// Ends the document.
  func finish() throws(RenderFailure)
}

extension SheetBook {
  /// Adds a sheet that nothing leads to.
  package func add(_ sheet: Sheet, named name: String) throws(RenderFailure) -> Int {
    try add(sheet, named: name, place: nil)
  }
}

/// How sheets are printed.
package struct PrintSettings: Hashable, Sendable {
  /// A size of paper.
  package enum Paper: String, Hashable, Sendable, CaseIterable { case a4, letter }
  /// How large letters are at least: 11 points for running text and 14 for values, or 12 and 18.
  package enum TypeSize: String, Hashable, Sendable, CaseIterable { case normal, large }

  /// The paper.
  package var paper = Paper.a4
  /// How large letters are.
  package var type = TypeSize.normal
  /// The day that the document says it was made on, as `YYYY-MM-DD`: the bytes depend on it.
  package var date = "2000-01-01"
  /// The language of the document as a tag.
  package var language = "en"
  /// What readers show as its title.
  package var title = ""

  /// A4 in English.
  package init() {}
}
