// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A program that lies beside this one and keeps a heavy library out of it.
package enum ProgramBeside {
  /// Goes on as that program, with the same arguments; comes back only where it cannot.
  package static func become(_ name: String) -> Failure {
    for path in candidates(name) {
      let arguments: [UnsafeMutablePointer<CChar>?] =
        ([path] + CommandLine.arguments.dropFirst()).map { strdup($0) }
      defer { arguments.forEach { free($0) } }
      execv(path, arguments + [nil])
    }
    return Failure(
      .noSuchFile, "the program \(name) is not beside mkprofile",
      fix: "install both into one folder, or \(name) into ../libexec/mkprofile")
  }

  /// Where that program lies; nil where it is not installed.
  package static func path(_ name: String) -> String? {
    candidates(name).first { if case .file = FileKind($0) { true } else { false } }
  }

  private static func candidates(_ name: String) -> [String] {
    ownFolder.map { ["\($0)/\(name)", "\($0)/../libexec/mkprofile/\(name)"] } ?? []
  }

  private static var ownFolder: String? { own.flatMap { FileSystem.parent(of: $0) } }

  /// The running program, however it was called.
  package static var own: String? {
    #if os(Linux)
      return try? FileSystem.resolvingLinks("/proc/self/exe")
    #else
      var buffer = [CChar](repeating: 0, count: 4_096)
      var size = UInt32(buffer.count)
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      return String(
        decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    #endif
  }
}
