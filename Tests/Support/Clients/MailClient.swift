// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A server as a client sets it up.
public struct ClientServer: Equatable, Sendable {
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
public struct ClientAccount: Equatable, Sendable {
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
}

/// Why a client makes nothing of a document.
public struct Refused: Error, Equatable, CustomStringConvertible {
  /// The reason in a few words.
  public let description: String

  /// A refusal.
  public init(_ reason: String) { description = reason }
}

/// A mail program that sets an account up from a document, re-stated in a few lines so that
/// a test shows what becomes of a document without the program itself.
public protocol MailClient: Sendable {
  /// The program and the version that was looked at.
  var name: String { get }
  /// The account for the address that a person types; throws why there is none.
  func account(from document: [UInt8], for address: String) throws(Refused) -> ClientAccount
}

extension MailClient {
  /// The document as a tree, with the byte order mark refused where a client refuses it.
  func tree(_ document: [UInt8], acceptsBOM: Bool = true) throws(Refused) -> XMLTree {
    guard acceptsBOM || !document.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw Refused("byte order mark")
    }
    do { return try XMLTree(document) } catch { throw Refused("not well-formed") }
  }
}

/// Every client simulated here.
public enum MailClients {
  /// Those that read autoconfig documents.
  public static let autoconfig: [any MailClient] = [
    ThunderbirdDesktop(), ThunderbirdAndroid(), FairEmail(), DeltaChat(), GNOME(), KDE(),
  ]
  /// Those that read autodiscover documents (plain old XML).
  public static let autodiscover: [any MailClient] = [
    ThunderbirdPOX(), FairEmailPOX(), DeltaChatPOX(),
  ]
}

/// Replaces `%EMAILADDRESS%` and its like, as most clients do: upper case only, anywhere.
struct Placeholders {
  let address: String

  var local: String { String(address[..<(address.lastIndex(of: "@") ?? address.endIndex)]) }
  var domain: String {
    String(address[address.index(after: address.lastIndex(of: "@") ?? address.startIndex)...])
  }

  func fill(_ text: String) -> String {
    text.replacing("%EMAILADDRESS%", with: address)
      .replacing("%EMAILLOCALPART%", with: local)
      .replacing("%EMAILDOMAIN%", with: domain)
  }
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
