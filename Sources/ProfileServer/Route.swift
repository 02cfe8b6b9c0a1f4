// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A path that is served, with its methods.
package struct Route: Sendable, Hashable {
  /// What a route does; also its name in logs and metrics.
  package enum Name: String, Sendable, Hashable, CaseIterable {
    /// Autoconfig XML.
    case autoconfig
    /// Autodiscover XML and mobilesync XML.
    case autodiscover
    /// Autodiscover JSON.
    case autodiscoverJSON = "autodiscover-json"
    /// PACC JSON.
    case pacc
    /// Apple profiles.
    case mobileconfig
    /// `/.well-known/caldav`.
    case caldav
    /// `/.well-known/carddav`.
    case carddav
    /// `/.well-known/jmap`.
    case jmap
    /// The policy for encrypted delivery.
    case deliveryPolicy = "mta-sts"
    /// What a certificate authority asks for.
    case challenge = "acme-challenge"
    /// The page and the sheets.
    case page
    /// The script of the page.
    case pageScript = "page-script"
    /// The logo on the page.
    case pageLogo = "page-logo"
    /// Sheets as PDF.
    case printedSheet = "sheet-pdf"
    /// Health and metrics, on addresses of their own.
    case admin
    /// Everything that is not served.
    case unknown
  }

  /// What it does.
  package let name: Name
  /// What the path names, percent-encoded: the address of `autodiscover.json/v1.0/ADDRESS`, the
  /// mail program of `/sheets/CLIENT.html` and `/sheets/CLIENT.pdf`.
  package let argument: Substring?

  /// The route of a path; nil for everything that is not served.
  package init?(path: Substring) {
    if let found = Self.exact[path] ?? Self.anyCase[path.lowercased()[...]] {
      name = found
      argument = nil
    } else if let address = path.after(LookupPath.autodiscoverJSONOfAddress) {
      name = .autodiscoverJSON
      argument = address
    } else if let file = path.after(LookupPath.sheets), file.hasSuffix(".html") {
      name = .page
      argument = file.dropLast(5)
    } else if let file = path.after(LookupPath.sheets), file.hasSuffix(".pdf"), file.utf8.count > 4
    {
      name = .printedSheet
      argument = file.dropLast(4)
    } else {
      return nil
    }
  }

  /// The methods that are answered; nil where every method gets the same redirect.
  package var methods: Methods? {
    switch name {
    case .autoconfig, .autodiscoverJSON, .pacc, .deliveryPolicy, .pageScript, .pageLogo,
      .printedSheet:
      .reading
    case .autodiscover, .mobileconfig, .page: .readingAndPosting
    case .caldav, .carddav, .jmap, .challenge, .admin, .unknown: nil
    }
  }

  /// True where scripts of other origins may read the answer: it holds nothing secret.
  package var allowsOtherOrigins: Bool { name == .autoconfig || name == .pacc }

  /// Those in any case stand here too, to spare the usual spelling the way through lower case.
  private static let exact = table(LookupPath.allCases)
  private static let anyCase = table(LookupPath.allCases.filter(\.ignoresCase))

  private static func table(_ paths: [LookupPath]) -> [Substring: Name] {
    Dictionary(
      paths.map { ($0.rawValue[...], name(of: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  private static func name(of path: LookupPath) -> Name {
    switch path {
    case .autoconfig, .autoconfigOfSite, .autoconfigOfGNOME: .autoconfig
    case .autodiscover: .autodiscover
    case .autodiscoverJSON: .autodiscoverJSON
    case .pacc: .pacc
    case .profile: .mobileconfig
    case .caldav: .caldav
    case .carddav: .carddav
    case .jmap: .jmap
    case .deliveryPolicy: .deliveryPolicy
    case .root, .setup: .page
    case .setupScript: .pageScript
    case .logo: .pageLogo
    }
  }
}

/// The methods of a route.
package struct Methods: Sendable, Hashable {
  /// The methods in upper case.
  package let list: [String]
  /// The value of an `Allow` field.
  package let allow: String

  private init(_ list: String...) {
    self.list = list
    allow = list.joined(separator: ", ")
  }

  static let reading = Methods("GET", "HEAD", "OPTIONS")
  static let readingAndPosting = Methods("GET", "HEAD", "POST", "OPTIONS")
}

extension Substring {
  /// The one path segment after a prefix, whose case does not matter; nil where there is none.
  fileprivate func after(_ prefix: String) -> Substring? {
    guard utf8.count > prefix.utf8.count else { return nil }
    let end = utf8.index(startIndex, offsetBy: prefix.utf8.count)
    guard self[..<end].isEqualIgnoringCase(prefix) else { return nil }
    let rest = self[end...]
    return rest.utf8.contains(UInt8(ascii: "/")) ? nil : rest
  }
}
