// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The lines of S-nail (14.9.24, s-nail(1)), the `mail` and `mailx` of scripts.
public struct SNailFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "s-nail"
  /// One sentence of help.
  public let summary = "Lines for S-nail, the mail and mailx of scripts."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "mailrc"
  /// What can be chosen.
  public let options = [
    SecretSource.option(Self.secrets), SecretSource.command, ProgramOption.authorities,
  ]

  private static let secrets: [SecretSource] = [.netrc] + SecretSource.commands + [.ask]
  private static let ability = ProgramAbility(program: "S-nail", protocols: [.smtp])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["outgoing"])
    let chosen = Self.ability.choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "the lines are for sending mail", said: ["outgoing"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    var file = ConfigText("S-nail")
    file.head(account, belongs: "~/.mailrc, mode 0600, or /etc/s-nail.rc")
    file.line("set v15-compat=yes")
    if let address = account.address {
      let sender = QuotedText.mailbox(account.person.name?.text, address.description)
      file.line("set from=", sender, ShellText.word)
    }
    let user = server.logsIn ? "\(server.username.percentEncoded)@" : ""
    let scheme = server.security == .tls ? "smtps" : "smtp"
    file.line("set mta=\(scheme)://\(user)\(server.host):\(server.port)")
    file.line("set smtp-auth=\(server.way.snailWord)")
    if server.security == .starttls { file.line("set smtp-use-starttls") }
    if server.security != .none {
      file.line("set tls-verify=strict")
      if let authorities = options[ProgramOption.authorities].first {
        file.line("set tls-ca-no-defaults\nset tls-ca-file=", authorities, ShellText.word)
      }
    }
    if server.logsIn {
      Self.secret(SecretChoice(options, Self.secrets, server, &gaps), server, &file)
    }
    return try file.document(gaps)
  }

  private static func secret(
    _ choice: SecretChoice, _ server: ProgramServer, _ file: inout ConfigText
  ) {
    switch choice {
    case .command(let command):
      // The rest of the line goes to the shell as it is; the shell takes the line break off.
      let all = "printf %s \"$(\(command))\""
      file.line("vput ! password ", all) { $0.isOneLine ? $0 : nil }
      file.line("set password-\(server.host):\(server.port)=\"$password\"")
    case .other(.netrc):
      file.line("set netrc-lookup")
      file.note("The password is read from ~/.netrc, mode 0600, a line such as:")
      NetrcText.note(server, &file)
    case .other: file.note("S-nail asks for the password at the terminal")
    }
  }
}

extension Authentication {
  fileprivate var snailWord: String {
    switch self {
    case .password: "plain"
    case .encryptedPassword: "cram-md5"
    case .oauth2: "oauthbearer"
    case .kerberos: "gssapi"
    case .clientCertificate: "external"
    case .ntlm, .none: "none"
    }
  }
}
