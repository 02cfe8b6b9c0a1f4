// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A shell that can complete words.
package enum Shell: String, CaseIterable {
  case bash, zsh, fish

  /// What makes it do so from the next start on.
  package var installation: String {
    switch self {
    case .bash: "mkprofile completion bash > /etc/bash_completion.d/mkprofile"
    case .zsh: "mkprofile completion zsh > \"${fpath[1]}/_mkprofile\""
    case .fish: "mkprofile completion fish > ~/.config/fish/completions/mkprofile.fish"
    }
  }
}

extension CommandSet {
  /// The script for a shell, from the same tables as the help.
  package func completion(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletion
    case .zsh: zshCompletion
    case .fish: fishCompletion
    }
  }

  /// The commands that have names.
  package var namedCommands: [Command<Context>] { commands.filter { !$0.name.isEmpty } }
}

extension String {
  /// The text in single quotes for a POSIX shell.
  package var shellQuoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
