// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension CommandSet {
  /// A function that offers commands, options and the values of options.
  package var bashCompletion: String {
    """
    # bash completion for mkprofile
    _mkprofile() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
      local command='' options='' values=''
      COMPREPLY=()
      # bash splits --option=value into three words.
      if [[ $current == = ]]; then current=''
      elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
      case ${COMP_WORDS[1]} in
        \(namedCommands.map(\.name).joined(separator: "|"))) command=${COMP_WORDS[1]} ;;
      esac
      case $command,$previous in
    \(commands.flatMap(valueCases).joined(separator: "\n"))
      esac
      case $command in
    \(commands.map(optionCase).joined(separator: "\n"))
      esac
      if [[ $COMP_CWORD == 1 ]]; then
        values+=' '\(namedCommands.map(\.name).joined(separator: " ").shellQuoted)
      fi
      if [[ $current == -* ]]; then values=$options; fi
      COMPREPLY=($(compgen -W "$values" -- "$current"))
    }
    complete -F _mkprofile mkprofile

    """
  }

  /// What follows an option that has a value.
  private func valueCases(_ command: Command<Context>) -> [String] {
    command.allOptions.filter { $0.placeholder != nil }.map { option in
      let action =
        switch (option.values.isEmpty, option.completion) {
        case (false, _):
          "COMPREPLY=($(compgen -W \(option.values.joined(separator: " ").shellQuoted)"
            + " -- \"$current\"))"
        case (true, .files): "COMPREPLY=($(compgen -f -- \"$current\"))"
        case (true, .folders): "COMPREPLY=($(compgen -d -- \"$current\"))"
        case (true, .nothing): "COMPREPLY=()"
        }
      return "    \(command.name),\(option.flag)) \(action); return ;;"
    }
  }

  /// The options and operands of a command.
  private func optionCase(_ command: Command<Context>) -> String {
    let options = command.allOptions.map(\.flag).joined(separator: " ").shellQuoted
    let values = command.operands.joined(separator: " ").shellQuoted
    return "    \(command.name.shellQuoted)) options=\(options) values=\(values) ;;"
  }
}
