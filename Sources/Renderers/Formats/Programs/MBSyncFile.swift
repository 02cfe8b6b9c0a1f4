// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The file of mbsync (isync 1.4.4, mbsync(1)), which keeps folders of IMAP and Maildir the same.
public struct MBSyncFile: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "mbsync"
  /// One sentence of help.
  public let summary = "File for mbsync (isync), which keeps a Maildir in step with IMAP."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "mbsyncrc"
  /// What can be chosen.
  public let options = [
    SecretSource.option(Self.secrets), SecretSource.command, ProgramOption.authorities,
  ]

  private static let secrets = SecretSource.commands + [.ask]
  private static let ability = ProgramAbility(
    program: "mbsync", protocols: [.imap], ways: [.password, .encryptedPassword, .kerberos])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["incoming"])
    let chosen = Self.ability.choose("incoming", of: account, &gaps)
    gaps.noteUnsaid(account, "mbsync reads IMAP only", said: ["incoming"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    gaps.noteUnsaid(server)
    let name = account.mailFolder
    var file = ConfigText("mbsync")
    file.head(account, belongs: "~/.mbsyncrc; then run: mkdir -p ~/Mail/\(name) && mbsync -a")
    file.line("IMAPAccount ", name, QuotedText.mbsync)
    file.line("Host \(server.host)\nPort \(server.port)")
    file.line("User ", server.username, QuotedText.mbsync)
    if let command = SecretChoice(options, Self.secrets, server, &gaps).command,
      server.way != .kerberos
    {
      file.line("PassCmd ", command, QuotedText.mbsync)
    }
    file.line("AuthMechs \(server.way.mbsyncWord)")
    // Version 1.5 calls it TLSType, and takes the old word.
    file.line("SSLType \(server.security.mbsyncWord)")
    if server.security != .none, let authorities = options[ProgramOption.authorities].first {
      file.line("SystemCertificates no")
      file.line("CertificateFile ", authorities, QuotedText.mbsync)
    }
    file.gap()
    file.line("IMAPStore ", "\(name)-far", QuotedText.mbsync)
    file.line("Account ", name, QuotedText.mbsync)
    file.gap()
    file.line("MaildirStore ", "\(name)-near", QuotedText.mbsync)
    file.line("Path ", "~/Mail/\(name)/", QuotedText.mbsync)
    file.line("Inbox ", "~/Mail/\(name)/INBOX", QuotedText.mbsync)
    file.line("SubFolders Verbatim\n")
    file.line("Channel ", name, QuotedText.mbsync)
    file.line("Far ", ":\(name)-far:", QuotedText.mbsync)
    file.line("Near ", ":\(name)-near:", QuotedText.mbsync)
    file.line("Patterns *\nCreate Near\nSyncState *")
    return try file.document(gaps)
  }
}

extension AccountSettings {
  /// A name for a folder of the account's mail: the address, with what a path or a shell may not
  /// like replaced.
  var mailFolder: String {
    let name = address?.description ?? domain.ascii
    return String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          switch scalar {
          case "a"..."z", "A"..."Z", "0"..."9", "@", ".", "_", "-", "+": scalar
          default: scalar.value > 0xA0 ? scalar : "_"
          }
        }))
  }
}

extension Security {
  fileprivate var mbsyncWord: String {
    switch self {
    case .tls: "IMAPS"
    case .starttls: "STARTTLS"
    case .none: "None"
    }
  }
}

extension Authentication {
  /// `*` are all that are safe on the connection; a password without TLS has to be named.
  fileprivate var mbsyncWord: String {
    switch self {
    case .password: "*"
    case .encryptedPassword: "CRAM-MD5"
    case .kerberos: "GSSAPI"
    case .oauth2: "XOAUTH2"
    case .ntlm: "NTLM"
    case .clientCertificate: "EXTERNAL"
    case .none: "ANONYMOUS"
    }
  }
}
