// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How a language writes dates, in the letters of Unicode's patterns (UTS 35): `d` and `dd` for
/// the day, `M`, `MM` and `MMMM` for the month, `yyyy` for the year. What stands between
/// apostrophes is no pattern.
struct DateForm: Hashable, Sendable {
  /// The pattern of a day, such as `d MMMM yyyy`.
  var day: String
  /// The pattern of a month.
  var month: String
  /// The names of the months as they stand within a date; empty where patterns have no `MMMM`.
  var months: [String] = []

  /// ISO 8601, which nobody mistakes.
  static let iso = DateForm(day: "yyyy-MM-dd", month: "yyyy-MM")

  /// A day as `YYYY-MM-DD`, or a month as `YYYY-MM`, as the language writes it; anything else as
  /// it stands.
  func text(_ date: String) -> String {
    let parts = date.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, numbers.count == 2 || numbers.count == 3,
      (1...12).contains(numbers[1])
    else { return date }
    var out = ""
    var rest = Array(numbers.count == 3 ? day : month)[...]
    while let letter = rest.first {
      if letter == "'" {
        let quoted = rest.dropFirst().prefix { $0 != "'" }
        out += String(quoted)
        rest = rest.dropFirst(quoted.count + 2)
        continue
      }
      let run = rest.prefix { $0 == letter }
      rest = rest.dropFirst(run.count)
      out += field(letter, run.count, numbers, parts) ?? String(run)
    }
    return out
  }

  private func field(
    _ letter: Character, _ count: Int, _ numbers: [Int], _ parts: [String]
  ) -> String? {
    switch (letter, count) {
    case ("y", _): parts[0]
    case ("M", 1): String(numbers[1])
    case ("M", 2): parts[1]
    case ("M", _): months.indices.contains(numbers[1] - 1) ? months[numbers[1] - 1] : parts[1]
    case ("d", 1): numbers.count == 3 ? String(numbers[2]) : nil
    case ("d", _): numbers.count == 3 ? parts[2] : nil
    default: nil
    }
  }
}
