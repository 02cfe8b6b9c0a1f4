// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension CommandSet {
  /// A function that offers commands, options, the values of options, and files. Names go into the
  /// answer one by one, so that blanks in them split nothing.
  package var bashCompletion: String {
    """
    # bash completion for mkprofile
    _mkprofile_files() { # -f or -d
      local line typed=$current
      # What was typed may be escaped or begin with a quote; names are not.
      case $typed in
        [\\\"\\\']*) typed=${typed:1} ;;
        *) typed=${typed//\\\\/} ;;
      esac
      case $typed in '~/'*) typed=$HOME/${typed#'~/'} ;; esac
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$1" -- "$typed")
      compopt -o filenames 2>/dev/null
      return 0
    }
    _mkprofile() {
      local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
      local command='' options='' values='' files=''
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
      if [[ $current == -* ]]; then values=$options files=''; fi
      COMPREPLY=($(compgen -W "$values" -- "$current"))
      if [[ -n $files ]]; then _mkprofile_files -f; fi
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
        case (true, .files): "_mkprofile_files -f"
        case (true, .folders): "_mkprofile_files -d"
        case (true, .nothing): "COMPREPLY=()"
        }
      return "    \(command.name),\(option.flag)) \(action); return ;;"
    }
  }

  /// The options and operands of a command.
  private func optionCase(_ command: Command<Context>) -> String {
    let options = command.allOptions.map(\.flag).joined(separator: " ").shellQuoted
    let values = command.operands.joined(separator: " ").shellQuoted
    let files = command.takesFiles ? " files=yes" : ""
    return "    \(command.name.shellQuoted)) options=\(options) values=\(values)\(files) ;;"
  }
}
