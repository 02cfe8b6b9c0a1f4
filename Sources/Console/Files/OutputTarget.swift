// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Where documents go.
package enum OutputTarget: Hashable {
  case standardOutput
  case file(String)
  case folder(String)
  /// A device or FIFO, which is written to and never replaced.
  case device(String)

  /// Paths that mean standard output; opening them anew would lose its position.
  private static let standardOutputPaths = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

  /// Several documents always go to a folder; nil is standard output.
  package init(_ path: String?, documents: Int) {
    guard let path, !Self.standardOutputPaths.contains(path) else {
      self = .standardOutput
      return
    }
    switch FileKind(path) {
    case .folder: self = .folder(path)
    case .special: self = .device(path)
    case .missing, .file: self = path.hasSuffix("/") || documents > 1 ? .folder(path) : .file(path)
    }
  }

  /// True where nothing is written to files.
  package var isStandardOutput: Bool { self == .standardOutput }
}
