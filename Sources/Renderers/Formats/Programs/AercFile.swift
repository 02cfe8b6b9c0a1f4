// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The accounts.conf of aerc (0.14 and later, aerc-accounts(5)).
public struct AercFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "aerc"
  /// One sentence of help.
  public let summary = "accounts.conf for aerc, the mail program of a terminal."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "accounts.conf"
  /// What can be chosen.
  public let options = [SecretSource.option(Self.secrets), SecretSource.command]

  private static let secrets = SecretSource.commands
  private static let ways: Set<Authentication> = [.password, .oauth2]

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming", "outgoing"])
    let incoming = ProgramAbility(program: "aerc", protocols: [.imap], ways: Self.ways)
      .choose("incoming", of: account, &gaps)
    // Versions disagree about how a connection without TLS is written.
    let outgoing = ProgramAbility(
      program: "aerc", protocols: [.smtp], ways: Self.ways.union([.none]),
      protections: [.tls, .starttls]
    ).choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "aerc is told of mail only", said: ["incoming", "outgoing"])
    guard let incoming, let outgoing else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(incoming)
    let oauth2 = account.provider.oauth2
    var file = ConfigText("aerc")
    file.head(account, belongs: "~/.config/aerc/accounts.conf, mode 0600")
    file.line("[\(account.mailFolder)]")
    if let address = account.address {
      file.line(
        "from = ", QuotedText.mailbox(account.person.name?.text, address.description), INIText.go)
    }
    file.line("source = ", Self.url(incoming, oauth2, &gaps), INIText.go)
    Self.secret("source-cred-cmd", incoming, options, &file, &gaps)
    file.line("outgoing = ", Self.url(outgoing, oauth2, &gaps), INIText.go)
    Self.secret("outgoing-cred-cmd", outgoing, options, &file, &gaps)
    // Version 0.14 sends nothing over STARTTLS without this very word; later ones need no word.
    if outgoing.security == .starttls { file.line("smtp-starttls = yes") }
    return try file.document(gaps)
  }

  private static func url(
    _ server: ProgramServer, _ oauth2: OAuth2?, _ gaps: inout Gaps
  ) -> String {
    let kind = server.mailProtocol == .imap ? "imap" : "smtp"
    let scheme =
      switch server.security {
      case .tls: "\(kind)s"
      case .starttls: kind
      case .none: "\(kind)+insecure"
      }
    let user = server.logsIn ? "\(server.username.percentEncoded)@" : ""
    let address = "\(user)\(server.host):\(server.port)"
    guard server.way == .oauth2 else {
      return "\(scheme)\(server.logsIn ? "" : "+none")://\(address)"
    }
    if server.mailProtocol == .imap, server.security != .tls {
      gaps.refuse(
        "\(server.server.path).security", "aerc takes OAuth2 for IMAP with implicit TLS only",
        fix: "offer implicit TLS on port 993, or password")
    }
    return "\(scheme)+oauthbearer://\(address)\(query(oauth2))"
  }

  /// With where a fresh token comes from, the password is a refresh token.
  private static func query(_ oauth2: OAuth2?) -> String {
    guard let oauth2 else { return "" }
    var out = "?token_endpoint=\(oauth2.tokenURL.description.percentEncoded)"
    if let client = oauth2.clientID { out += "&client_id=\(client.text.percentEncoded)" }
    let scopes = oauth2.scopes.map(\.text).joined(separator: " ")
    return scopes.isEmpty ? out : "\(out)&scope=\(scopes.percentEncoded)"
  }

  private static func secret(
    _ key: String, _ server: ProgramServer, _ options: RenderOptions, _ file: inout ConfigText,
    _ gaps: inout Gaps
  ) {
    guard server.logsIn, let command = SecretChoice(options, secrets, server, &gaps).command else {
      return
    }
    file.line("\(key) = ", command, INIText.go)
  }
}
