// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SetupSheets

/// How the documents of a route are sent, beside their bytes.
struct Delivery {
  let route: Route.Name
  let mediaType: String
  /// The fields beside the media type.
  let fields: [(String, String)]
  /// False where a client may not expect another encoding.
  let isCompressible: Bool

  /// For a format's document of a domain.
  init(_ route: Route, _ format: some Renderer, _ domain: DomainName, isForAddress: Bool = false) {
    self.route = route.name
    mediaType = format.mediaType
    let cacheControl = isForAddress ? "no-store" : route.name.cacheControl
    var fields = [("Cache-Control", cacheControl), ("X-Content-Type-Options", "nosniff")]
    if route.allowsOtherOrigins { fields.append(Self.anyOrigin) }
    switch route.name {
    case .mobileconfig:
      fields.append(("Content-Disposition", Self.disposition(domain)))
    case .page:
      // A sheet is one file with its style inside, and runs nothing.
      fields += Self.pageFields(
        policy: "default-src 'none'; style-src '\(SheetHTML.styleDigest)'; img-src data:; "
          + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    case .printedSheet:
      fields.append(("Content-Disposition", "inline; filename=\"\(domain.ascii).pdf\""))
    case .autoconfig, .autodiscover, .autodiscoverJSON, .pacc, .deliveryPolicy, .pageScript,
      .pageLogo, .caldav,
      .carddav,
      .jmap, .challenge, .admin, .unknown:
      break
    }
    self.fields = fields
    isCompressible = route.name.isCompressible
  }

  /// For what no format makes: the set-up page in one language, its script, a policy.
  init(_ route: Route, mediaType: String, fields: [(String, String)] = []) {
    self.route = route.name
    self.mediaType = mediaType
    self.fields =
      [("Cache-Control", route.name.cacheControl), ("X-Content-Type-Options", "nosniff")] + fields
    isCompressible = route.name.isCompressible
  }

  /// What a page for people carries: browsers may do with it what the policy allows, and tell
  /// nobody where people came from.
  static func pageFields(policy: String) -> [(String, String)] {
    [("Content-Security-Policy", policy), ("Referrer-Policy", "no-referrer")]
  }

  /// The answer with one address' document.
  func response(_ body: [UInt8], _ domain: DomainName) -> Response {
    var response = Response(200, route, [("Content-Type", mediaType)] + fields, body: body)
    response.domain = domain.ascii
    return response
  }

  /// A file name that every client reads, and the same with the domain's own letters (RFC 6266
  /// section 4.3).
  private static func disposition(_ domain: DomainName) -> String {
    let plain = "attachment; filename=\"\(domain.ascii).mobileconfig\""
    let own = domain.unicode
    guard own != domain.ascii else { return plain }
    let encoded = own.utf8.map { byte in
      let isPlain = byte < 0x80
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%\(digits)"
    }
    return "\(plain); filename*=UTF-8''\(encoded.joined()).mobileconfig"
  }

  /// Scripts of every origin may read the answer.
  static let anyOrigin = ("Access-Control-Allow-Origin", "*")
}

extension Route.Name {
  /// How long the document of a whole domain may be kept by others.
  fileprivate var cacheControl: String {
    switch self {
    case .autoconfig, .autodiscover, .mobileconfig, .page, .pageScript, .pageLogo, .printedSheet:
      "public, max-age=3600"
    // The digest in the DNS changes with the settings: a kept answer would contradict it.
    case .pacc: "no-cache"
    // Mail servers keep it by its own terms and by nothing else (RFC 8461 section 3.3).
    case .deliveryPolicy: "no-cache"
    // It is asked for with an address in the URL.
    case .autodiscoverJSON: "no-store"
    case .caldav, .carddav, .jmap: "public, max-age=3600"
    case .challenge, .admin, .unknown: "no-store"
    }
  }

  /// iPhones get profiles as they are, and a digest pins the bytes of PACC.
  fileprivate var isCompressible: Bool {
    switch self {
    case .autoconfig, .autodiscover, .autodiscoverJSON, .page, .pageScript, .pageLogo: true
    case .mobileconfig, .printedSheet, .pacc, .deliveryPolicy, .caldav, .carddav, .jmap, .challenge,
      .admin,
      .unknown:
      false
    }
  }
}
