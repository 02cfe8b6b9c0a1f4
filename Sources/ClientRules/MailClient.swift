// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A server as a client sets it up.
public struct ClientServer: Hashable, Sendable {
  /// IMAP, POP3 or SMTP.
  public var mailProtocol: MailProtocol
  /// Its host.
  public var host: String
  /// Its port; nil where the client accepts a server without one.
  public var port: Int?
  /// How the connection is protected; nil where the client tries TLS, then STARTTLS.
  public var security: Security?
  /// The user name; nil where the client has to ask.
  public var username: String?
  /// The chosen way to log in in the document's words; nil where the client does not read it.
  public var authentication: String?

  /// A server.
  public init(
    _ mailProtocol: MailProtocol, host: String, port: Int?, security: Security?, username: String?,
    authentication: String? = nil
  ) {
    self.mailProtocol = mailProtocol
    self.host = host
    self.port = port
    self.security = security
    self.username = username
    self.authentication = authentication
  }
}

/// What a client sets up from a document: the first server of a list is used, others are offered.
public struct ClientAccount: Hashable, Sendable {
  /// Servers for reading mail.
  public var incoming: [ClientServer]
  /// Servers for sending mail.
  public var outgoing: [ClientServer]
  /// The provider's name as the client shows it.
  public var provider: String?

  /// An account.
  public init(incoming: [ClientServer], outgoing: [ClientServer], provider: String? = nil) {
    self.incoming = incoming
    self.outgoing = outgoing
    self.provider = provider
  }

  /// An account whose outgoing servers are those for SMTP.
  init(_ servers: [ClientServer], provider: String? = nil) {
    self.init(
      incoming: servers.filter { $0.mailProtocol != .smtp },
      outgoing: servers.filter { $0.mailProtocol == .smtp }, provider: provider)
  }
}

/// A mail program that sets an account up from an XML document, re-stated in a few lines.
public protocol MailClient: Sendable {
  /// The program.
  var program: ClientProgram { get }
  /// The account for the address that a person types, and what the program passes over or changes
  /// on the way; throws why there is none.
  func account(
    from document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount
}

/// Every client whose reader is re-stated here.
public enum MailClients {
  /// Those that read autoconfig documents.
  public static let autoconfig: [any MailClient] = [
    ThunderbirdDesktop(), ThunderbirdAndroid(), FairEmail(), DeltaChat(), GNOME(), KDE(),
    Evolution(), NextcloudMail(),
  ]
  /// Those that read autodiscover documents (plain old XML).
  public static let autodiscover: [any MailClient] = [
    OutlookPOX(), ThunderbirdPOX(), FairEmailPOX(), DeltaChatPOX(),
  ]
}

/// Replaces `%EMAILADDRESS%` and its like, as most clients do: upper case only, anywhere.
struct Placeholders {
  let address: String
  let local: String
  let domain: String

  init(address: String) {
    self.address = address
    let at = address.lastIndex(of: "@")
    local = String(address[..<(at ?? address.endIndex)])
    domain = at.map { String(address[address.index(after: $0)...]) } ?? address
  }

  func fill(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    return text.replacing("%EMAILADDRESS%", with: address)
      .replacing("%EMAILLOCALPART%", with: local)
      .replacing("%EMAILDOMAIN%", with: domain)
  }

  /// The address or its local part for a text that is nothing but the placeholder.
  func whole(_ text: String) -> String? {
    switch text {
    case "%EMAILADDRESS%": address
    case "%EMAILLOCALPART%": local
    default: nil
    }
  }

  /// True for text that has a placeholder somewhere.
  static func occur(in text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: "%"))
      && ["%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%", "%REALNAME%"].contains {
        text.contains($0)
      }
  }
}

extension XMLElement {
  /// The type of a server, where it is one for mail.
  var mailProtocol: MailProtocol? { attributes["type"].flatMap(MailProtocol.init) }
}

extension String {
  /// True for letters, digits, dots and hyphens: what Thunderbird takes for a host name.
  var isHostName: Bool {
    !isEmpty && !hasPrefix(".")
      && utf8.allSatisfy { byte in
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E: true
        default: false
        }
      }
  }

  /// The number 1 to 65535 that the text is, without blanks or signs; nil for anything else.
  var strictPort: Int? {
    guard utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(self) else { return nil }
    return (1...65_535).contains(port) ? port : nil
  }
}
