// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Variables of the environment by which applications learn where mail goes, in the names that the
/// frameworks give them.
public struct Dotenv: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "dotenv"
  /// One sentence of help.
  public let summary = "Variables for applications: SMTP_HOST and its like, by --style."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "env"
  /// What can be chosen.
  public let options = [Self.style]

  /// Whose names the variables have.
  static let style = FormatOption(
    "style", values: Style.allCases.map(\.rawValue),
    summary: "Whose names the variables have.")

  private enum Style: String, CaseIterable { case generic, laravel, django, rails, symfony }

  private static let ability = ProgramAbility(
    program: "an application", protocols: [.smtp], ways: [.password, .encryptedPassword, .none])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["outgoing"])
    let chosen = Self.ability.choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "the variables are for sending mail", said: ["outgoing"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    let style = Style(rawValue: options.value(Self.style)) ?? .generic
    var file = ConfigText("the environment")
    file.note(
      "Sending mail for \(account.address?.description ?? account.domain.ascii)"
        + " (\(account.provider.name))")
    file.note("Put the password where it is empty; keep the file out of the repository.")
    let sender = Sender(account)
    let variables =
      switch style {
      case .generic: Self.generic(server, sender)
      case .laravel: Self.laravel(server, sender)
      case .django: Self.django(server, sender)
      case .rails: Self.rails(server, sender)
      case .symfony: Self.symfony(server, &file)
      }
    for (name, value) in variables {
      if let value { file.line("\(name)=", value, DotenvText.value) }
    }
    if style == .symfony {
      file.line("MAILER_DSN=\"\(Self.address(server))\"")
    }
    return try file.document(gaps)
  }

  /// Who sends.
  private struct Sender {
    let address: String?
    let name: String
    let domain: String

    init(_ account: AccountSettings) {
      address = account.address?.description
      name = account.person.name?.text ?? account.provider.name.text
      domain = account.domain.ascii
    }

    /// Name and address as a header has them.
    var mailbox: String? { address.map { QuotedText.mailbox(name, $0) } }
  }

  private typealias Variables = [(name: String, value: String?)]

  private static func generic(_ server: ProgramServer, _ sender: Sender) -> Variables {
    [
      ("SMTP_HOST", server.host), ("SMTP_PORT", server.port),
      ("SMTP_SECURITY", server.security.rawValue),
      ("SMTP_USERNAME", server.logsIn ? server.username : nil),
      ("SMTP_PASSWORD", server.logsIn ? "" : nil),
      ("SMTP_FROM", sender.address), ("SMTP_FROM_NAME", sender.address.map { _ in sender.name }),
    ]
  }

  /// Laravel 11 and later read `MAIL_SCHEME`, those before it `MAIL_ENCRYPTION`.
  private static func laravel(_ server: ProgramServer, _ sender: Sender) -> Variables {
    [
      ("MAIL_MAILER", "smtp"), ("MAIL_SCHEME", server.security == .tls ? "smtps" : "smtp"),
      ("MAIL_ENCRYPTION", server.security.laravelWord),
      ("MAIL_HOST", server.host), ("MAIL_PORT", server.port),
      ("MAIL_USERNAME", server.logsIn ? server.username : nil),
      ("MAIL_PASSWORD", server.logsIn ? "" : nil),
      ("MAIL_FROM_ADDRESS", sender.address),
      ("MAIL_FROM_NAME", sender.address.map { _ in sender.name }),
    ]
  }

  /// The names of Django's settings.
  private static func django(_ server: ProgramServer, _ sender: Sender) -> Variables {
    [
      ("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
      ("EMAIL_HOST", server.host), ("EMAIL_PORT", server.port),
      ("EMAIL_USE_SSL", server.security == .tls ? "True" : "False"),
      ("EMAIL_USE_TLS", server.security == .starttls ? "True" : "False"),
      ("EMAIL_HOST_USER", server.logsIn ? server.username : nil),
      ("EMAIL_HOST_PASSWORD", server.logsIn ? "" : nil),
      ("DEFAULT_FROM_EMAIL", sender.mailbox), ("SERVER_EMAIL", sender.address),
    ]
  }

  /// The keys of Action Mailer's `smtp_settings`, with `SMTP_` before them.
  private static func rails(_ server: ProgramServer, _ sender: Sender) -> Variables {
    [
      ("SMTP_ADDRESS", server.host), ("SMTP_PORT", server.port), ("SMTP_DOMAIN", sender.domain),
      ("SMTP_TLS", server.security == .tls ? "true" : "false"),
      ("SMTP_ENABLE_STARTTLS", server.security == .starttls ? "true" : "false"),
      ("SMTP_AUTHENTICATION", server.way.railsWord),
      ("SMTP_USER_NAME", server.logsIn ? server.username : nil),
      ("SMTP_PASSWORD", server.logsIn ? "" : nil), ("MAIL_FROM", sender.mailbox),
    ]
  }

  private static func symfony(_ server: ProgramServer, _ file: inout ConfigText) -> Variables {
    guard server.logsIn else { return [] }
    file.note("The password goes into an address: percent-encode what is no letter or digit.")
    return [("MAILER_PASSWORD", "")]
  }

  /// Nothing in it is special in double quotes but the reference.
  private static func address(_ server: ProgramServer) -> String {
    let scheme = server.security == .tls ? "smtps" : "smtp"
    let user = server.logsIn ? "\(server.username.percentEncoded):${MAILER_PASSWORD}@" : ""
    let query =
      switch server.security {
      case .tls: ""
      case .starttls: "?require_tls=true"
      case .none: "?auto_tls=false"
      }
    return "\(scheme)://\(user)\(server.host):\(server.port)\(query)"
  }
}

extension Security {
  /// Null has Laravel send without TLS unless the server offers STARTTLS.
  fileprivate var laravelWord: String {
    switch self {
    case .tls: "ssl"
    case .starttls: "tls"
    case .none: "null"
    }
  }
}

extension Authentication {
  fileprivate var railsWord: String? {
    switch self {
    case .password: "plain"
    case .encryptedPassword: "cram_md5"
    case .oauth2, .kerberos, .ntlm, .clientCertificate, .none: nil
    }
  }
}
