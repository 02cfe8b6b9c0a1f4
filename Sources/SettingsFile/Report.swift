// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A place inside the settings, such as `incoming[0].port`.
package indirect enum Path: CustomStringConvertible {
  case root
  case key(Path, String)
  case item(Path, Int)

  /// As findings name it, such as `incoming[0].port`.
  package var description: String {
    switch self {
    case .root: ""
    case .key(.root, let name): name
    case .key(let parent, let name): "\(parent).\(name)"
    case .item(let parent, let index): "\(parent)[\(index)]"
    }
  }
}

/// Collects what is found in one file.
package final class Report {
  /// The file's name as it was given.
  package let file: String
  /// How much settings may hold.
  let limits: SettingsLimits
  /// The files that this one names and that were read with it.
  private(set) var files: [String] = []
  private let limit: Int
  private var kept: [Finding] = []
  private var dropped = 0
  private var worstDropped = Severity.note

  /// A report about a file, which keeps at most `limit` findings.
  package init(file: String, limit: Int, limits: SettingsLimits = SettingsLimits()) {
    self.file = file
    self.limits = limits
    self.limit = limit
  }

  /// Everything found, with a last word about what was too much to keep.
  package var findings: [Finding] {
    guard dropped > 0 else { return kept }
    let more = Finding(
      worstDropped, at: "", "findings that are not shown: \(dropped)", fix: "mend these first",
      place: kept.last?.place)
    return kept + [more]
  }

  /// Remembers a file that is read because this one names it.
  func note(file: String) { files.append(file) }

  /// How much was found so far.
  var count: Int { kept.count + dropped }

  /// Adds an error at a place.
  package func error(
    _ mark: Mark, _ path: Path, _ message: @autoclosure () -> String, fix: String? = nil,
    isAboutMissingFile: Bool = false
  ) {
    add(.error, mark, path, message, fix, isAboutMissingFile: isAboutMissingFile)
  }

  func warning(
    _ mark: Mark, _ path: Path, _ message: @autoclosure () -> String, fix: String? = nil
  ) {
    add(.warning, mark, path, message, fix)
  }

  /// The place of a mark in this file.
  func place(_ mark: Mark) -> Place {
    Place(file: file, line: Int(mark.line), column: Int(mark.column))
  }

  private func add(
    _ severity: Severity, _ mark: Mark, _ path: Path, _ message: () -> String, _ fix: String?,
    isAboutMissingFile: Bool = false
  ) {
    guard kept.count < limit else {
      dropped += 1
      worstDropped = max(worstDropped, severity)
      return
    }
    kept.append(
      Finding(
        severity, at: "\(path)", message(), fix: fix, place: place(mark),
        isAboutMissingFile: isAboutMissingFile))
  }
}
