// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A program that runs beside the measurement until it is ended.
final class Background {
  private let pid: pid_t

  /// Starts it; nil where that fails. Everything that it says goes to `output`.
  init?(_ path: String, _ arguments: [String], output: String = "/dev/null") {
    guard let pid = Self.spawn(path, arguments, output) else { return nil }
    self.pid = pid
  }

  deinit { end() }

  /// Ends it and waits for it.
  func end() {
    kill(pid, SIGTERM)
    wait()
  }

  /// Waits until it has ended.
  func wait() {
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Processor seconds of the process and its children so far.
  var processorSeconds: Double {
    let ticks = processes.reduce(0.0) { sum, process in
      // The name in parentheses may hold blanks; user and system time are the 12th and 13th after.
      let text = contents("/proc/\(process)/stat") ?? ""
      let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
      guard fields.count > 13 else { return sum }
      return sum + (Double(fields[12]) ?? 0) + (Double(fields[13]) ?? 0)
    }
    return ticks / Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
  }

  /// Resident memory of the process itself.
  var residentMegabytes: Double {
    let fields = (contents("/proc/\(pid)/statm") ?? "").split(separator: " ")
    return fields.count > 1 ? (Double(fields[1]) ?? 0) * Double(getpagesize()) / 1_048_576 : 0
  }

  /// The most that the process and its children each had in memory so far, together.
  var peakMegabytes: Double {
    processes.reduce(0) { sum, process in
      let lines = (contents("/proc/\(process)/status") ?? "").split(separator: "\n")
      let peak = lines.first { $0.hasPrefix("VmHWM:") }?.split { $0 == " " || $0 == "\t" }
      return sum + (peak.flatMap { $0.count > 1 ? Double($0[1]) : nil } ?? 0) / 1_024
    }
  }

  private var processes: [String] {
    let children = contents("/proc/\(pid)/task/\(pid)/children") ?? ""
    return [String(pid)] + children.split(separator: " ").map(String.init)
  }

  private static func spawn(_ path: String, _ arguments: [String], _ output: String) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in [Int32(1), 2] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    }
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { argv.forEach { free($0) } }
    var pid = pid_t()
    return posix_spawnp(&pid, path, &actions, nil, &argv, environ) == 0 ? pid : nil
  }

  /// Runs a program to its end; gives what it said, nil where it fails.
  static func output(of path: String, _ arguments: [String], in folder: String) -> String? {
    let file = "\(folder)/output"
    unlink(file)
    guard let pid = spawn(path, arguments, file) else { return nil }
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    return status == 0 ? contents(file) : nil
  }
}

/// A small file as text.
func contents(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// True where a program is in the search path.
func isInstalled(_ name: String) -> Bool {
  let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
  return (path + ":/usr/sbin").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
}
