// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A password that is typed or handed over, and never an argument.
package enum Password {
  /// More bytes are no password.
  private static let longest = 1_024

  /// The first line of a descriptor.
  package static func read(from descriptor: FileDescriptor) throws(Failure) -> String {
    let line: [UInt8]
    do throws(SystemError) { line = try descriptor.line(longest: longest) } catch {
      throw .usage("the password cannot be read: \(error)", fix: "open the descriptor for reading")
    }
    guard let password = password(line) else {
      throw .usage("there is no password to read", fix: "write it into the descriptor, as one line")
    }
    return password
  }

  /// What a person types at the terminal, unseen; nil without a terminal.
  package static func ask(_ prompt: String) -> String? {
    Terminal.askUnseen(prompt, longest: longest).flatMap(password)
  }

  private static func password(_ line: [UInt8]) -> String? {
    line.isEmpty || line.count > longest ? nil : String(decoding: line, as: UTF8.self)
  }
}
