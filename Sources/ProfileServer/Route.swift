// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A path that is served, with its methods.
public struct Route: Sendable, Hashable {
  /// What a route does; also its name in logs and metrics.
  public enum Name: String, Sendable, Hashable, CaseIterable {
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
    /// The page and the sheets.
    case page
    /// Health and metrics, on addresses of their own.
    case admin
    /// Everything that is not served.
    case unknown
  }

  /// What it does.
  public let name: Name
  /// The address in the path of `autodiscover.json/v1.0/ADDRESS`, percent-encoded.
  public let pathAddress: Substring?

  /// The route of a path; nil for everything that is not served.
  public init?(path: Substring) {
    pathAddress = Self.addressInPath(path)
    if let exact = Self.exact[path] {
      name = exact
    } else if let folded = Self.anyCase[path.lowercased()[...]] {
      name = folded
    } else if pathAddress != nil {
      name = .autodiscoverJSON
    } else {
      return nil
    }
  }

  /// The methods that are answered; nil where every method gets the same redirect.
  public var methods: [String]? {
    switch name {
    case .autoconfig, .autodiscoverJSON, .pacc, .mobileconfig, .page: ["GET", "HEAD", "OPTIONS"]
    case .autodiscover: ["GET", "HEAD", "POST", "OPTIONS"]
    case .caldav, .carddav, .jmap, .admin, .unknown: nil
    }
  }

  /// True where scripts of other origins may read the answer: it holds nothing secret.
  public var allowsOtherOrigins: Bool { name == .autoconfig || name == .pacc }

  private static let exact: [Substring: Name] = [
    "/mail/config-v1.1.xml": .autoconfig,
    "/.well-known/autoconfig/mail/config-v1.1.xml": .autoconfig,
    "/.well-known/mail-v1.xml": .autoconfig,
    "/.well-known/user-agent-configuration.json": .pacc,
    "/mail/profile.mobileconfig": .mobileconfig,
    "/.well-known/caldav": .caldav,
    "/.well-known/carddav": .carddav,
    "/.well-known/jmap": .jmap,
    "/": .page,
    "/setup": .page,
    "/sheets/generic.html": .page,
  ]

  /// Outlook writes `/Autodiscover/`, `/AutoDiscover/` and more.
  private static let anyCase: [Substring: Name] = [
    "/autodiscover/autodiscover.xml": .autodiscover,
    "/autodiscover/autodiscover.json": .autodiscoverJSON,
  ]

  private static let addressPrefix = "/autodiscover/autodiscover.json/v1.0/"

  private static func addressInPath(_ path: Substring) -> Substring? {
    guard path.utf8.count > addressPrefix.utf8.count,
      path.prefix(addressPrefix.count).lowercased() == addressPrefix
    else { return nil }
    let address = path.dropFirst(addressPrefix.count)
    return address.contains("/") ? nil : address
  }
}
