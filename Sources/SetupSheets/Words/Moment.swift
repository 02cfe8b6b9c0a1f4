// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Wording {
  /// A moment as people write it, in UTC, since nobody tells a server where they are; `seconds`
  /// since 1970 UTC.
  func moment(_ seconds: Int64) -> String {
    let date = CivilDate(seconds.floored(by: 86_400))
    let second = seconds.remainder(by: 86_400)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = self.date("\(date.year)-\(two(date.month))-\(two(date.day))")
    return line(
      .moment,
      [
        .date: [.text(day)], .hour: [.text(two(second / 3_600))],
        .minute: [.text(two(second / 60 % 60))],
      ]
    ).plainText
  }
}

extension Int64 {
  fileprivate func floored(by divisor: Int64) -> Int64 { (self - remainder(by: divisor)) / divisor }

  fileprivate func remainder(by divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}

/// A day of the Gregorian calendar.
private struct CivilDate {
  let year: Int64
  let month: Int64
  let day: Int64

  /// The day so many days after 1970-01-01: the algorithm `civil_from_days` of H. Hinnant, whose
  /// years begin in March, so that the leap day is the last one.
  init(_ days: Int64) {
    let shifted = days + 719_468
    let era = shifted.floored(by: 146_097)
    let dayOfEra = shifted.remainder(by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let fromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * fromMarch + 2) / 5 + 1
    month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}
