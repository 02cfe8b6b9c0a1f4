// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import QRCode
import System

/// What a set-up sheet says, in order, without a word about how it looks.
package struct Sheet: Hashable, Sendable {
  /// The language that its own sentences are in.
  package var language: Language
  /// The one heading of the whole.
  package var title: Line
  /// For whom it is.
  package var subject: Line
  /// The parts in reading order.
  package var sections: [Section] = []
  /// Which edition this is: small, at the end.
  package var edition: [Line] = []
  /// The provider's picture.
  package var logo: LogoImage?
  /// What the picture is called where it cannot be seen.
  package var logoName = ""
  /// What to cut off and keep secret.
  package var strip: Strip?
  /// How pages are counted on paper.
  package var pageWords = PageWords()
}

/// The words of a running footer.
package struct PageWords: Hashable, Sendable {
  /// Before the number of the page, between it and the number of pages, and after that.
  package var before = ""
  /// What stands between the words.
  package var between = " / "
  /// What stands behind the last word.
  package var after = ""

  /// Nothing yet.
  package init() {}

  /// The words of a sentence with the gaps `{page}` and `{count}`.
  init(_ sentence: String) {
    guard let page = sentence.place(of: "{page}") else { return }
    let rest = sentence[page.upperBound...]
    guard let count = rest.place(of: "{count}") else { return }
    before = String(sentence[..<page.lowerBound])
    between = String(rest[..<count.lowerBound])
    after = String(rest[count.upperBound...])
  }

  /// The words with both numbers.
  package func text(page: Int, of count: Int) -> String {
    "\(before)\(page)\(between)\(count)\(after)"
  }
}

/// A part of a sheet under its heading.
package struct Section: Hashable, Sendable {
  /// How large a part is set.
  package enum Rank: Hashable, Sendable {
    /// What people came for.
    case main
    /// What they read when they need it.
    case side
  }

  /// How large it is set.
  package var rank: Rank
  /// Its heading.
  package var heading: String
  /// What stands below it; a part without blocks is not written.
  package var blocks: [Block]
}

/// A piece of a section.
package enum Block: Hashable, Sendable {
  /// A sentence.
  case paragraph(Line)
  /// A sentence that must not be missed, with a word such as "Warning:" before it.
  case notice(String, Line)
  /// Labels with the values to type.
  case values(ValueTable)
  /// A table with a header row.
  case grid(Grid)
  /// What to do, one after the other.
  case steps([Line])
  /// What to know, in no order.
  case list([Line])
  /// Codes for the camera of a phone, which are left out where nothing can be drawn.
  case codes([SheetCode])
}

/// Labels with the values to type.
package struct ValueTable: Hashable, Sendable {
  /// One label and its value, which may need several lines.
  package struct Row: Hashable, Sendable {
    /// What the field is called, in the language of the sheet.
    package var label: String
    /// The English label where the program's own is in another language: in small print.
    package var original: String?
    /// What to type, the first line first.
    package var lines: [Line]

    /// A row with a label; `original` is the program's own word where it differs.
    package init(label: String, original: String? = nil, lines: [Line]) {
      self.label = label
      self.original = original
      self.lines = lines
    }
  }

  /// What the values are for.
  package var caption: String
  /// The rows from top to bottom.
  package var rows: [Row]

  /// Rows below a caption.
  package init(caption: String, rows: [Row]) {
    self.caption = caption
    self.rows = rows
  }
}

/// A table with a header row; the first cell of a row is its header.
package struct Grid: Hashable, Sendable {
  /// What the table is for.
  package var caption: String
  /// The headers, one for each column.
  package var headers: [String]
  /// The rows, each with one cell for each column.
  package var rows: [[Line]]
}

/// A code for the camera of a phone.
package struct SheetCode: Hashable, Sendable {
  /// For which phones or programs it is.
  package var caption: String
  /// What is in the code.
  package let content: String
  /// The code.
  package let code: QRCode
  /// What to do with it.
  package var lines: [Line]

  /// A code; throws where the content does not fit.
  package init(caption: String, content: String, lines: [Line]) throws(InvalidValue) {
    self.caption = caption
    self.content = content
    self.lines = lines
    code = try QRCode(content)
  }
}

/// A strip to cut off a sheet: it holds a password, which stands nowhere else.
package struct Strip: Hashable, Sendable {
  /// That it is to be cut off and kept secret.
  package var heading: String
  /// For whom it is, and the password.
  package var rows: [ValueTable.Row]
}

/// A line of text in pieces.
package typealias Line = [Run]

/// A piece of a line with one meaning.
package enum Run: Hashable, Sendable {
  /// The sheet's own words.
  case text(String)
  /// The provider's or the person's own words; nil for the language of a name.
  case given(DisplayText, Language?)
  /// A value to type exactly so: never broken, hyphenated or translated.
  case typed(String)
  /// Words that stand for a value which the sheet does not know or must not print.
  case standIn(String)
  /// Words that a program or device shows, alone and in quotation marks.
  case menu(String, quoted: String)
  /// The English words of a program after those in another language: in small print.
  case original(String)
  /// A new row within a line.
  case lineBreak
  /// An address to open, printed as a value too.
  case link(String, target: String)
}
