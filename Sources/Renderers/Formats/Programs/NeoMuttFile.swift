// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The file of NeoMutt (20220429, its manual), and of Mutt, which knows the same variables.
public struct NeoMuttFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "neomutt"
  /// One sentence of help.
  public let summary = "File for NeoMutt and Mutt, the mail programs of a terminal."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "neomuttrc"
  /// What can be chosen.
  public let options = [
    SecretSource.option(Self.secrets), SecretSource.command, ProgramOption.authorities,
  ]

  private static let secrets = SecretSource.commands + [.ask]
  private static let ways: Set<Authentication> = [.password, .encryptedPassword, .kerberos, .none]

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming", "outgoing"])
    let incoming = ProgramAbility(
      program: "NeoMutt", protocols: [.imap, .pop3], ways: Self.ways.subtracting([.none])
    ).choose("incoming", of: account, &gaps)
    let outgoing = ProgramAbility(program: "NeoMutt", protocols: [.smtp], ways: Self.ways)
      .choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "NeoMutt knows mail only", said: ["incoming", "outgoing"])
    guard let incoming, let outgoing else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(incoming, pop3: false)
    if incoming.server.pop3?.days != nil {
      gaps.note("\(incoming.server.path).pop3.days", "is left out: NeoMutt has no word for it")
    }
    var file = ConfigText("NeoMutt")
    file.head(account, belongs: "~/.config/neomutt/neomuttrc, or ~/.muttrc")
    if let name = account.person.name?.text {
      file.line("set realname = ", name, QuotedText.neomutt)
    }
    if let address = account.address {
      file.line("set from = ", address.description, QuotedText.neomutt)
      file.line("set use_envelope_from = yes")
    }
    file.gap()
    Self.incoming(incoming, options, &file, &gaps)
    file.gap()
    Self.outgoing(outgoing, options, &file, &gaps)
    Self.protection([incoming, outgoing], options, &file, &gaps)
    return try file.document(gaps)
  }

  private static func incoming(
    _ server: ProgramServer, _ options: RenderOptions, _ file: inout ConfigText, _ gaps: inout Gaps
  ) {
    let isPOP3 = server.mailProtocol == .pop3
    let kind = isPOP3 ? "pop" : "imap"
    file.line("set \(kind)_user = ", server.username, QuotedText.neomutt)
    secret("\(kind)_pass", server, options, &file, &gaps)
    let scheme = server.security == .tls ? "\(kind)s" : kind
    let url = "\(scheme)://\(server.host):\(server.port)/"
    guard isPOP3 else {
      return file.line("set folder = \"\(url)\"\nset spoolfile = \"+INBOX\"")
    }
    file.line("set pop_host = \"\(url)\"\nset spoolfile = \"\(url)\"")
    file.line("set pop_delete = \(server.keepsMail ? "no" : "yes")")
  }

  private static func outgoing(
    _ server: ProgramServer, _ options: RenderOptions, _ file: inout ConfigText, _ gaps: inout Gaps
  ) {
    let user = server.logsIn ? "\(server.username.percentEncoded)@" : ""
    let scheme = server.security == .tls ? "smtps" : "smtp"
    file.line("set smtp_url = \"\(scheme)://\(user)\(server.host):\(server.port)/\"")
    if server.logsIn { secret("smtp_pass", server, options, &file, &gaps) }
    if server.way == .encryptedPassword { file.line("set smtp_authenticators = \"cram-md5\"") }
    if server.way == .kerberos { file.line("set smtp_authenticators = \"gssapi\"") }
  }

  private static func secret(
    _ variable: String, _ server: ProgramServer, _ options: RenderOptions,
    _ file: inout ConfigText, _ gaps: inout Gaps
  ) {
    guard server.way != .kerberos,
      let command = SecretChoice(options, secrets, server, &gaps).command
    else { return }
    file.line("set \(variable) = ", command, QuotedText.neomuttOutput)
  }

  /// One switch for all servers: it is set where each of them is protected.
  private static func protection(
    _ servers: [ProgramServer], _ options: RenderOptions, _ file: inout ConfigText,
    _ gaps: inout Gaps
  ) {
    let isProtected = servers.allSatisfy { $0.security != .none }
    file.gap()
    file.line("set ssl_force_tls = \(isProtected ? "yes" : "no")")
    file.line("set ssl_starttls = \(servers.contains { $0.security == .starttls } ? "yes" : "no")")
    if !isProtected, servers.contains(where: { $0.security == .starttls }) {
      gaps.warn(
        "", "NeoMutt forces TLS for every server or for none: STARTTLS is only tried",
        fix: "protect every server")
    }
    file.line("set ssl_verify_host = yes")
    file.line(
      "set ssl_ca_certificates_file = ", ProgramOption.authorities(options), QuotedText.neomutt)
  }
}
