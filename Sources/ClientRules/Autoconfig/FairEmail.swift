// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// FairEmail for Android, August 2026: a pull parser that goes by order, and one user name.
package struct FairEmail: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.fairEmail
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.fairEmailLogIn
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false
  /// Hosts of its own profiles (`providers.xml`) with OAuth 2.0.
  static let hostsWithOAuth2: Set = [
    "imap.aol.com", "imap.fastmail.com", "imap.gmail.com", "imap.mail.ru", "imap.mail.yahoo.com",
    "imap.yandex.com", "mail.thundermail.com", "outlook.office365.com", "smtp.aol.com",
    "smtp.fastmail.com", "smtp.gmail.com", "smtp.mail.ru", "smtp.mail.yahoo.com",
    "smtp.office365.com", "smtp.yandex.com",
  ]

  /// FairEmail.
  package init() {}

  /// The first incoming server must be IMAP, the first outgoing one SMTP; no alternatives.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    guard !document.hasByteOrderMark else { throw Remark(.fairEmailBOM, at: root.place) }
    var reading = FairEmailReading()
    try reading.visit(root, &remarks)
    try refuseOthers(reading, root)
    guard let incoming = reading.incoming.server(.imap),
      let outgoing = reading.outgoing.server(.smtp)
    else {
      throw Remark(
        .fairEmailServer,
        at: (reading.incoming.isComplete ? reading.firstOutgoing : reading.firstIncoming)?.place)
    }
    for server in [incoming, outgoing] where Placeholders.occur(in: server.host) {
      remarks.append(Remark(.fairEmailHost, server.host.quoted, at: root.place(of: server.host)))
    }
    if reading.shortName == nil { remarks.append(Remark(.fairEmailShortName, at: root.place)) }
    var account = ClientAccount(
      incoming: [incoming], outgoing: [outgoing], provider: reading.shortName)
    let name = login(reading, address, &remarks)
    account.incoming[0].username = name
    account.outgoing[0].username = name
    return account
  }

  private func refuseOthers(_ reading: FairEmailReading, _ root: XMLElement) throws(Remark) {
    let first = reading.firstIncoming
    guard first?.mailProtocol == .imap else {
      throw Remark(
        reading.hasIMAP ? .fairEmailIncoming : .fairEmailNoIMAP,
        first?.attributes["type"]?.quoted, at: (first ?? root).place)
    }
    let out = reading.firstOutgoing
    guard out?.mailProtocol == .smtp else {
      throw Remark(.fairEmailOutgoing, out?.attributes["type"]?.quoted, at: (out ?? root).place)
    }
  }

  /// The last user name of the file, wherever it stands, be it in an address book; the address
  /// where there is none.
  private func login(
    _ reading: FairEmailReading, _ address: String, _ remarks: inout [Remark]
  ) -> String {
    guard let (last, text) = reading.lastUsername else { return address }
    for own in [reading.firstIncoming, reading.firstOutgoing].compactMap({ $0?["username"] })
    where own.text != text {
      remarks.append(
        Remark(
          .fairEmailLastUsername, "\(text.quoted) instead of \(own.text.quoted)", at: last.place))
      break
    }
    if let whole = Placeholders(address: address).whole(text) { return whole }
    if Placeholders.occur(in: text) {
      remarks.append(Remark(.fairEmailUsername, text.quoted, at: last.place))
    }
    return text
  }
}

extension XMLElement {
  /// Where a host stands.
  fileprivate func place(of host: String) -> Place {
    (descendants.first { $0.name == "hostname" && $0.text == host } ?? self).place
  }
}
