// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where a program is to get the password from: it is never in its file.
enum SecretSource: String, CaseIterable {
  /// The password store (passwordstore.org).
  case pass
  /// The keyring of GNOME and KDE, by `secret-tool` of libsecret.
  case keyring
  /// The keychain of macOS.
  case keychain
  /// The variable `MAIL_PASSWORD`.
  case environment
  /// The file `~/.netrc`.
  case netrc
  /// The person at the terminal.
  case ask

  /// Those that are a command which prints the password.
  static let commands: [SecretSource] = [.pass, .keyring, .keychain, .environment]

  /// The option that chooses one of them, the first by default.
  static func option(_ sources: [SecretSource]) -> FormatOption {
    FormatOption(
      "secret", values: sources.map(\.rawValue),
      summary: "Where the program gets the password from, which is never in the document.")
  }

  /// The option that names a command.
  static let command = FormatOption(
    text: "secret-command", placeholder: "COMMAND",
    summary: "The command that prints the password, in the place of one that --secret names.")

  /// The words of the command that prints the password; nil where none does.
  func words(_ server: ProgramServer) -> [String]? {
    let host = server.host
    return switch self {
    case .pass: ["pass", "show", "mail/\(server.username)"]
    case .keyring: ["secret-tool", "lookup", "host", host, "user", server.username]
    case .keychain:
      ["security", "find-internet-password", "-s", host, "-a", server.username, "-w"]
    case .environment: ["printenv", "MAIL_PASSWORD"]
    case .netrc, .ask: nil
    }
  }
}

/// What was chosen about the password of one server.
enum SecretChoice {
  /// A command of a shell.
  case command(String)
  /// No command.
  case other(SecretSource)

  /// The choice for a server; a name that no command can hold is refused.
  init(
    _ options: RenderOptions, _ sources: [SecretSource], _ server: ProgramServer,
    _ gaps: inout Gaps
  ) {
    if let command = options[SecretSource.command].first {
      self = .command(command)
      return
    }
    let chosen = options.value(SecretSource.option(sources))
    let source = SecretSource(rawValue: chosen) ?? .ask
    guard let words = source.words(server) else {
      self = .other(source)
      return
    }
    let quoted = words.compactMap(ShellText.word)
    if quoted.count < words.count { gaps.refuseName(server.username, in: "a command") }
    self = .command(quoted.joined(separator: " "))
  }

  /// The command of a shell, where there is one.
  var command: String? { if case .command(let command) = self { command } else { nil } }

  /// The source, where it is none that a command reads.
  var source: SecretSource? { if case .other(let source) = self { source } else { nil } }
}
