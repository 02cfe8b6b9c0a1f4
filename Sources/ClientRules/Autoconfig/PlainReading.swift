// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The first server of each direction, for programs that look at no others.
struct FirstServers {
  private let imap: XMLElement
  private let smtp: XMLElement

  /// Nil unless they are IMAP and SMTP by `type`.
  init?(
    in provider: XMLElement?,
    by type: (XMLElement) -> String? = { $0.attributes["type"] }
  ) {
    guard let imap = provider?["incomingServer"], type(imap) == MailProtocol.imap.rawValue,
      let smtp = provider?["outgoingServer"], type(smtp) == MailProtocol.smtp.rawValue
    else { return nil }
    (self.imap, self.smtp) = (imap, smtp)
  }

  /// The account of what a program makes of the two.
  func account<Refusal: Error>(
    _ server: (MailProtocol, XMLElement) throws(Refusal) -> ClientServer
  ) throws(Refusal) -> ClientAccount {
    ClientAccount([try server(.imap, imap), try server(.smtp, smtp)])
  }
}

extension XMLElement {
  /// The names of attributes called `type`, with or without a prefix.
  var typeNames: [String] { attributeNames.filter { $0 == "type" || $0.hasSuffix(":type") } }

  /// The first provider of a `clientConfig` without a prefix; nil for another root.
  var firstProvider: XMLElement? {
    name == "clientConfig" && prefix == nil ? self["emailProvider"] : nil
  }

  /// The port in digits, blanks around it aside; nil for anything else.
  var plainPort: Int? { self["port"].flatMap { Int($0.text.withoutWhitespace) } }

  /// The user name as it is written; empty where there is none.
  var writtenUsername: String { self["username"]?.text ?? "" }
}

extension [Remark] {
  /// Notes a host whose placeholders a program takes as they stand.
  mutating func note(_ rule: ClientRule, ofHost host: String, in server: XMLElement) {
    if Placeholders.occur(in: host) { append(Remark(rule, host.quoted, at: server.place)) }
  }

  /// Notes a user name that is not the one that a program takes.
  mutating func note(
    _ rule: ClientRule, unless username: String, isMeantBy server: XMLElement,
    _ fill: Placeholders
  ) {
    let text = server.writtenUsername
    guard fill.fill(text) != username else { return }
    append(Remark(rule, text.quoted, at: (server["username"] ?? server).place))
  }
}
