// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The config.toml of Himalaya: that of its second version (2.1.0, ca88bee, `src/config.rs`) or of the
/// first (1.2.0, whose servers are those of email-lib 0.27.0).
public struct HimalayaFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "himalaya"
  /// One sentence of help.
  public let summary = "config.toml for Himalaya, a mail program for scripts and terminals."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "himalaya.toml"
  /// What can be chosen.
  public let options = [
    Self.release, SecretSource.option(Self.secrets), SecretSource.command,
    ProgramOption.authorities,
  ]

  /// Which version the file is for.
  static let release = FormatOption(
    "release", values: ["2", "1"], summary: "The version of Himalaya that reads the file.")

  private static let secrets = SecretSource.commands

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming", "outgoing"])
    let isFirst = options.value(Self.release) == "1"
    let incoming = ProgramAbility(program: "Himalaya", protocols: [.imap], ways: [.password])
      .choose("incoming", of: account, &gaps)
    // Version 1 wants `login` and `auth` of every server (email-lib 0.27.0, `SmtpConfig`).
    let outgoing = ProgramAbility(
      program: isFirst ? "Himalaya 1" : "Himalaya", protocols: [.smtp],
      ways: isFirst ? [.password] : [.password, .none]
    ).choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "the file is about mail by IMAP", said: ["incoming", "outgoing"])
    Self.noteAuthorities(options, isFirst, &gaps)
    guard let incoming, let outgoing else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(incoming)
    var file = ConfigText("Himalaya")
    file.head(account, belongs: "~/.config/himalaya/config.toml")
    file.line("[accounts.", account.mailFolder, QuotedText.toml, "]")
    file.line("default = true")
    if let address = account.address?.description {
      file.line("email = ", address, isFirst ? QuotedText.expandedTOML : QuotedText.toml)
    }
    if let name = account.person.name?.text {
      file.line("display-name = ", name, QuotedText.toml)
    }
    for server in [incoming, outgoing] {
      file.gap()
      let command = SecretChoice(options, Self.secrets, server, &gaps).command ?? ""
      if isFirst {
        Self.first(server, command, &file)
      } else {
        Self.second(server, command, options, &file)
      }
    }
    return try file.document(gaps)
  }

  private static func noteAuthorities(
    _ options: RenderOptions, _ isFirst: Bool, _ gaps: inout Gaps
  ) {
    guard options.has(ProgramOption.authorities) else { return }
    if isFirst {
      gaps.warn(
        "", "Himalaya 1 trusts the authorities of the system alone",
        fix: "add the authority to those of the system")
    } else {
      gaps.note(
        "",
        "Himalaya trusts the first certificate of the file, beside the authorities of the system")
    }
  }

  private static func second(
    _ server: ProgramServer, _ command: String, _ options: RenderOptions, _ file: inout ConfigText
  ) {
    let kind = server.mailProtocol == .imap ? "imap" : "smtp"
    let scheme = server.security == .tls ? "\(kind)s" : kind
    file.line("\(kind).server = \"\(scheme)://\(server.host):\(server.port)\"")
    if server.security == .starttls { file.line("\(kind).starttls = true") }
    if server.security != .none, let authorities = options[ProgramOption.authorities].first {
      file.line("\(kind).tls.cert = ", authorities, QuotedText.toml)
    }
    guard server.logsIn else { return }
    file.line("\(kind).sasl.plain.username = ", server.username, QuotedText.expandedTOML)
    file.line("\(kind).sasl.plain.password.command = ", command, QuotedText.toml)
  }

  private static func first(
    _ server: ProgramServer, _ command: String, _ file: inout ConfigText
  ) {
    let isIMAP = server.mailProtocol == .imap
    let prefix = isIMAP ? "backend" : "message.send.backend"
    file.line("\(prefix).type = \"\(isIMAP ? "imap" : "smtp")\"")
    file.line("\(prefix).host = \"\(server.host)\"\n\(prefix).port = \(server.port)")
    file.line("\(prefix).encryption.type = \"\(server.security.himalayaWord)\"")
    guard server.logsIn else { return }
    file.line("\(prefix).login = ", server.username, QuotedText.expandedTOML)
    file.line("\(prefix).auth.type = \"password\"")
    file.line("\(prefix).auth.cmd = ", command, QuotedText.toml)
  }
}

extension Security {
  fileprivate var himalayaWord: String {
    switch self {
    case .tls: "tls"
    case .starttls: "start-tls"
    case .none: "none"
    }
  }
}
