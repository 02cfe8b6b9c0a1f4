// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings
import Trees

/// Looks for elements of an autoconfig document that stand where nobody looks for them, and for URLs
/// and hosts that nobody reaches (draft-ietf-mailmaint-autoconfig, XML schema).
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
      judgeURL(of: child, &remarks)
      judgeHost(of: child, &remarks)
      look(child, &remarks)
    }
  }

  /// Elements with a URL: the attribute that holds it, empty where the text does, and whether
  /// people or programs log in there.
  private static let urls: [String: (attribute: String, hasLogIn: Bool)] = [
    "documentation": ("url", false), "enable": ("visiturl", false),
    "clientConfigUpdate": ("url", false), "loginPage": ("url", true),
    "loginPageInfo": ("url", true), "serverURL": ("", true), "url": ("", true),
    "authURL": ("", true), "tokenURL": ("", true), "owaURL": ("", true), "ewsURL": ("", true),
    "easURL": ("", true),
  ]
  private static let filling = Placeholders(address: "anna@example.com")

  private static func judgeHost(of element: XMLElement, _ remarks: inout [Remark]) {
    guard element.name == "hostname" else { return }
    let host = filling.fill(element.text.trimmingLines).lowercased()
    let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if AppleValueCheck.isDevice(bare) {
      remarks.append(Remark(.draftLocalHost, host.quoted, at: element.place))
    } else if (try? IPAddress(bare)) != nil {
      remarks.append(Remark(.draftIPAddress, host.quoted, at: element.place))
    }
  }

  private static func judgeURL(of element: XMLElement, _ remarks: inout [Remark]) {
    guard let (attribute, hasLogIn) = urls[element.name] else { return }
    let said = attribute.isEmpty ? element.text.trimmingLines : element.attributes[attribute]
    guard let said else { return }
    let detail = "\(element.name) \(said.quoted)"
    guard let url = try? WebURL(filling.fill(said)), url.scheme != .webcal else {
      return remarks.append(Remark(.draftURL, detail, at: element.place))
    }
    if hasLogIn, !url.isSecure {
      remarks.append(Remark(.draftPlainURL, detail, at: element.place))
    }
  }
}
