// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What is different between two checks.
package enum Changes {
  /// One line for each change; without an earlier check, one for each thing that is not good.
  package static func lines(from old: [CheckItem]?, to new: [CheckItem]) -> [String] {
    let before = Set((old ?? []).map(Key.init))
    let after = Set(new.map(Key.init))
    let appeared = new.filter { $0.grade != .good && !before.contains(Key($0)) }
    let gone = (old ?? []).filter { $0.grade != .good && !after.contains(Key($0)) }
    return appeared.map { "\($0.grade.word): \(line($0))" } + gone.map { "over: \(line($0))" }
  }

  private static func line(_ item: CheckItem) -> String {
    SafeText.line("\(item.area.rawValue): \(item.place): \(item.message)")
  }

  private struct Key: Hashable {
    let area: Area
    let grade: Grade
    let place: String
    let message: String

    init(_ item: CheckItem) {
      area = item.area
      grade = item.grade
      place = item.place
      // Days that are left go down by themselves.
      message = item.message.filter { !("0"..."9" ~= $0) }
    }
  }
}
