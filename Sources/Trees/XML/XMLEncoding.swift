// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// In which encoding an XML document is, and whether it is one that needs no converter.
enum XMLEncoding {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static let accepted = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1"]

  /// Throws for every other encoding, and for bytes that are no XML at all.
  static func check(
    _ bytes: [UInt8], at place: Place, onlyUTF8: Bool = false
  ) throws(UnreadableDocument) {
    let isUTF16 = bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
    guard !isUTF16, !bytes.prefix(2).contains(0) else {
      throw UnreadableDocument(
        "the document is in UTF-16 or UTF-32", fix: "save it as UTF-8", place: place)
    }
    // The parser takes one at the end for the end; programs refuse it wherever it stands.
    guard !bytes.contains(0) else {
      throw UnreadableDocument(
        "this is not well-formed XML: it has a NUL byte", fix: "leave the byte out", place: place)
    }
    guard let declared = declared("encoding", bytes) else { return }
    guard (onlyUTF8 ? accepted.prefix(4) : accepted[...]).contains(declared.lowercased()) else {
      throw UnreadableDocument(
        "the document says that its encoding is \(declared.quoted)", fix: "save it as UTF-8",
        place: place)
    }
  }

  /// What the XML declaration says, such as its encoding; nil where it does not say it.
  static func declared(_ name: String, _ bytes: [UInt8]) -> String? {
    // However long it is: blanks are not limited.
    guard let end = bytes.firstIndex(of: UInt8(ascii: ">")),
      bytes.prefix(16).contains(UInt8(ascii: "?"))
    else { return nil }
    let declaration = String(decoding: bytes[..<end], as: UTF8.self)
    guard declaration.holds("<?xml") else { return nil }
    guard let key = declaration.place(of: name),
      let open = declaration[key.upperBound...].firstIndex(where: { $0 == "\"" || $0 == "'" })
    else { return nil }
    let value = declaration[declaration.index(after: open)...]
    return value.firstIndex(of: declaration[open]).map { String(value[..<$0]) }
  }
}

/// References such as `&amp;` in the text of an XML document.
enum XMLReferences {
  private static let comment = Array("<!--r-->".utf8)
  /// What begins otherwise than a tag, and what ends it.
  private static let others = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")].map {
    (begin: Array($0.0.utf8), end: Array($0.1.utf8))
  }

  /// The document with every reference in its text turned into a comment; nil where it has none.
  static func asComments(_ document: [UInt8]) -> [UInt8]? {
    document.withUnsafeBytes { document in
      guard document.place(of: UInt8(ascii: "&")) != nil else { return nil }
      var out: [UInt8] = []
      out.reserveCapacity(document.count)
      var (index, copied) = (0, 0)
      while index < document.count {
        if document[index] == UInt8(ascii: "<") {
          index = endOfMarkup(document, from: index)
        } else if document[index] == UInt8(ascii: "&"),
          let end = document[index...].prefix(40).firstIndex(of: UInt8(ascii: ";"))
        {
          out += document[copied..<index]
          out += comment
          index = end + 1
          copied = index
        } else {
          index += 1
        }
      }
      return out + document[copied...]
    }
  }

  /// Behind a tag, comment, CDATA section or declaration that begins here.
  private static func endOfMarkup(_ document: UnsafeRawBufferPointer, from begin: Int) -> Int {
    let rest = document[begin...]
    for other in others where rest.starts(with: other.begin) {
      return UnsafeRawBufferPointer(rebasing: rest).place(of: other.end).map {
        begin + $0 + other.end.count
      } ?? document.count
    }
    var quote: UInt8?
    for index in rest.indices {
      let byte = document[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      }
    }
    return document.count
  }
}
