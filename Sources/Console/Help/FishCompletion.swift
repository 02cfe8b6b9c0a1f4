// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension CommandSet {
  /// One line for each command, option and list of values.
  package var fishCompletion: String {
    let names = namedCommands.map(\.name).joined(separator: " ")
    var lines = ["# fish completion for mkprofile", "complete -c mkprofile -f"]
    for command in namedCommands {
      lines.append(
        "complete -c mkprofile -n __fish_use_subcommand -a \(command.name.fishQuoted)"
          + " -d \(command.summary.fishQuoted)")
    }
    for command in commands {
      let condition =
        command.name.isEmpty
        ? "not __fish_seen_subcommand_from \(names)"
        : "__fish_seen_subcommand_from \(command.name)"
      let start = "complete -c mkprofile -n \(condition.fishQuoted)"
      if command.takesFiles { lines.append("\(start) -F") }
      if !command.operands.isEmpty {
        lines.append("\(start) -a \(command.operands.joined(separator: " ").fishQuoted)")
      }
      lines += command.allOptions.map { "\(start) \(fishOption($0))" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fishOption(_ option: CommandOption) -> String {
    let start = "-l \(option.name) -d \(option.summary.fishQuoted)"
    guard option.placeholder != nil else { return start }
    guard option.values.isEmpty else {
      return "\(start) -x -a \(option.values.joined(separator: " ").fishQuoted)"
    }
    switch option.completion {
    case .nothing: return "\(start) -x"
    case .files: return "\(start) -r -F"
    case .folders: return "\(start) -x -a '(__fish_complete_directories)'"
    }
  }
}

extension String {
  /// The text in single quotes for fish, where a backslash escapes a quote and itself.
  fileprivate var fishQuoted: String { "'\(escaping(["'", "\\"]))'" }
}
