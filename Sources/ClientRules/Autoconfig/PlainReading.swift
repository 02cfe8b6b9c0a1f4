// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The first server of each direction, for programs that look at no others.
struct FirstServers {
  private let imap: XMLElement
  private let smtp: XMLElement

  /// Nil unless they are IMAP and SMTP.
  init?(in provider: XMLElement?) {
    guard let imap = provider?["incomingServer"], imap.mailProtocol == .imap,
      let smtp = provider?["outgoingServer"], smtp.mailProtocol == .smtp
    else { return nil }
    (self.imap, self.smtp) = (imap, smtp)
  }

  /// The account of what a program makes of the two.
  func account(_ server: (MailProtocol, XMLElement) -> ClientServer) -> ClientAccount {
    ClientAccount([server(.imap, imap), server(.smtp, smtp)])
  }
}

extension XMLElement {
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
