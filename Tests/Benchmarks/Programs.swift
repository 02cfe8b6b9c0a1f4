// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Another program, run to its end with its output thrown away.
///
/// The kernel counts what a process had in memory before it became another program: a small process
/// between the two keeps this one's memory out of the numbers.
struct Program {
  /// What one run cost.
  struct Run {
    var status: Int32
    var wallSeconds: Double
    var processorSeconds: Double
    var residentMegabytes: Double

    static let failed = Run(
      status: -1, wallSeconds: 0, processorSeconds: 0, residentMegabytes: 0)
  }

  let path: String

  /// A program that lies beside this one.
  init(_ name: String) {
    let own = CommandLine.arguments[0]
    let folder = own.lastIndex(of: "/").map { String(own[...$0]) } ?? "./"
    path = folder + name
  }

  /// The word that makes this program measure another one.
  static let measuring = "--measure-program"

  func run(_ arguments: [String]) -> Run {
    var template = Array("/tmp/mkprofile-run-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { return Run.failed }
    let folder = String(cString: made)
    defer {
      unlink("\(folder)/output")
      rmdir(folder)
    }
    let text = Background.output(
      of: "/proc/self/exe", [Self.measuring, path] + arguments, in: folder)
    let numbers = (text ?? "").split(separator: "\n").first?.split(separator: " ")
      .compactMap { Double($0) }
    guard let numbers, numbers.count == 4 else { return Run.failed }
    return Run(
      status: Int32(numbers[0]), wallSeconds: numbers[1], processorSeconds: numbers[2],
      residentMegabytes: numbers[3])
  }

  /// Runs a program, writes what it cost and ends this process.
  static func measure(_ arguments: [String]) -> Never {
    guard let path = arguments.first else { exit(64) }
    let run = Program(path: path).runDirectly(Array(arguments.dropFirst()))
    print(run.status, run.wallSeconds, run.processorSeconds, run.residentMegabytes)
    exit(0)
  }

  private func runDirectly(_ arguments: [String]) -> Run {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    let start = wallSeconds()
    var pid = pid_t()
    guard posix_spawn(&pid, path, &actions, nil, &argv, environ) == 0 else { return Run.failed }
    var status: Int32 = 0
    var usage = rusage()
    wait4(pid, &status, 0, &usage)
    let processor =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    return Run(
      status: status, wallSeconds: wallSeconds() - start, processorSeconds: processor,
      residentMegabytes: Double(usage.ru_maxrss) / 1_024)
  }
}

/// The median of some measurements.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
}

/// A temporary folder with files for one measurement, removed at the end.
func withTemporaryFolder(_ body: (String) -> Void) {
  var template = Array("/tmp/mkprofile-bench-XXXXXX".utf8CString)
  guard let made = mkdtemp(&template) else { return print("no temporary folder") }
  let folder = String(cString: made)
  body(folder)
  _ = Program(path: "/bin/rm").run(["-rf", folder])
}

extension Program {
  init(path: String) { self.path = path }
}

/// Writes a text as a file.
func write(_ text: String, to path: String) {
  guard let file = fopen(path, "w") else { return print("cannot write \(path)") }
  defer { fclose(file) }
  var text = text
  text.withUTF8 { _ = fwrite($0.baseAddress, 1, $0.count, file) }
}
