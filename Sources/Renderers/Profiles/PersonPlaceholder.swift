// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// What stands for a person in documents that management systems fill in.
package enum PersonPlaceholder {
  /// True for what stands for a whole address.
  package static func isAddress(_ text: String) -> Bool {
    ManagementSystem.allCases.contains { $0.address == text }
  }

  /// A text with somebody's address and the part before its `@` in place of what stands for them.
  package static func filled(_ text: String, with person: MailAddress) -> String {
    let words = ManagementSystem.allCases.flatMap {
      [($0.address, person.description), ($0.localPart, person.local)]
    }
    // One begins with another.
    return words.sorted { $0.0.count > $1.0.count }.reduce(text) { text, word in
      text.replacing(word.0, by: word.1)
    }
  }
}
