// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Renderers

/// What help and the man page say beside the tables of commands and options.
enum HelpContent {
  static let purpose =
    "Makes the files that set mail clients, phones and printers up, from one description of a mail"
    + " service."

  static let streams =
    "Standard output holds the document and nothing else; everything said goes to standard error."

  static func files(_ settings: [String]) -> [(term: String, text: String)] {
    let texts = [
      "The settings, where neither --settings nor MKPROFILE_SETTINGS says otherwise.",
      "The settings, a file or a folder, where there are none in the current folder.",
    ]
    return zip(settings, texts).map { ($0, $1) }
  }

  static let exitCodes = ExitCode.allCases.map {
    (term: String($0.rawValue), text: $0.summary)
  }

  static let environment = EnvironmentVariable.all.map { (term: $0.name, text: $0.summary) }
}

extension CLI {
  /// The options of a command apart from those of formats.
  func ownOptions(_ command: Command) -> [CommandOption] {
    let others = command.name.isEmpty ? CommandOption.ofFormats(formats).map(\.name) : []
    return command.allOptions.filter { !others.contains($0.name) }
  }

  /// The options of formats, each once, with the formats that have it.
  var formatOptions: [(formats: [String], options: [CommandOption])] {
    var groups: [(formats: [String], options: [CommandOption])] = []
    let own = formats.map { ($0.name, $0.options.map(CommandOption.init)) }
    var seen: Set<CommandOption> = []
    for option in own.flatMap(\.1) where seen.insert(option).inserted {
      let owners = own.filter { $0.1.contains(option) }.map(\.0)
      if let index = groups.firstIndex(where: { $0.formats == owners }) {
        groups[index].options.append(option)
      } else {
        groups.append((owners, [option]))
      }
    }
    return groups
  }
}

extension [String] {
  /// The words with commas between them, and before the last one `and`.
  var listed: String {
    guard count > 1, let last else { return first ?? "" }
    return "\(dropLast().joined(separator: ", ")) and \(last)"
  }
}
