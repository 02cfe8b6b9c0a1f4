// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail protocol with its registered ports.
public enum MailProtocol: String, Sendable, Hashable, CaseIterable {
  /// IMAP (RFC 9051).
  case imap
  /// POP3 (RFC 1939).
  case pop3
  /// Message submission (RFC 6409).
  case smtp

  /// The port that the standards give: RFC 8314 section 7 for TLS, RFC 6409 for submission.
  public func usualPort(_ security: Security) -> Port {
    switch (self, security) {
    case (.imap, .tls): Port(known: 993)
    case (.imap, .starttls), (.imap, .none): Port(known: 143)
    case (.pop3, .tls): Port(known: 995)
    case (.pop3, .starttls), (.pop3, .none): Port(known: 110)
    case (.smtp, .tls): Port(known: 465)
    case (.smtp, .starttls), (.smtp, .none): Port(known: 587)
    }
  }

  /// The name as people write it.
  public var displayName: String {
    switch self {
    case .imap: "IMAP"
    case .pop3: "POP3"
    case .smtp: "SMTP"
    }
  }
}

/// How a connection is protected.
public enum Security: String, Sendable, Hashable, CaseIterable {
  /// Implicit TLS: from the first byte (RFC 8314 section 3).
  case tls
  /// STARTTLS: a plain connection that is upgraded (RFC 2595, RFC 3207).
  case starttls
  /// No protection at all.
  case none
}

/// A way to prove who logs in.
public enum Authentication: String, Sendable, Hashable, CaseIterable {
  /// The password itself, which TLS protects (SASL PLAIN or LOGIN).
  case password
  /// A challenge and response with the password (CRAM-MD5 and the like).
  case encryptedPassword = "encrypted-password"
  /// A token from an authorization server (RFC 7628).
  case oauth2
  /// Kerberos 5 (SASL GSSAPI).
  case kerberos
  /// NTLM, as Windows domains use it.
  case ntlm
  /// A client certificate in the TLS handshake.
  case clientCertificate = "client-certificate"
  /// No log-in, for example by network address.
  case none
}

/// How a user name is made from an address.
public enum UsernameForm: Hashable, Sendable {
  /// The whole address.
  case address
  /// The part before the `@`.
  case localPart
  /// A pattern such as `EXAMPLE\{local}`.
  case pattern(Pattern)
}

/// A mail server as the settings describe it.
public struct Server: Hashable, Sendable {
  /// IMAP or POP3 for incoming servers, SMTP for outgoing ones.
  public var mailProtocol: MailProtocol
  /// Its host.
  public var host: HostPattern
  /// Its port.
  public var port: Port
  /// How the connection is protected.
  public var security: Security
  /// The ways to log in, the preferred one first; never empty.
  public var authentication: [Authentication]
  /// How its user names look.
  public var username: UsernameForm
  /// What becomes of mail on the server once it was fetched; POP3 only. Nil where every program
  /// does as it likes.
  public var pop3: POP3Options?
  /// The folder that all others are in, such as `INBOX`; IMAP only. Programs that are not told
  /// ask the server (RFC 2342).
  public var pathPrefix: DisplayText?

  /// A server; the port is the usual one for protocol and security unless given.
  public init(
    _ mailProtocol: MailProtocol, host: HostPattern, port: Port? = nil, security: Security = .tls,
    authentication: [Authentication] = [.password], username: UsernameForm = .address
  ) {
    self.mailProtocol = mailProtocol
    self.host = host
    self.port = port ?? mailProtocol.usualPort(security)
    self.security = security
    self.authentication = authentication.isEmpty ? [.password] : authentication
    self.username = username
  }
}

/// What becomes of mail on a POP3 server once a program has fetched it.
public struct POP3Options: Hashable, Sendable {
  /// True leaves it there, false removes it.
  public var leaveOnServer: Bool
  /// The days that it stays; nil where the program decides. Thunderbird 153 takes 14.
  public var days: Int?

  /// The days that mail may stay.
  public static let dayRange = 1...3_650

  /// Mail that stays, or not.
  public init(leaveOnServer: Bool, days: Int? = nil) {
    self.leaveOnServer = leaveOnServer
    self.days = days
  }
}
