// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a set-up sheet says, in order, without a word about how it looks.
struct Sheet: Hashable, Sendable {
  /// The language that its own sentences are in.
  var language: Language
  /// The one heading of the whole.
  var title: Line
  /// For whom it is.
  var subject: Line
  /// The parts in reading order.
  var sections: [Section] = []
  /// Which edition this is: small, at the end.
  var edition: [Line] = []
}

/// A part of a sheet under its heading.
struct Section: Hashable, Sendable {
  /// How large a part is set.
  enum Rank: Hashable, Sendable {
    /// What people came for.
    case main
    /// What they read when they need it.
    case side
  }

  /// How large it is set.
  var rank: Rank
  /// Its heading.
  var heading: String
  /// What stands below it; a part without blocks is not written.
  var blocks: [Block]
}

/// A piece of a section.
enum Block: Hashable, Sendable {
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
}

/// Labels with the values to type.
struct ValueTable: Hashable, Sendable {
  /// One label and its value, which may need several lines.
  struct Row: Hashable, Sendable {
    var label: String
    /// The English label where the program's own is in another language: in small print.
    var original: String?
    var lines: [Line]
  }

  /// What the values are for.
  var caption: String
  /// The rows from top to bottom.
  var rows: [Row]
}

/// A table with a header row; the first cell of a row is its header.
struct Grid: Hashable, Sendable {
  /// What the table is for.
  var caption: String
  /// The headers, one for each column.
  var headers: [String]
  /// The rows, each with one cell for each column.
  var rows: [[Line]]
}

/// A line of text in pieces.
typealias Line = [Run]

/// A piece of a line with one meaning.
enum Run: Hashable, Sendable {
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
