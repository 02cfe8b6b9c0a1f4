// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Words of `~/.netrc`, as msmtp, fetchmail (`netrc.c`) and S-nail read it.
enum NetrcText {
  /// A word, in double quotes unless all of them take it bare.
  static func word(_ text: String) -> String? {
    guard text.isOneLine else { return nil }
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x40, 0x5F: true
      default: false
      }
    }
    return isPlain && !text.isEmpty ? text : "\"\(text.escaping("\\\""))\""
  }

  /// The line of a server, as a comment: the password is not known.
  static func note(_ server: ProgramServer, _ file: inout ConfigText) {
    file.note("machine \(server.host) login \(word(server.username) ?? "USER") password PASSWORD")
  }
}
