// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Compares what a page shows with what a program wrote.
enum Wildcards {
  /// True where the lines are those that are shown: `…` in a line stands for any text, and alone
  /// for any lines.
  static func match(_ shown: [String], _ written: [String]) -> Bool {
    match(shown, written, isAny: { $0 == "…" }, isSame: line)
  }

  private static func line(_ shown: String, _ written: String) -> Bool {
    match(Array(shown), Array(written), isAny: { $0 == "…" }, isSame: ==)
  }

  /// The usual comparison with wildcards: after a failure the last one takes one more.
  private static func match<Element>(
    _ shown: [Element], _ written: [Element], isAny: (Element) -> Bool,
    isSame: (Element, Element) -> Bool
  ) -> Bool {
    var (first, second) = (0, 0)
    var last: (shown: Int, written: Int)?
    while second < written.count {
      if first < shown.count, isAny(shown[first]) {
        last = (first, second)
        first += 1
      } else if first < shown.count, isSame(shown[first], written[second]) {
        (first, second) = (first + 1, second + 1)
      } else if let wildcard = last {
        last = (wildcard.shown, wildcard.written + 1)
        (first, second) = (wildcard.shown + 1, wildcard.written + 1)
      } else {
        return false
      }
    }
    return shown[first...].allSatisfy(isAny)
  }
}
