// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What the program's end tells the shell; the numbers of sysexits.h, and 1.
package enum ExitCode: Int32, CaseIterable, Sendable {
  case done = 0
  case errorsFound = 1
  case usage = 64
  case badInput = 65
  case noSuchFile = 66
  case unreachable = 69
  case bug = 70
  case cannotWrite = 73

  /// What help says about it.
  package var summary: String {
    switch self {
    case .done: "Done."
    case .errorsFound: "Done, but errors were found: some rows or addresses failed."
    case .usage: "The command line is wrong."
    case .badInput: "The settings or the input are wrong; nothing was written."
    case .noSuchFile: "A file is missing or cannot be read."
    case .unreachable: "A service, or an address to listen on, is not available."
    case .bug: "A bug in mkprofile."
    case .cannotWrite: "The output cannot be written."
    }
  }
}
