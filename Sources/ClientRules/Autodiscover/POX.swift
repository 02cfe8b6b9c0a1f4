// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The parts of an autodiscover document that its readers look at.
struct POX {
  let account: XMLElement

  /// Throws the rule where there is no account without a prefix.
  init(_ document: XMLDocument, _ rule: ClientRule) throws(Remark) {
    guard document.root.name == "Autodiscover", document.root.prefix == nil,
      let account = document.root["Response"]?["Account"]
    else { throw Remark(rule, at: document.root.place) }
    self.account = account
  }

  static func mailProtocol(_ text: String?) -> MailProtocol? {
    switch text {
    case "IMAP": .imap
    case "POP3": .pop3
    case "SMTP": .smtp
    default: nil
    }
  }

  /// What a protocol means by MS-OXDSCLI section 2.2.4.1.1.2.6: Encryption overrides SSL, which is
  /// on where it is missing.
  static func security(_ element: XMLElement, port: Int) -> Security {
    switch element["Encryption"]?.text {
    case "None": .none
    case "SSL": .tls
    case "TLS": .starttls
    case "Auto": [25, 110, 143, 587].contains(port) ? .starttls : .tls
    default: element["SSL"]?.text == "off" ? .none : .tls
    }
  }
}
