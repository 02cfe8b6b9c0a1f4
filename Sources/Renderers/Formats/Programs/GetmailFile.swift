// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The file of getmail (getmail6 6.18.11, configuration.txt), which fetches into a Maildir.
public struct GetmailFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "getmail"
  /// One sentence of help.
  public let summary = "File for getmail, which fetches into a Maildir."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "getmailrc"
  /// What can be chosen.
  public let options = [
    SecretSource.option(Self.secrets), SecretSource.command, ProgramOption.authorities,
  ]

  private static let secrets = SecretSource.commands + [.netrc, .ask]
  private static let ability = ProgramAbility(
    program: "getmail", protocols: [.imap, .pop3], ways: [.password], protections: [.tls, .none])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming"])
    let chosen = Self.ability.choose("incoming", of: account, &gaps)
    gaps.noteUnsaid(account, "getmail fetches mail only", said: ["incoming"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(server, pop3: false)
    let name = account.mailFolder
    var file = ConfigText("getmail")
    file.head(account, belongs: "~/.config/getmail/getmailrc, mode 0600")
    file.note("getmail wants its folder to be there: mkdir -p ~/Mail/\(name)/cur,")
    file.note("~/Mail/\(name)/new and ~/Mail/\(name)/tmp")
    file.line("[retriever]")
    let kind = server.mailProtocol == .pop3 ? "POP3" : "IMAP"
    let isProtected = server.security != .none
    file.line("type = Simple\(kind)\(isProtected ? "SSL" : "")Retriever")
    file.line("server = \(server.host)\nport = \(server.port)")
    file.line("username = ", server.username, INIText.python)
    if isProtected {
      // Without it getmail checks no certificate.
      file.line("ca_certs = ", ProgramOption.authorities(options), INIText.python)
    }
    Self.secret(SecretChoice(options, Self.secrets, server, &gaps), &file)
    file.line("\n[destination]\ntype = Maildir")
    file.line("path = ", "~/Mail/\(name)/", INIText.python)
    file.line("\n[options]\nread_all = false")
    file.line("delete = \(server.keepsMail ? "false" : "true")")
    if server.keepsMail, let days = server.server.pop3?.days {
      file.line("delete_after = \(days)")
    }
    return try file.document(gaps)
  }

  private static func secret(_ choice: SecretChoice, _ file: inout ConfigText) {
    switch choice {
    case .command(let command):
      file.line("password_command = (\"sh\", \"-c\", ", command, QuotedText.python, ")")
    case .other(.netrc): file.line("use_netrc = true")
    case .other: break
    }
  }
}
