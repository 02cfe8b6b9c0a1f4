// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// Finds out whom a request is about: the address in it, else the domain behind its host name.
struct DomainFinder {
  /// Whom an answer is for.
  enum Subject {
    case address(MailAddress)
    case domain(DomainName)
    /// Nobody who is served: 404.
    case nobody

    var domain: DomainName? {
      switch self {
      case .address(let address): address.domain
      case .domain(let domain): domain
      case .nobody: nil
      }
    }
  }

  let catalog: SettingsCatalog

  /// The subject of a request whose address, where it has one, is already decoded.
  ///
  /// An address decides alone, since a look-up through the MX host asks with foreign addresses.
  /// A text that is no address still names its domain; a text without one counts as absent.
  func subject(address text: String?, of request: Request) -> Subject {
    if let text, let at = text.lastIndex(of: "@") {
      let domain = try? DomainName(String(text[text.index(after: at)...]))
      guard let domain, catalog.match(domain) != nil else { return .nobody }
      if let address = try? MailAddress(text) { return .address(address) }
      return .domain(domain)
    }
    return host(of: request).map(Subject.domain) ?? .nobody
  }

  /// The domain behind `Host`, else behind `X-Forwarded-Host` of a trusted proxy; a name that
  /// only the default domain `*` takes counts last, since a proxy may ask with a name of its own.
  private func host(of request: Request) -> DomainName? {
    let hosts = [
      request.fields.host, request.isFromTrustedProxy ? request.fields.forwardedHost : nil,
    ]
    let found = hosts.compactMap { $0.flatMap(domain(behind:)) }
    return found.first { $0.match < .everyOther }?.domain ?? found.last?.domain
  }

  private func domain(
    behind host: String
  ) -> (domain: DomainName, match: SettingsCatalog.Match)? {
    let name = host.prefix { $0 != ":" }
    guard let full = try? DomainName(String(name)) else { return nil }
    let fullMatch = catalog.match(full)
    if fullMatch == .named { return (full, .named) }
    if let label = full.labels.first, Self.servicePrefixes.contains(label),
      let domain = full.parent, let match = catalog.match(domain)
    {
      return (domain, match)
    }
    return fullMatch.map { (full, $0) }
  }

  /// The labels that clients put before a mail domain.
  private static let servicePrefixes: Set<Substring> = [
    "autoconfig", "autodiscover", "ua-auto-config", "www",
  ]
}
