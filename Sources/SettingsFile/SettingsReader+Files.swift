// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

extension SettingsReader {
  /// Reads a file, a folder or standard input; gives the worst of what went wrong outside the
  /// text itself.
  mutating func load(_ path: String) -> SettingsFailure.Cause {
    do throws(InputFault) {
      if path == "-" {
        let input = InputFile(descriptor: 0)
        read(try input.contents(limit: limits.file.bytes), name: path)
      } else if try Folder.isFolder(path) {
        return try load(folder: path)
      } else {
        let input = try InputFile(path: path)
        read(try input.contents(limit: limits.file.bytes), name: path)
      }
      return .invalid
    } catch {
      add(error, of: path)
      return error.cause.failure
    }
  }

  private mutating func load(folder: String) throws(InputFault) -> SettingsFailure.Cause {
    note(path: folder)
    let names = try Folder.settingsFiles(in: folder)
    guard !names.isEmpty else {
      throw InputFault(
        .unusable, "is a folder without settings files",
        fix: "put a file into it whose name ends in .yaml, .yml or .json")
    }
    guard names.count <= limits.files else {
      throw InputFault(.unusable, "has more than \(limits.files) settings files")
    }
    var cause = SettingsFailure.Cause.invalid
    for name in names {
      let path = folder.hasSuffix("/") ? "\(folder)\(name)" : "\(folder)/\(name)"
      do throws(InputFault) {
        guard try Folder.isFile(path) else { throw InputFault(.unusable, "is not a file") }
        let input = try InputFile(path: path)
        read(try input.contents(limit: limits.file.bytes), name: path)
      } catch {
        add(error, of: path)
        if error.cause != .unusable { cause = .unreadable }
      }
    }
    return cause
  }

  private mutating func add(_ fault: InputFault, of path: String) {
    let place = fault.cause == .unusable ? Place(file: path, line: 1, column: 1) : nil
    let shown = path == "-" ? "standard input" : path.quotedPath
    add(Finding(.error, at: "", "\(shown) \(fault.message)", fix: fault.fix, place: place))
  }
}

extension InputFault.Cause {
  fileprivate var failure: SettingsFailure.Cause {
    switch self {
    case .missing: .missing
    case .unreadable: .unreadable
    case .unusable: .invalid
    }
  }
}
