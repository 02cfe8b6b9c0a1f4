// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// The documents that share the root `Autodiscover` (MS-OXDSCLI, MS-ASCMD).
enum AutodiscoverForm {
  /// What a client asks; true for one of ActiveSync.
  case request(isMobile: Bool)
  /// Servers for Outlook and its like.
  case account(XMLElement)
  /// The server of ActiveSync, or where to ask for it.
  case mobilesync(XMLElement)
  /// An error, with its code and message.
  case error(code: String?, message: String?)
  /// Nothing of these.
  case unknown

  /// Tells which one it is by what it holds; the name spaces decide where both could be.
  init(_ root: XMLElement) {
    guard let response = root["Response"] else {
      let request = root["Request"]
      let names = [root.namespace, request?.namespace].compactMap { $0 }
      let isRequest = request != nil || names.contains { $0.holds("requestschema") }
      self = isRequest ? .request(isMobile: names.contains { $0.holds("mobilesync") }) : .unknown
      return
    }
    if let error = response["Error"] ?? response["Action"]?["Error"] {
      self = .error(
        code: (error["ErrorCode"] ?? error["Status"])?.text.trimmingLines,
        message: error["Message"]?.text.trimmingLines)
    } else if let account = response["Account"] {
      self = .account(account)
    } else if response["Action"] != nil || response.namespace?.holds("mobilesync") == true {
      self = .mobilesync(response)
    } else {
      self = .unknown
    }
  }

  /// What people call it.
  var name: String {
    switch self {
    case .request: "autodiscover request"
    case .account, .unknown: "autodiscover"
    case .mobilesync: "mobilesync"
    case .error: "autodiscover error"
    }
  }
}
