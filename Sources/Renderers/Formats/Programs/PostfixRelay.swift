// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The lines of Postfix (3.7, postconf(5)) that send everything through one account: a relay for cron
/// jobs and applications.
public struct PostfixRelay: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "postfix-relay"
  /// One sentence of help.
  public let summary = "Postfix as a relay: main.cf, sasl_passwd, TLS policy, or a script."
  /// As servers send it.
  public let mediaType = "text/plain; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "postfix"
  /// What can be chosen.
  public let options = [Self.file, ProgramOption.authorities]

  /// Which file of Postfix the document is.
  static let file = FormatOption(
    "as", values: Part.allCases.map(\.rawValue),
    summary: "Which file to make; the script makes all of them and asks for the password.")

  private enum Part: String, CaseIterable {
    case mainCF = "main.cf"
    case passwords = "sasl_passwd"
    case policy = "tls_policy"
    case script
  }

  private static let ability = ProgramAbility(program: "Postfix", protocols: [.smtp])

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["outgoing"])
    let chosen = Self.ability.choose("outgoing", of: account, &gaps)
    gaps.noteUnsaid(account, "Postfix sends mail only", said: ["outgoing"])
    guard let server = chosen else { throw RenderFailure(gaps.findings) }
    if server.way == .encryptedPassword {
      gaps.note(
        "\(server.server.path).authentication",
        "Postfix takes the best of what the server and Cyrus SASL offer, and no plain text")
    }
    let relay = Relay(account: account, server: server, authorities: options)
    var file = ConfigText("Postfix")
    switch Part(rawValue: options.value(Self.file)) ?? .mainCF {
    case .mainCF: relay.mainCF(&file)
    case .passwords: relay.passwords(&file, &gaps)
    case .policy: relay.policy(&file)
    case .script: relay.script(&file, &gaps)
    }
    return try file.document(gaps)
  }
}

/// What Postfix is told of one server.
private struct Relay {
  let account: AccountSettings
  let server: ProgramServer
  let authorities: RenderOptions

  /// The next hop as Postfix looks it up: in brackets there is no MX look-up.
  private var hop: String { "[\(server.host)]:\(server.port)" }
  private var isProtected: Bool { server.security != .none }

  /// Parameters and their values, which `PostfixText` has still to quote.
  private var parameters: [(name: String, value: String)] {
    var out = [("relayhost", hop)]
    if server.logsIn {
      let plain = server.way == .encryptedPassword ? "noanonymous, noplaintext" : "noanonymous"
      out += [
        ("smtp_sasl_auth_enable", "yes"), ("smtp_sasl_security_options", plain),
        ("smtp_sasl_tls_security_options", plain),
      ]
    }
    guard isProtected else { return out + [("smtp_tls_security_level", "none")] }
    return out + [
      ("smtp_tls_security_level", "secure"),
      ("smtp_tls_wrappermode", server.security == .tls ? "yes" : "no"),
      ("smtp_tls_CAfile", ProgramOption.authorities(authorities)),
    ]
  }

  /// Parameters whose values hold parameters.
  private var tables: [(name: String, value: String)] {
    var out: [(String, String)] = []
    if server.logsIn {
      out.append(("smtp_sasl_password_maps", "texthash:$config_directory/sasl_passwd"))
    }
    if isProtected {
      out.append(("smtp_tls_policy_maps", "texthash:$config_directory/tls_policy"))
    }
    return out
  }

  /// The sender of what comes from this machine's own users; nil for a domain, and for addresses
  /// that no inline table can hold, whose senders stay as they are.
  private var sender: String? {
    account.address.flatMap { PostfixText.element($0.description) }
      .map { "inline:{ { @$myhostname = \($0) }, { @localhost = \($0) } }" }
  }

  func mainCF(_ file: inout ConfigText) {
    file.head(account, belongs: "lines for /etc/postfix/main.cf, without others of their names")
    for (name, value) in parameters { file.line("\(name) = ", value, PostfixText.value) }
    for (name, value) in tables { file.line("\(name) = \(value)") }
    guard let sender else { return }
    file.note("Cron jobs send as root@ this machine, which the server would refuse:")
    file.line("sender_canonical_maps = \(sender)")
  }

  func passwords(_ file: inout ConfigText, _ gaps: inout Gaps) {
    file.head(account, belongs: "/etc/postfix/sasl_passwd, mode 0600: add the password at the end")
    guard server.logsIn else { return file.note("The server asks for no password") }
    noteUser(&gaps)
    file.line("\(hop) ", server.username, PostfixText.user, ":")
  }

  func policy(_ file: inout ConfigText) {
    file.head(account, belongs: "/etc/postfix/tls_policy")
    file.line("\(hop) \(isProtected ? "secure match=\(server.host)" : "none")")
  }

  func script(_ file: inout ConfigText, _ gaps: inout Gaps) {
    noteUser(&gaps)
    file.line("#!/bin/sh")
    file.head(account, belongs: "run it as root; it asks for the password, or takes MAIL_PASSWORD")
    file.line("set -eu\numask 022\nfolder=$(postconf -hx config_directory)")
    for (name, value) in parameters {
      file.line("postconf -e ", "\(name) = \(PostfixText.value(value) ?? "")", ShellText.word)
    }
    for (name, value) in tables { file.line("postconf -e ", "\(name) = \(value)", ShellText.word) }
    if let sender {
      file.line("postconf -e ", "sender_canonical_maps = \(sender)", ShellText.word)
    }
    if isProtected {
      let policy = "\(hop) secure match=\(server.host)"
      file.line("printf '%s\\n' ", policy, ShellText.word, " > \"$folder/tls_policy\"")
    }
    guard server.logsIn else { return }
    file.line("password=${MAIL_PASSWORD-}\nif [ -z \"$password\" ]; then")
    file.line(
      "  printf 'Password of %s: ' ", server.username, ShellText.word, " >&2")
    file.line(
      """
        if [ -t 0 ]; then stty -echo; fi
        IFS= read -r password
        if [ -t 0 ]; then stty echo; echo >&2; fi
      fi
      umask 077
      """)
    file.line(
      "printf '%s:%s\\n' ", "\(hop) \(server.username)", ShellText.word,
      " \"$password\" > \"$folder/sasl_passwd\"")
    file.line("chmod 600 \"$folder/sasl_passwd\"")
    file.note("Postfix takes it over with: postfix reload")
  }

  private func noteUser(_ gaps: inout Gaps) {
    guard server.logsIn, PostfixText.user(server.username) == nil else { return }
    gaps.refuseName(server.username, in: "sasl_passwd")
  }
}
