// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The file of msmtp (1.8.23, msmtp(1)), which sends what cron jobs and scripts give to `sendmail`.
public struct MSMTPFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "msmtp"
  /// One sentence of help.
  public let summary = "File for msmtp, the sendmail of cron jobs and scripts."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "msmtprc"
  /// What can be chosen.
  public let options = [
    SecretSource.option(Self.secrets), SecretSource.command, ProgramOption.authorities,
  ]

  private static let secrets = SecretSource.commands + [.netrc, .ask]
  private static let ability = ProgramAbility(
    program: "msmtp", protocols: [.smtp],
    ways: [.password, .encryptedPassword, .oauth2, .kerberos, .ntlm, .none])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["outgoing"])
    let chosen = Self.ability.choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "msmtp sends mail only", said: ["outgoing"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    var file = ConfigText("msmtp")
    file.head(account, belongs: "~/.msmtprc or ~/.config/msmtp/config, mode 0600; or /etc/msmtprc")
    file.line("defaults")
    Self.protection(server, options, &file)
    file.gap()
    file.line("account default")
    file.line("host \(server.host)")
    file.line("port \(server.port)")
    if let address = account.address {
      file.line("from ", address.description, MSMTPText.from)
    }
    guard server.logsIn else {
      file.line("auth off")
      return try file.document(gaps)
    }
    if server.way == .oauth2 {
      gaps.warn(
        "\(server.server.path).authentication",
        "msmtp takes a token and fetches none: the command has to print a fresh one",
        fix: "offer password, too, or name a command with --secret-command")
    }
    file.line("auth \(server.way.msmtpWord)")
    file.line("user ", server.username, MSMTPText.value)
    Self.secret(SecretChoice(options, Self.secrets, server, &gaps), server, &file)
    return try file.document(gaps)
  }

  private static func protection(
    _ server: ProgramServer, _ options: RenderOptions, _ file: inout ConfigText
  ) {
    switch server.security {
    case .tls: file.line("tls on\ntls_starttls off")
    case .starttls: file.line("tls on\ntls_starttls on")
    case .none: return file.line("tls off")
    }
    file.line(
      "tls_trust_file ", options[ProgramOption.authorities].first ?? "system", MSMTPText.value)
  }

  private static func secret(
    _ choice: SecretChoice, _ server: ProgramServer, _ file: inout ConfigText
  ) {
    guard server.way != .kerberos else { return }
    switch choice {
    case .command(let command): file.line("passwordeval ", command, MSMTPText.value)
    case .other(.netrc):
      file.note("The password is read from ~/.netrc, mode 0600, a line such as:")
      NetrcText.note(server, &file)
    case .other: file.note("msmtp looks into the keyring and asks at the terminal")
    }
  }
}

extension Authentication {
  /// `on` takes the best of what the server offers, and no plain text without TLS.
  fileprivate var msmtpWord: String {
    switch self {
    case .password, .encryptedPassword: "on"
    case .oauth2: "oauthbearer"
    case .kerberos: "gssapi"
    case .ntlm: "ntlm"
    case .clientCertificate: "external"
    case .none: "off"
    }
  }
}
