// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The file of fetchmail (6.4.37, fetchmail(1)), which hands fetched mail to the machine's own server.
public struct FetchmailFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "fetchmail"
  /// One sentence of help.
  public let summary = "File for fetchmail, which fetches into the machine's own mail system."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "fetchmailrc"
  /// What can be chosen.
  public let options = [SecretSource.option(Self.secrets), ProgramOption.authorities]

  private static let secrets: [SecretSource] = [.netrc, .ask]
  private static let ability = ProgramAbility(
    program: "fetchmail", protocols: [.imap, .pop3],
    ways: [.password, .encryptedPassword, .kerberos, .ntlm])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming"])
    let chosen = Self.ability.choose("incoming", of: account, &gaps)
    gaps.noteUnsaid(account, "fetchmail fetches mail only", said: ["incoming"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(server, pop3: false)
    if server.server.pop3?.days != nil {
      gaps.note(
        "\(server.server.path).pop3.days",
        "is left out: fetchmail keeps mail for ever or not at all")
    }
    var file = ConfigText("fetchmail")
    file.head(account, belongs: "~/.fetchmailrc, mode 0600")
    let isPOP3 = server.mailProtocol == .pop3
    file.line("poll \(server.host) protocol \(isPOP3 ? "POP3" : "IMAP") port \(server.port)")
    file.line("  auth \(server.way.fetchmailWord)\(isPOP3 && server.keepsMail ? " uidl" : "")")
    file.line("  user ", server.username, QuotedText.fetchmail)
    switch server.security {
    case .tls: file.line("  ssl sslcertck")
    // Without "ssl", "auto" makes STARTTLS a must.
    case .starttls: file.line("  sslproto \"auto\" sslcertck")
    case .none: file.line("  sslproto \"\"")
    }
    if server.security != .none, let authorities = options[ProgramOption.authorities].first {
      file.line("  sslcertfile ", authorities, QuotedText.fetchmail)
    }
    file.line("  \(server.keepsMail ? "keep" : "nokeep")")
    if SecretChoice(options, Self.secrets, server, &gaps).source == .netrc, server.way != .kerberos
    {
      file.note("The password is read from ~/.netrc, mode 0600, a line such as:")
      NetrcText.note(server, &file)
    }
    return try file.document(gaps)
  }
}

extension ProgramServer {
  /// True unless the settings say that fetched mail goes: what a program takes away is gone.
  var keepsMail: Bool { server.pop3?.leaveOnServer ?? true }
}

extension Authentication {
  fileprivate var fetchmailWord: String {
    switch self {
    case .password: "password"
    case .encryptedPassword: "cram-md5"
    case .kerberos: "gssapi"
    case .ntlm: "ntlm"
    case .clientCertificate: "external"
    case .oauth2, .none: "any"
    }
  }
}
