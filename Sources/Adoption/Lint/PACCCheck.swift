// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import SettingsFile
import Trees

/// Holds a PACC answer against the draft and the readers that are known.
struct PACCCheck {
  private(set) var remarks: [Remark] = []
  private(set) var account = ClientAccount(incoming: [], outgoing: [])

  init(_ root: Node, _ source: SourceDocument, address: String) {
    func place(_ node: Node?) -> Place {
      let mark = (node ?? root).mark
      return Place(file: source.name, line: Int(mark.line), column: Int(mark.column))
    }
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      remarks.append(Remark(.paccByteOrderMark, at: place(root)))
    }
    var methods: LogIns = []
    if root["authentication"]?["oauth-public"] != nil { methods.insert(.oauth2) }
    if root["authentication"]?["password"]?.scalar == "true" { methods.insert(.password) }
    for type in [MailProtocol.imap, .pop3, .smtp] {
      guard let entry = root["protocols"]?[type.rawValue] else { continue }
      guard let host = entry["host"]?.text, let name = try? DomainName(host) else {
        remarks.append(Remark(.paccHost, type.rawValue, at: place(entry)))
        continue
      }
      let server = ClientServer(
        type, host: name.ascii, port: Int(type.usualPort(.tls).number), security: .tls,
        username: address, authentication: methods.names.joined(separator: ", "),
        logIns: methods, offered: methods)
      if type == .smtp { account.outgoing.append(server) } else { account.incoming.append(server) }
    }
    if root["protocols"]?.members.isEmpty != false {
      remarks.append(Remark(.paccProtocols, at: place(root["protocols"])))
    } else if account.incoming.isEmpty || account.outgoing.isEmpty {
      remarks.append(Remark(.paccOutgoing, at: place(root["protocols"])))
    }
    if methods.isEmpty {
      remarks.append(Remark(.paccAuthentication, at: place(root["authentication"])))
    } else if root["authentication"]?["password"] == nil {
      remarks.append(Remark(.paccPassword, at: place(root["authentication"])))
    }
    if let fault = PACCShape.answer.fault(in: root) {
      remarks.append(Remark(.paccShape, fault.path, at: place(fault.node)))
    }
    if root["info"]?["provider"]?["name"]?.text == nil {
      remarks.append(Remark(.paccName, at: place(root["info"])))
    }
  }
}
