// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Exim (4.96) as a satellite: everything leaves through one account, and what is for users of the
/// machine goes to its address.
public struct EximSmarthost: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "exim-smarthost"
  /// One sentence of help.
  public let summary = "Exim as a satellite of a smarthost, plain or as Debian splits it."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "exim"
  /// What can be chosen.
  public let options = [Self.layout, Self.secretFile, ProgramOption.authorities]

  /// Whose layout the document has.
  static let layout = FormatOption(
    "as", values: ["exim.conf", "debian"],
    summary: "A whole exim.conf, or what Debian's update-exim4.conf asks for.")
  /// Where the password lies.
  static let secretFile = FormatOption(
    text: "secret-file", placeholder: "FILE",
    summary: "The file with the password alone; /etc/exim4/smarthost.password otherwise.")

  private static let ability = ProgramAbility(program: "Exim", protocols: [.smtp])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["outgoing"])
    let chosen = Self.ability.choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "Exim sends mail only", said: ["outgoing"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    var file = ConfigText("Exim")
    let smarthost = Smarthost(
      account: account, server: server,
      authorities: options[ProgramOption.authorities].first,
      secretFile: options[Self.secretFile].first ?? "/etc/exim4/smarthost.password")
    if options.value(Self.layout) == "debian" {
      if options.has(Self.secretFile) {
        gaps.warn(
          "", "--secret-file is left out: Debian keeps passwords in /etc/exim4/passwd.client",
          fix: "write the password there")
      }
      smarthost.debian(&file)
    } else {
      smarthost.whole(&file)
    }
    return try file.document(gaps)
  }
}

/// What Exim is told of one server.
private struct Smarthost {
  let account: AccountSettings
  let server: ProgramServer
  let authorities: String?
  let secretFile: String

  private var isProtected: Bool { server.security != .none }

  func whole(_ file: inout ConfigText) {
    let secret = server.logsIn ? "; the password lies in a file of its own, mode 0640" : ""
    file.head(account, belongs: "a whole exim.conf\(secret)")
    file.line("domainlist local_domains = @ : localhost\n")
    file.line("begin routers\n")
    if let address = account.address {
      file.note("Cron jobs write to users of this machine.")
      file.line("own_users:\n  driver = redirect\n  domains = +local_domains")
      file.line("  data = ", address.description, EximText.redirection, "\n")
    }
    file.line(
      """
      smarthost:
        driver = manualroute
        domains = ! +local_domains
        transport = smarthost_smtp
        route_list = * \(server.host) byname
        host_find_failed = defer
        no_more

      begin transports

      smarthost_smtp:
        driver = smtp
        port = \(server.port)
      """)
    if server.security == .tls { file.line("  protocol = smtps") }
    if isProtected {
      file.line("  hosts_require_tls = *\n  tls_sni = \(server.host)")
      file.line("  tls_verify_hosts = *\n  tls_verify_cert_hostnames = *")
      file.line("  tls_verify_certificates = ", authorities ?? "system", EximText.literal)
    } else {
      file.line("  hosts_avoid_tls = *")
    }
    if server.logsIn { file.line("  hosts_require_auth = *") }
    if let address = account.address {
      file.line("\nbegin rewrite\n")
      file.note("Its server would refuse senders such as root@ this machine.")
      file.line("*@+local_domains ", address.description, EximText.address, " Ffrs")
    }
    if server.logsIn { authenticators(&file) }
  }

  private func authenticators(_ file: inout ConfigText) {
    file.line("\nbegin authenticators\n")
    guard let path = EximText.literal(secretFile) else {
      return file.line("", secretFile, EximText.literal)
    }
    // The second text takes the place of line breaks.
    let password = "${readfile{\(path)}{}}"
    if server.way == .encryptedPassword {
      file.line("smarthost_cram:\n  driver = cram_md5\n  public_name = CRAM-MD5")
      file.line("  client_name = ", server.username, EximText.literal)
      return file.line("  client_secret = \(password)")
    }
    let encoded = "${sg{\(password)}{\\\\^}{^^}}"
    file.line("smarthost_plain:\n  driver = plaintext\n  public_name = PLAIN")
    file.line("  client_send = <; ^", server.username, EximText.sent, "^\(encoded)\n")
    file.line("smarthost_login:\n  driver = plaintext\n  public_name = LOGIN")
    file.line("  client_send = <; ; ", server.username, EximText.sent, " ; \(encoded)")
  }

  /// Debian's `smarthost` rather than its `satellite`, which would send what is for users of the
  /// machine to addresses of the same names at the provider.
  func debian(_ file: inout ConfigText) {
    file.head(account, belongs: "what Debian's update-exim4.conf makes Exim's configuration from")
    file.gap()
    file.note("/etc/exim4/update-exim4.conf.conf: these lines in the place of its own")
    file.line("dc_eximconfig_configtype='smarthost'")
    file.line("dc_smarthost='\(server.host)::\(server.port)'")
    if let address = account.address {
      file.gap()
      file.note("/etc/aliases, in the place of its line for root: cron jobs write to root")
      file.line("root: ", address.description, EximText.recipient)
    }
    file.gap()
    file.note("/etc/exim4/exim4.conf.localmacros")
    if server.security == .tls { file.line("REMOTE_SMTP_SMARTHOST_PROTOCOL = smtps") }
    if isProtected {
      file.line("REMOTE_SMTP_SMARTHOST_HOSTS_REQUIRE_TLS = *")
      file.line("REMOTE_SMTP_SMARTHOST_TLS_VERIFY_HOSTS = *")
      file.line(
        "REMOTE_SMTP_SMARTHOST_TLS_VERIFY_CERTIFICATES = ", authorities ?? "system",
        EximText.literal)
    } else {
      file.line("REMOTE_SMTP_SMARTHOST_HOSTS_AVOID_TLS = *")
      if server.logsIn {
        file.note("The log-in goes over the network unprotected:")
        file.line("AUTH_CLIENT_ALLOW_NOTLS_PASSWORDS = 1")
      }
    }
    debianSenders(&file)
    guard server.logsIn else { return }
    file.gap()
    file.note("/etc/exim4/passwd.client, mode 0640, group Debian-exim: add the password at the end")
    file.note("Where \(server.host) is a CNAME, Exim looks for the name behind it.")
    file.line("\(server.host):", server.username, EximText.field, ":")
  }

  private func debianSenders(_ file: inout ConfigText) {
    guard let address = account.address?.description else { return }
    file.note("Its server would refuse senders such as root@ this machine.")
    guard let rule = EximText.rule(address), let path = EximText.braced(address) else {
      return file.line("", address, EximText.rule)
    }
    // Exim fills in what is defined below these lines, too, as ETC_MAILNAME is.
    file.line(
      "REMOTE_SMTP_HEADERS_REWRITE = *@+local_domains \(rule) frs : *@ETC_MAILNAME \(rule) frs")
    file.line(
      "REMOTE_SMTP_RETURN_PATH = ${if match_domain{$sender_address_domain}"
        + "{+local_domains : ETC_MAILNAME}{\(path)}fail}")
  }
}
