// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The autodiscover answer for Exchange ActiveSync (MS-ASCMD section 2.2.1.1), which iPhones ask
/// for when a person adds an Exchange account.
public struct MobileSync: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "mobilesync"
  /// One sentence of help.
  public let summary = "Autodiscover XML for Exchange ActiveSync on phones."
  /// As servers send it.
  public let mediaType = "text/xml; charset=utf-8"
  /// Without the dot in front.
  public let fileExtension = "mobilesync.xml"

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    var gaps = Gaps(account, about: ["activeSync", "autodiscover"])
    switch account.autodiscoverRedirect {
    case .address(let address)?:
      return try gaps.document(
        Self.response(account) { $0.element("Redirect", text: address.description) })
    case .unknown?: gaps.refuseUnknownRedirect(account)
    case .url?:
      gaps.note(
        "autodiscover.redirectURL", "is left out: mobilesync can name another address only")
    case nil: break
    }
    if account.activeSync == nil {
      gaps.refuse(
        "activeSync", "there is no ActiveSync server", fix: "add activeSync: {host: NAME}")
    }
    if let login = account.activeSyncLogin, login.value != account.address?.description,
      !login.isAddress
    {
      gaps.note(
        "activeSync.username", "is left out: the answer has no user names; devices try the address")
    }
    try gaps.check()
    let url = account.activeSync.map(Self.url)
    return try gaps.document(
      Self.response(account) { xml in
        xml.element("Settings") { xml in
          xml.element("Server") { xml in
            xml.element("Type", text: "MobileSync")
            xml.element("Url", text: url)
            xml.element("Name", text: url)
          }
        }
      })
  }

  private static func response(
    _ account: AccountSettings, action: (inout XMLWriter) -> Void
  ) -> [UInt8] {
    var xml = XMLWriter()
    xml.element("Autodiscover", [("xmlns", Autodiscover.outerNamespace)]) { xml in
      xml.element("Response", [("xmlns", Self.innerNamespace)]) { xml in
        xml.element("Culture", text: "en:us")
        xml.element("User") { xml in
          xml.element("DisplayName", text: account.person.name?.text ?? account.provider.name.text)
          xml.element("EMailAddress", text: account.address?.description)
        }
        xml.element("Action", [], action)
      }
    }
    return xml.bytes
  }

  /// The one path that ActiveSync has (MS-ASHTTP section 2.2.1.1.1).
  static func url(_ host: DomainName) -> String { "https://\(host)/Microsoft-Server-ActiveSync" }

  private static let innerNamespace =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"
}
