// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Command {
  /// Help about the command.
  package var help: String {
    usage + "\n" + HelpLayout.paragraph(summary)
      + details.map { "\n" + HelpLayout.paragraph($0) }.joined()
      + HelpLayout.section("Options", CommandOption.list(allOptions))
      + HelpLayout.section("Examples", exampleLines)
  }

  /// How it is typed, a line for each way.
  package var usage: String {
    let margin = String(repeating: " ", count: 8 + title.count)
    let lines = synopsis.map { synopsis in
      let parts = synopsis.split(separator: "\n").joined(separator: "\n\(margin)")
      return parts.isEmpty ? title : "\(title) \(parts)"
    }
    return "usage: \(lines.joined(separator: "\n       "))\n"
  }

  /// Its examples, each with what it does below it.
  package var exampleLines: String {
    examples.map { "  \($0.line)\n      \($0.does)\n" }.joined()
  }
}

extension CommandOption {
  /// The summary and the accepted values; a single value has a default, the first one.
  package var explanation: String {
    guard let first = values.first else { return summary }
    let hasDefault = noun == nil && !isList
    let names = (hasDefault ? ["\(first) (default)"] : [first]) + values.dropFirst()
    return "\(summary) Values: \(names.joined(separator: ", "))."
  }

  /// Options with their explanations.
  package static func list(_ options: [CommandOption]) -> String {
    HelpLayout.list(options.map { ($0.usage, $0.explanation) })
  }
}
