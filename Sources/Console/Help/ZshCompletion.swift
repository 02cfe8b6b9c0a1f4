// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension CommandSet {
  /// A function that offers commands, options and the values of options, with their summaries.
  package var zshCompletion: String {
    """
    #compdef mkprofile
    # zsh completion for mkprofile
    _mkprofile() {
      local -a commands
      commands=(
    \(namedCommands.map { "    " + described($0.name, $0.summary) }.joined(separator: "\n"))
      )
      case ${words[2]} in
    \(namedCommands.map(commandCase).joined(separator: "\n"))
        *)
          (( CURRENT == 2 )) && [[ $PREFIX != -* ]] && _describe command commands
          _arguments \\
    \(commands.first(where: \.name.isEmpty).map(specifications) ?? "")
          ;;
      esac
    }
    if [ "$funcstack[1]" = _mkprofile ]; then _mkprofile "$@"; else compdef _mkprofile mkprofile; fi

    """
  }

  private func commandCase(_ command: Command<Context>) -> String {
    """
        \(command.name))
          (( CURRENT == 2 )) && { _describe command commands; return }
          shift words; (( CURRENT-- ))
          _arguments \\
    \(specifications(command))
          ;;
    """
  }

  /// What `_arguments` takes: one word per option, and one for the operands.
  private func specifications(_ command: Command<Context>) -> String {
    let operands =
      command.takesFiles
      ? "_files"
      : command.operands.isEmpty ? "" : "(\(command.operands.joined(separator: " ")))"
    return (command.allOptions.map(specification) + ["*: :\(operands)"])
      .map { "        \($0.shellQuoted)" }.joined(separator: " \\\n")
  }

  private func specification(_ option: CommandOption) -> String {
    let summary = option.summary.escaping(["[", "]", "\\", ":"])
    guard let placeholder = option.placeholder else { return "\(option.flag)[\(summary)]" }
    let action =
      switch (option.values.isEmpty, option.completion) {
      case (false, _): "(\(option.values.joined(separator: " ")))"
      case (true, .files): "_files"
      case (true, .folders): "_files -/"
      case (true, .nothing): " "
      }
    return "\(option.flag)=[\(summary)]:\(placeholder):\(action)"
  }

  private func described(_ name: String, _ summary: String) -> String {
    "\(name.escaping([":"])):\(summary)".shellQuoted
  }
}

extension String {
  /// The text with a backslash before each of these characters.
  package func escaping(_ special: Set<Character>) -> String {
    reduce(into: "") { out, character in
      if special.contains(character) { out += "\\" }
      out.append(character)
    }
  }
}
