// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Trees

/// Looks for elements of an autoconfig document that stand where nobody looks for them
/// (draft-ietf-mailmaint-autoconfig, XML schema).
enum AutoconfigPlaces {
  /// The parent that each element belongs into.
  private static let parents: [String: String] = [
    "domain": "emailProvider", "displayName": "emailProvider",
    "displayShortName": "emailProvider",
    "incomingServer": "emailProvider", "outgoingServer": "emailProvider",
    "documentation": "emailProvider", "enable": "emailProvider",
    "instruction": "enable", "descr": "documentation",
    "oAuth2": "clientConfig", "clientConfigUpdate": "clientConfig",
    "emailProvider": "clientConfig",
  ]
  private static let outer: Set = ["emailProvider", "clientConfig"]
  /// What belongs to a server, of whatever kind.
  private static let parts: Set = ["hostname", "port", "socketType", "authentication", "username"]

  /// A remark for each element with another parent than its own.
  static func remarks(_ document: XMLDocument) -> [Remark] {
    var remarks: [Remark] = []
    look(document.root, &remarks)
    return remarks
  }

  private static func look(_ parent: XMLElement, _ remarks: inout [Remark]) {
    for case .element(let child) in parent.pieces {
      let isLost = parts.contains(child.name) && outer.contains(parent.name)
      let own = isLost ? "incomingServer or outgoingServer" : parents[child.name]
      if let own, isLost || own != parent.name {
        remarks.append(
          Remark(
            .draftPlace, "\(child.name) belongs into \(own), not into \(parent.name)",
            at: child.place))
      }
      look(child, &remarks)
    }
  }
}
