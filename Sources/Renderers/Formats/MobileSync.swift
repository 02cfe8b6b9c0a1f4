// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The autodiscover answer for Exchange ActiveSync (MS-ASCMD section 2.2.1.1), which iPhones ask
/// for when a person adds an Exchange account.
public struct MobileSync: Renderer {
  /// The format.
  public init() {}

  public let name = "mobilesync"
  public let summary = "Autodiscover XML for Exchange ActiveSync on phones."
  public let mediaType = "text/xml; charset=utf-8"
  public let fileExtension = "mobilesync.xml"

  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["activeSync"])
    guard let host = account.activeSync else {
      gaps.refuse(
        "activeSync", "there is no ActiveSync server", fix: "add activeSync: {host: NAME}")
      throw RenderFailure(gaps.findings)
    }
    let url = Self.url(host)
    var xml = XMLWriter()
    xml.element("Autodiscover", [("xmlns", Autodiscover.outerNamespace)]) { xml in
      xml.element("Response", [("xmlns", Self.innerNamespace)]) { xml in
        xml.element("Culture", text: "en:us")
        xml.element("User") { xml in
          xml.element("DisplayName", text: account.person.name?.text ?? account.provider.name.text)
          xml.element("EMailAddress", text: account.address?.description)
        }
        xml.element("Action") { xml in
          xml.element("Settings") { xml in
            xml.element("Server") { xml in
              xml.element("Type", text: "MobileSync")
              xml.element("Url", text: url)
              xml.element("Name", text: url)
            }
          }
        }
      }
    }
    return try gaps.document(xml.bytes)
  }

  /// The one path that ActiveSync has (MS-ASHTTP section 2.2.1.1.1).
  static func url(_ host: DomainName) -> String { "https://\(host)/Microsoft-Server-ActiveSync" }

  private static let innerNamespace =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
}
