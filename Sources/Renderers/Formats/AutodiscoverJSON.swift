// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The autodiscover answer in JSON ("v2"), by which Outlook's cloud service finds the real one.
public struct AutodiscoverJSON: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "autodiscover-json"
  /// One sentence of help.
  public let summary = "Autodiscover JSON (v2), which points Outlook to the XML answer."
  /// As servers send it.
  public let mediaType = "application/json"
  /// Without the dot in front.
  public let fileExtension = "autodiscover.json"
  /// What can be chosen.
  public let options = [Self.protocolOption]

  /// Which service the client asks for.
  public static let protocolOption = FormatOption(
    "protocol", values: ["AutodiscoverV1", "ActiveSync"],
    summary: "The service that the client asks for.")

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let wanted = options.value(Self.protocolOption)
    let isActiveSync = wanted == "ActiveSync"
    var gaps = Gaps(account, about: isActiveSync ? ["activeSync"] : [])
    let url =
      isActiveSync ? account.activeSync.map(MobileSync.url) : Self.autodiscoverURL(account)
    guard let url else {
      gaps.refuse(
        "activeSync", "there is no ActiveSync server", fix: "add activeSync: {host: NAME}")
      throw RenderFailure(gaps.findings)
    }
    let answer = JSON.object(["Protocol": .string(wanted), "Url": .string(url)])
    return try gaps.document(answer.encoded(pretty: false))
  }

  /// Where the XML answer is: elsewhere where clients are sent on, else where `serve` is reached,
  /// else the name that Outlook tries by itself.
  private static func autodiscoverURL(_ account: AccountSettings) -> String? {
    if case .url(let url)? = account.autodiscoverRedirect { return url.description }
    let path = LookupPath.autodiscover
    if let base = account.provider.publicURL {
      let port = base.explicitPort.map { ":\($0)" } ?? ""
      return "\(base.scheme.rawValue)://\(base.host)\(port)\(path)"
    }
    return path.url(.autodiscover, at: account.domain.ascii)
  }
}
