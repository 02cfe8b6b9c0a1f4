// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A server to talk to.
package struct ServerProbe: Sendable, Hashable {
  /// What it speaks.
  package enum Dialog: String, Sendable, Hashable { case imap, pop3, smtp, sieve, tlsOnly }

  /// A password to try, with the address that a test message goes to and comes from.
  package struct Login: Sendable, Hashable {
    /// The user name.
    package let username: String
    /// The password.
    package let password: String
    /// Where the test message goes.
    package let address: String
    /// True where the password itself is never sent: a challenge is answered with it.
    package let isEncrypted: Bool

    /// A log-in.
    package init(username: String, password: String, address: String, isEncrypted: Bool = false) {
      self.username = username
      self.password = password
      self.address = address
      self.isEncrypted = isEncrypted
    }
  }

  /// What it speaks.
  package var dialog: Dialog
  /// Its host.
  package var host: String
  /// Its port.
  package var port: Int
  /// The address of the host that is meant; nil for the first one that answers.
  package var address: IPAddress?
  /// How the connection is protected.
  package var security: Security
  /// True tries TLS 1.0 and 1.1 only.
  package var isOldTLS = false
  /// A log-in to try after TLS.
  package var login: Login?
  /// The most milliseconds that all of it may take.
  package var milliseconds = 10_000

  /// A server.
  package init(_ dialog: Dialog, host: String, port: Int, security: Security) {
    self.dialog = dialog
    self.host = host
    self.port = port
    self.security = security
  }

  /// `host:port`.
  package var place: String { "\(host):\(port)" }
}

/// What a server said.
package struct ServerAnswer: Sendable, Hashable {
  /// Why the dialog ended early.
  package enum Failure: Error, Sendable, Hashable {
    case noAddress
    /// This machine has no way to the address, such as one without IPv6.
    case noRoute
    case refused
    case timeout
    case closed
    /// It talks without end.
    case tooMuch
    /// It speaks something else; the beginning of what it said.
    case notTheProtocol(String)
    /// STARTTLS is not offered.
    case noStartTLS
    /// STARTTLS is offered and then refused; its answer.
    case startTLSRefused(String)
    /// The TLS handshake failed, in the library's words.
    case handshake(String)
    case other(String)

    /// A sentence without a full stop.
    package var text: String {
      switch self {
      case .noAddress: "the host has no address"
      case .noRoute: "this machine has no way there"
      case .refused: "nobody listens there"
      case .timeout: "no answer came in time"
      case .closed: "the server closes the connection"
      case .tooMuch: "the server talks without end"
      case .notTheProtocol(let words): "the server speaks something else: \(words.quoted)"
      case .noStartTLS: "STARTTLS is not offered"
      case .startTLSRefused(let words): "STARTTLS is offered and then refused: \(words.quoted)"
      case .handshake(let reason): "the TLS handshake fails: \(reason)"
      case .other(let reason): reason
      }
    }
  }

  /// Why the dialog ended early; nil where it went well.
  package var failure: Failure?
  /// What it can do before TLS, in upper case.
  package var before: [String] = []
  /// What it can do after TLS, in upper case.
  package var after: [String] = []
  /// The TLS version such as `TLS1.3`.
  package var version: String?
  /// True where it has said what it can do, be it nothing.
  package var saysAbilities = false
  /// Its certificate and those that it sends along, the server's own first.
  package var chain: [CertificateFacts] = []
  /// What clients have against the certificate; empty for a good one.
  package var certificateFaults: [CertificateFault] = []
  /// How the log-in went; nil where none was tried.
  package var logIn: LogInOutcome?
  /// True where the test message was taken.
  package var tookMessage = false

  /// Its certificate.
  package var certificate: CertificateFacts? { chain.first }

  /// No answer yet.
  package init() {}
}

/// How a log-in went.
package enum LogInOutcome: Sendable, Hashable {
  /// It works, by this way, such as `PLAIN`.
  case works(String)
  /// The server's words, by this way.
  case refused(String, by: String)
  /// The server takes tokens (OAuth 2), which a password cannot stand for.
  case tokensOnly
  /// No way that the server offers takes a password; those that it offers.
  case noWay([String])
  /// The server has shown that it does not know the password itself (RFC 5802 section 3).
  case notTheServer
  /// A password is not sent over a connection without TLS.
  case withoutTLS
  /// A password is not sent to a server that cannot be trusted.
  case untrusted(CertificateFault)
}
