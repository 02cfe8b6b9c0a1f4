// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// Nextcloud Mail, e5734fe: the first IMAP and the first SMTP server, hosts as they stand.
package struct NextcloudMail: MailClient {
  /// Whose reader this is.
  package let program = ClientProgram.nextcloud
  /// The rule about how the program logs in.
  package let logInRule = ClientRule.nextcloudLogIn
  /// Its parser knows no namespaces.
  package let knowsNamespaces = false

  /// Nextcloud Mail.
  package init() {}

  /// The first server of each kind; where one is missing the form is filled in without it.
  package func read(
    _ document: XMLDocument, for address: String, _ remarks: inout [Remark]
  ) throws(Remark) -> ClientAccount {
    let root = document.root
    let all = root["emailProvider"]?.children ?? []
    let incoming = first("incomingServer", .imap, all, address, &remarks)
    let outgoing = first("outgoingServer", .smtp, all, address, &remarks)
    guard incoming != nil || outgoing != nil else {
      throw Remark(.nextcloudServers, at: (all.first ?? root).place)
    }
    if incoming == nil || outgoing == nil {
      remarks.append(Remark(.nextcloudHalf, at: (all.first ?? root).place))
    }
    return ClientAccount([incoming, outgoing].compactMap { $0 })
  }

  private func first(
    _ name: String, _ type: MailProtocol, _ all: [XMLElement], _ address: String,
    _ remarks: inout [Remark]
  ) -> ClientServer? {
    guard let element = all.first(where: { $0.name == name && $0.mailProtocol == type }) else {
      return nil
    }
    let host = element["hostname"]?.ownText ?? ""
    remarks.note(.nextcloudHost, ofHost: host, in: element)
    let security: Security =
      switch element["socketType"]?.ownText.lowercased() {
      case "ssl": .tls
      case "starttls", "tls": .starttls
      default: .none
      }
    let fill = Placeholders(address: address)
    var logIns: LogIns = [.password, .encryptedPassword]
    if type == .smtp { logIns.insert(.nothing) }
    return ClientServer(
      type, host: host, port: Self.integer(element["port"]?.ownText ?? ""), security: security,
      username: fill.fill(element["username"]?.ownText ?? ""), logIns: logIns,
      offered: LogIns(offeredBy: element))
  }

  /// PHP's (int): the number that the text begins with, without what stands behind its point; the
  /// largest or smallest one for what is beyond them.
  private static func integer(_ text: String) -> Int {
    let trimmed = text.withoutWhitespace
    let sign = trimmed.hasPrefix("-") || trimmed.hasPrefix("+") ? 1 : 0
    let unsigned = trimmed.dropFirst(sign).drop { $0 == "0" }
    let number =
      trimmed.prefix(sign) + "0" + unsigned.prefix(20).prefix { "+-.0123456789eE".contains($0) }
    for length in stride(from: number.count, to: 0, by: -1) {
      if let value = Double(number.prefix(length)) {
        return Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
      }
    }
    return 0
  }
}
