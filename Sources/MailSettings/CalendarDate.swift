// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A day of the Gregorian calendar, such as `2027-01-31` (RFC 3339 `full-date`).
public struct CalendarDate: Hashable, Sendable, CustomStringConvertible {
  /// The day as `YYYY-MM-DD`.
  public let description: String

  /// Reads `YYYY-MM-DD`; throws for anything else, and for a day that no calendar has.
  public init(_ text: String) throws(InvalidValue) {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    guard fields.map(\.utf8.count) == [4, 2, 2],
      fields.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { throw InvalidValue("\(text.quoted) is not a date", fix: "write it like 2027-01-31") }
    let numbers = fields.compactMap { Int($0) }
    guard numbers.count == 3, numbers[0] >= 1970, (1...12).contains(numbers[1]),
      (1...Self.days(inMonth: numbers[1], of: numbers[0])).contains(numbers[2])
    else {
      throw InvalidValue("there is no day \(text.quoted)", fix: "write it like 2027-01-31")
    }
    description = text
  }

  /// The beginning of the day in UTC: `2027-01-31T00:00:00Z`.
  public var midnight: String { "\(description)T00:00:00Z" }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
