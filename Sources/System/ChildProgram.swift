// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A program to run, with what it is given. No shell takes part: an argument is what it says.
package struct ChildProgram: Hashable, Sendable {
  /// A path, or a name that is looked for in the folders of `PATH`.
  package var program: String
  /// What follows its name.
  package var arguments: [String]
  /// All of its environment; by default what a program needs to find its way.
  package var environment: [String: String]

  /// A program with its arguments and the usual environment.
  package init(
    _ program: String, _ arguments: [String] = [],
    environment: [String: String] = ChildProgram.usualEnvironment
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
  }

  /// Where programs, a person's files and temporary files are, and which language to speak.
  /// Everything else may be a secret that was meant for this program alone.
  package static let usualEnvironment: [String: String] = {
    var values = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
    for name in ["PATH", "HOME", "USER", "TMPDIR", "LANG", "LC_ALL", "XDG_CACHE_HOME"] {
      if let value = getenv(name) { values[name] = String(cString: value) }
    }
    return values
  }()
}

/// How much a child may take; past that it is ended.
package struct ProcessLimits: Hashable, Sendable {
  /// Bytes of its standard output.
  package var outputBytes = 16 * 1_024 * 1_024
  /// Bytes that are kept of what it says on standard error; the rest is dropped.
  package var messageBytes = 4 * 1_024
  /// Milliseconds from its start to its end.
  package var milliseconds = 10_000

  /// The limits that hold unless others are chosen.
  package init() {}
}

/// Why a child did not do what it was started for.
package struct ProcessFailure: Error, Hashable, Sendable {
  /// What happened.
  package enum Cause: Hashable, Sendable {
    /// There is no such program.
    case notFound
    /// The system would not start it, in the system's words.
    case notStarted(String)
    /// It had not finished in time and was ended.
    case timedOut
    /// It ended with a code other than 0.
    case exited(Int32)
    /// A signal ended it.
    case killed(Int32)
    /// It wrote more than so many bytes and was ended.
    case tooMuchOutput(Int)
    /// It closed its output before all of an answer was there.
    case endedEarly
  }

  /// What happened.
  package let cause: Cause
  /// The program as it was called.
  package let program: String
  /// The beginning of what it said on standard error, without what a terminal would obey.
  package let words: String
}

extension ProcessFailure.Cause: CustomStringConvertible {
  /// What happened, to follow the program's name.
  package var description: String {
    switch self {
    case .notFound: "is not there"
    case .notStarted(let reason): "cannot be started: \(reason)"
    case .timedOut: "did not finish in time"
    case .exited(let code): "failed with exit code \(code)"
    case .killed(let number): "was ended by signal \(number)"
    case .tooMuchOutput(let limit): "wrote more than \(limit) bytes"
    case .endedEarly: "ended before its answer was complete"
    }
  }
}
