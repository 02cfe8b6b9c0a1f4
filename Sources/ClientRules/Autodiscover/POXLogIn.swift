// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

extension LogIns {
  /// What an autodiscover protocol says that its server takes (MS-OXDSCLI section 2.2.4.1.1.2.6):
  /// SPA is the log-in of Windows, and on where it is missing.
  init(offeredByProtocol element: XMLElement) {
    if element["AuthRequired"]?.text == "off" {
      self = .nothing
    } else if element["SPA"]?.text == "off" {
      self = .password
    } else {
      self = element["SPA"] == nil ? [] : [.ntlm, .kerberos]
    }
  }

  /// What Outlook then does.
  init(outlook element: XMLElement) {
    if element["AuthRequired"]?.text == "off" {
      self = .nothing
    } else {
      self = element["SPA"]?.text == "off" ? .password : [.ntlm, .kerberos]
    }
  }
}
