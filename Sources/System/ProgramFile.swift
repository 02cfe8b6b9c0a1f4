// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Whether a program could be started.
package enum ProgramFile: Sendable {
  /// Nothing of the name, a program, a file that is none.
  case missing, executable, notExecutable

  /// Looks at a path, or for a name in the folders where children look for programs.
  package init(_ program: String) {
    var paths = [program]
    if !program.utf8.contains(UInt8(ascii: "/")) {
      let folders = ChildProgram.usualEnvironment["PATH"] ?? ""
      paths = folders.split(separator: ":").map { FileSystem.join(String($0), program) }
    }
    let files = paths.filter { FileKind($0) == .file }
    if files.contains(where: { access($0, X_OK) == 0 }) {
      self = .executable
    } else {
      self = files.isEmpty ? .missing : .notExecutable
    }
  }
}
