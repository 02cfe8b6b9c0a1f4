// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A text with words between `@` that are filled in.
struct DeployTemplate {
  private var text: String

  /// A text with nothing filled in.
  init(_ text: [UInt8]) { self.text = String(decoding: text, as: UTF8.self) }

  /// Fills in one word, wherever it stands.
  mutating func fill(_ word: String, _ value: String) {
    text = text.replacing("@\(word)@", by: value)
  }

  /// Fills in a word that has a line of its own; without lines, its line goes.
  mutating func fill(_ word: String, lines: [String]) {
    text = text.replacing("@\(word)@\n", by: lines.map { "\($0)\n" }.joined())
  }

  /// The text as it stands.
  var bytes: [UInt8] { Array(text.utf8) }
  /// The text as it stands.
  var string: String { text }
}

extension String {
  /// The text as one word of a command line in a unit (systemd.service(5)), in quotes where it has
  /// to be.
  var systemdWord: String {
    let plain = utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || "/._-:@+,".utf8.contains(byte)
    }
    guard !plain || isEmpty else { return self }
    var escaped = ""
    for character in self {
      switch character {
      case "\"", "\\": escaped += "\\\(character)"
      case "%": escaped += "%%"
      case "$": escaped += "$$"
      default: escaped.append(character)
      }
    }
    return "\"\(escaped)\""
  }
}
