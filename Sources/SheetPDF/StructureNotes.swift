// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What cairo has no word for: attributes of structure elements, noted while pages are drawn. cairo
/// writes the elements of each kind at the end in the order in which they were begun.
final class StructureNotes {
  /// What the header of a table is for.
  enum Scope: UInt8 { case row, column }

  private var scopes = Queue<Scope>()
  /// True for lists that are counted.
  private var lists = Queue<Bool>()
  private var figures = Queue<String>()
  private var links = Queue<String>()
  private var parts = Queue<String>()

  func header(_ scope: Scope) { scopes.add(scope) }
  func list(isCounted: Bool) { lists.add(isCounted) }
  /// What a picture shows, for those who do not see it.
  func figure(_ words: String) { figures.add(words) }
  /// Where a link leads, in words.
  func link(_ words: String) { links.add(words) }
  /// The language of a part of the document.
  func part(_ language: String) { parts.add(language) }

  /// The further entries of the next element of a kind.
  func entries(of tag: String) -> String {
    switch tag {
    case "TH":
      let name = scopes.next() == .column ? "Column" : "Row"
      return "\n   /A << /O /Table /Scope /\(name) >>"
    case "L":
      let name = lists.next() == true ? "Decimal" : "Disc"
      return "\n   /A << /O /List /ListNumbering /\(name) >>"
    case "Figure": return "\n   /Alt \((figures.next() ?? "").pdfText)"
    case "Part": return parts.next().map { "\n   /Lang (\($0.asTag))" } ?? ""
    default: return ""
    }
  }

  /// The further entries of the next annotation of a link.
  var linkEntries: String {
    "\n   /Contents \((links.next() ?? "Link").pdfText)"
  }

  /// What is taken in the order in which it came; what is the same again takes a few bytes.
  private struct Queue<Value: Hashable> {
    private var numbers: [UInt32] = []
    private var values: [Value] = []
    private var known: [Value: UInt32] = [:]
    private var index = 0

    mutating func add(_ value: Value) {
      let number = known[value] ?? UInt32(clamping: values.count)
      if known[value] == nil {
        known[value] = number
        values.append(value)
      }
      numbers.append(number)
    }

    mutating func next() -> Value? {
      guard index < numbers.count else { return nil }
      defer { index += 1 }
      let number = Int(numbers[index])
      return values.indices.contains(number) ? values[number] : nil
    }
  }
}

extension String {
  /// A text string of PDF: UTF-16 as hexadecimal digits, which need no escaping.
  var pdfText: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var out = Array("<FEFF".utf8)
    for unit in utf16 {
      for shift in [12, 8, 4, 0] { out.append(digits[Int(unit >> UInt16(shift)) & 15]) }
    }
    return String(decoding: out, as: UTF8.self) + ">"
  }

  /// The letters of a language tag.
  var asTag: String {
    String(filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
  }
}
