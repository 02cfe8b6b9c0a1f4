// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A server as a client sets it up.
package struct ClientServer: Hashable, Sendable {
  /// IMAP, POP3 or SMTP.
  package var mailProtocol: MailProtocol
  /// Its host.
  package var host: String
  /// Its port; nil where the client accepts a server without one.
  package var port: Int?
  /// How the connection is protected; nil where the client tries TLS, then STARTTLS.
  package var security: Security?
  /// The user name; nil where the client has to ask.
  package var username: String?
  /// The chosen way to log in in the document's words; nil where the client does not read it.
  package var authentication: String?
  /// What the client then does to log in.
  package var logIns: LogIns
  /// What the document says that the server takes; empty where nothing is known.
  package var offered: LogIns

  /// A server; the client does what it can to log in unless `logIns` says otherwise.
  package init(
    _ mailProtocol: MailProtocol, host: String, port: Int?, security: Security?, username: String?,
    authentication: String? = nil, logIns: LogIns = [], offered: LogIns = []
  ) {
    self.mailProtocol = mailProtocol
    self.host = host
    self.port = port
    self.security = security
    self.username = username
    self.authentication = authentication
    self.logIns = logIns
    self.offered = offered
  }

  /// False where the client does nothing that the server takes.
  package var canLogIn: Bool { offered.isEmpty || !logIns.isDisjoint(with: offered) }
}

/// What a client sets up from a document: the first server of a list is used, others are offered.
package struct ClientAccount: Hashable, Sendable {
  /// Servers for reading mail.
  package var incoming: [ClientServer]
  /// Servers for sending mail.
  package var outgoing: [ClientServer]
  /// The provider's name as the client shows it.
  package var provider: String?
  /// Servers of other kinds that the client offers beside these, such as `exchange HOST`.
  package var others: [String] = []
  /// True for a client that goes on to the next server where one does not work.
  package var triesAll = false

  /// An account.
  package init(incoming: [ClientServer], outgoing: [ClientServer], provider: String? = nil) {
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

  /// A server where the client cannot log in; nil where it can.
  var unusable: ClientServer? {
    for group in [incoming, outgoing] {
      guard let first = group.first, !first.canLogIn else { continue }
      if triesAll, group.contains(where: \.canLogIn) { continue }
      return first
    }
    return nil
  }
}
