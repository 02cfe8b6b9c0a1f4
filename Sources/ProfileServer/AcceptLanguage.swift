// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Reads `Accept-Language` (RFC 9110 section 12.5.4).
enum AcceptLanguage {
  /// The most languages that are looked at; browsers send fewer.
  static let most = 16

  /// The languages of a field, the most wanted first; those with a weight of 0 are left out.
  static func languages(_ field: String) -> [Language] {
    var wanted: [(language: Language, weight: Int)] = []
    var rest = field[...]
    for _ in 0..<most where !rest.isEmpty {
      let (entry, others) = rest.split(at: ",")
      rest = others
      let (tag, parameter) = entry.split(at: ";")
      let weight = thousandths(parameter)
      if weight > 0, let language = try? Language(String(tag.trimmed)) {
        wanted.append((language, weight))
      }
    }
    // Equal weights keep their order.
    return wanted.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }.map(\.element.language)
  }

  /// `q=0.8` as 800; 1000 where there is none or it cannot be read.
  private static func thousandths(_ parameter: Substring) -> Int {
    let (name, value) = parameter.split(at: "=")
    guard name.trimmed.isEqualIgnoringCase("q") else { return 1_000 }
    let (whole, fraction) = value.trimmed.split(at: ".")
    let digits = fraction.prefix(3)
    guard whole == "0" || whole == "1", let number = Int("\(whole)\(digits)") else { return 1_000 }
    return min(1_000, (0..<(3 - digits.utf8.count)).reduce(number) { number, _ in number * 10 })
  }
}
