// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail server of one account.
public struct AccountServer: Hashable, Sendable {
  /// `incoming` or `outgoing`.
  public let group: String
  /// Its place in the settings, from 0.
  public let index: Int
  /// IMAP, POP3 or SMTP.
  public let mailProtocol: MailProtocol
  /// Its host.
  public let host: DomainName
  /// Its port.
  public let port: Port
  /// How the connection is protected.
  public let security: Security
  /// The ways to log in, the preferred one first; never empty.
  public let authentication: [Authentication]
  /// The user name.
  public let username: LoginName
  /// What becomes of mail on the server once it was fetched; POP3 only.
  public let pop3: POP3Options?
  /// The folder that all others are in; IMAP only.
  public let pathPrefix: DisplayText?

  /// The setting behind it, such as `incoming[0]`.
  public var path: String { "\(group)[\(index)]" }

  /// True where people log in at all.
  public var needsLogin: Bool { authentication != [.none] }
}

/// Calendars, address books, files or JMAP of one account.
public struct AccountService<Kind: Hashable & Sendable>: Hashable, Sendable {
  /// The setting behind it, such as `calendars[0]`.
  public let path: String
  /// Its place in the settings, from 0.
  public let index: Int
  /// What it is.
  public let kind: Kind
  /// Where it is.
  public let url: WebURL
  /// The user name.
  public let username: LoginName
  /// What people see.
  public let name: LocalizedText?
}

/// The one kind of JMAP service.
public enum JMAPKind: String, Sendable, Hashable { case jmap }

/// The one kind of Exchange Web Services.
public enum EWSKind: String, Sendable, Hashable { case ews }

/// A directory of people for one account.
public struct AccountDirectory: Hashable, Sendable {
  /// The setting behind it, such as `directories[0]`.
  public let path: String
  /// Its place in the settings, from 0.
  public let index: Int
  /// Its host.
  public let host: DomainName
  /// Its port.
  public let port: Port
  /// How the connection is protected.
  public let security: Security
  /// The user name; nil where everybody may read.
  public let username: LoginName?
  /// Where searches begin.
  public let searchBases: [DirectoryService.SearchBase]
}

/// The server for mail filters of one account.
public struct AccountSieve: Hashable, Sendable {
  /// Its host.
  public let host: DomainName
  /// Its port.
  public let port: Port
  /// How the connection is protected.
  public let security: Security
  /// The user name.
  public let username: LoginName
}
