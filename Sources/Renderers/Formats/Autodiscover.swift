// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// The "plain old XML" answer of Outlook's autodiscover (MS-OXDSCLI section 2.2.4).
///
/// One protocol of each type, IMAP first, and one combination of elements that Outlook,
/// Thunderbird 153, FairEmail and Delta Chat all read alike: SSL `on` for STARTTLS too, since
/// `off` makes Thunderbird and Delta Chat use no TLS at all.
public struct Autodiscover: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "autodiscover"
  /// One sentence of help.
  public let summary = "Autodiscover XML (POX) for classic Outlook, Thunderbird and FairEmail."
  /// As servers send it.
  public let mediaType = "text/xml; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "autodiscover.xml"

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    if let redirect = account.autodiscoverRedirect {
      return try Self.redirection(redirect, account)
    }
    var gaps = Gaps(account, about: ["incoming", "outgoing"])
    let protocols = [
      Self.choose(.imap, from: account.incoming, &gaps),
      Self.choose(.pop3, from: account.incoming, &gaps),
      Self.choose(.smtp, from: account.outgoing, &gaps),
    ].compactMap { $0 }
    Self.noteOrder(protocols, &gaps)
    Self.requireBoth(protocols, &gaps)
    Self.warnOfLogin(protocols, &gaps)
    Self.noteTheRest(account, &gaps)
    try gaps.check()

    return try gaps.document(
      Self.response { xml in
        xml.element("User") { xml in
          xml.element("DisplayName", text: Self.displayName(account))
        }
        xml.element("Account") { xml in
          xml.element("AccountType", text: "email")
          xml.element("Action", text: "settings")
          for entry in protocols { entry.write(&xml) }
        }
      })
  }

  /// What the format knows nothing of, be it there for this address or not.
  private static func noteTheRest(_ account: AccountSettings, _ gaps: inout Gaps) {
    let provider = account.provider
    let lists = [
      ("calendars", provider.calendars.count), ("contacts", provider.contacts.count),
      ("directories", provider.directories.count), ("files", provider.files.count),
    ]
    let single = [
      ("ews", provider.ews != nil), ("jmap", provider.jmap != nil),
      ("manageSieve", provider.manageSieve != nil), ("webmail", provider.webmail != nil),
    ]
    let paths =
      lists.flatMap { name, count in (0..<count).map { "\(name)[\($0)]" } }
      + single.filter(\.1).map(\.0)
    for path in paths { gaps.note(path, "is left out: autodiscover sets up mail only") }
    for server in account.incoming {
      if server.pop3 != nil {
        gaps.note("\(server.path).pop3", "is left out: autodiscover has no word for it")
      }
      if server.pathPrefix != nil {
        gaps.note("\(server.path).pathPrefix", "is left out: autodiscover has no word for it")
      }
    }
  }

  static func response(_ body: (inout XMLWriter) -> Void) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Autodiscover", [("xmlns", Self.outerNamespace)]) { xml in
      xml.element("Response", [("xmlns", Self.innerNamespace)], body)
    }
    return xml.bytes
  }

  /// The namespace of the whole answer.
  public static let outerNamespace =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
  static let innerNamespace =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

  private static func displayName(_ account: AccountSettings) -> String {
    account.person.name?.text ?? account.address?.description ?? account.provider.name.text
  }

  /// The first server of a protocol that the format can say.
  private static func choose(
    _ type: MailProtocol, from servers: [AccountServer], _ gaps: inout Gaps
  ) -> AutodiscoverProtocol? {
    var chosen: AutodiscoverProtocol?
    for server in servers where server.mailProtocol == type {
      if let first = chosen {
        gaps.note(
          server.path,
          "is left out: autodiscover has one \(type.displayName) server, "
            + "which is \(first.server.path)")
      } else {
        chosen = AutodiscoverProtocol(server, &gaps)
      }
    }
    return chosen
  }

  private static func noteOrder(_ protocols: [AutodiscoverProtocol], _ gaps: inout Gaps) {
    let incoming = protocols.map(\.server).filter { $0.group == "incoming" }
    guard incoming.count == 2, incoming[0].index > incoming[1].index else { return }
    gaps.note(incoming[1].path, "stands behind IMAP, which programs then use")
  }

  private static func warnOfLogin(_ protocols: [AutodiscoverProtocol], _ gaps: inout Gaps) {
    let other = protocols.lazy.map(\.server).first { server in
      server.needsLogin && server.username.value != nil && !server.username.isAddress
    }
    guard let other else { return }
    gaps.warn(
      "\(other.path).username", .fairEmailPOXLogin, .deltaChatPOXLogin,
      fix: "take the address as user name too, or tell their users to type the name")
  }

  private static func requireBoth(_ protocols: [AutodiscoverProtocol], _ gaps: inout Gaps) {
    if !protocols.contains(where: { $0.server.group == "incoming" }) {
      gaps.refuse(
        "incoming", "there is no incoming server that autodiscover can say",
        fix: "add an imap server with TLS and password log-in")
    }
    if !protocols.contains(where: { $0.server.group == "outgoing" }) {
      gaps.warn(
        "outgoing", "there is no outgoing server in the answer", .fairEmailPOXServers,
        fix: "add an smtp server with TLS and password log-in")
    }
  }
}

/// One `Protocol` element.
struct AutodiscoverProtocol {
  let server: AccountServer
  private let secureLogin: Bool

  /// Nil, with a finding, for a server that the format cannot say or clients would misread.
  init?(_ server: AccountServer, _ gaps: inout Gaps) {
    let isStartTLSPort = [25, 110, 143, 587].contains(server.port.number)
    switch server.security {
    case .tls where isStartTLSPort, .starttls where !isStartTLSPort:
      gaps.warn(
        "\(server.path).port", "is left out", .thunderbirdPOXPort,
        fix: "use \(server.mailProtocol.usualPort(server.security)), the usual port")
      return nil
    case .none:
      gaps.warn(
        "\(server.path).security", "passwords go over the network unprotected",
        fix: "offer TLS")
    case .tls, .starttls: break
    }
    guard let secureLogin = server.authentication.lazy.compactMap(\.securePasswordLogin).first
    else {
      gaps.warn(
        "\(server.path).authentication",
        "is left out: autodiscover can say password, ntlm, kerberos and none only",
        fix: "add password where the server takes app passwords")
      return nil
    }
    if let said = server.authentication.first(where: { $0.securePasswordLogin != nil }) {
      gaps.noteOtherWays(server, said: said)
      if said == .kerberos {
        gaps.note(
          "\(server.path).authentication",
          "is said as a Windows log-in: clients find out whether it is Kerberos or NTLM")
      }
    }
    if server.username.value == nil, !server.username.isAddress {
      gaps.warn(
        "\(server.path).username",
        "cannot be said for a whole domain: clients would log in with the address",
        fix: "ask with an address")
    }
    if let name = server.username.value, name.isMisreadByThunderbird {
      gaps.warn(
        "\(server.path).username", name.quoted, .thunderbirdPOXLogin,
        fix: ClientRule.thunderbirdValue.fix)
    }
    self.server = server
    self.secureLogin = secureLogin
  }

  func write(_ xml: inout XMLWriter) {
    let needsLogin = server.authentication.first != Authentication.none
    xml.element("Protocol") { xml in
      xml.element("Type", text: server.mailProtocol.autodiscoverType)
      xml.element("Server", text: server.host.ascii)
      xml.element("Port", text: server.port.description)
      xml.element("DomainRequired", text: "off")
      if needsLogin { xml.element("LoginName", text: server.username.value) }
      xml.element("SPA", text: secureLogin ? "on" : "off")
      xml.element("SSL", text: server.security == .none ? "off" : "on")
      xml.element("Encryption", text: server.security.autodiscoverEncryption)
      xml.element("AuthRequired", text: needsLogin ? "on" : "off")
      if server.mailProtocol == .smtp {
        xml.element("UsePOPAuth", text: "off")
        xml.element("SMTPLast", text: "off")
      }
    }
  }
}

extension MailProtocol {
  fileprivate var autodiscoverType: String {
    switch self {
    case .imap: "IMAP"
    case .pop3: "POP3"
    case .smtp: "SMTP"
    }
  }
}

extension Security {
  /// Overrides the SSL element where a client reads it (MS-OXDSCLI section 2.2.4.1.1.2.6).
  fileprivate var autodiscoverEncryption: String {
    switch self {
    case .tls: "SSL"
    case .starttls: "TLS"
    case .none: "None"
    }
  }
}

extension Authentication {
  /// The SPA element, which is on for Windows log-ins; nil for what the format cannot say.
  fileprivate var securePasswordLogin: Bool? {
    switch self {
    case .password, .none: false
    case .ntlm, .kerberos: true
    case .encryptedPassword, .oauth2, .clientCertificate: nil
    }
  }
}
