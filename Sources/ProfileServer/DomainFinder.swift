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
    guard let text, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
      return host(of: request).map(Subject.domain) ?? .nobody
    }
    if let address = try? MailAddress(text) {
      return catalog.match(address.domain) == nil ? .nobody : .address(address)
    }
    let domain = try? DomainName(String(text[text.utf8.index(after: at)...]))
    guard let domain, catalog.match(domain) != nil else { return .nobody }
    return .domain(domain)
  }

  /// The domain behind `Host`, else behind `X-Forwarded-Host` of a trusted proxy; a name that
  /// only the default domain `*` takes counts last, since a proxy may ask with a name of its own.
  private func host(of request: Request) -> DomainName? {
    let own = request.fields.host.flatMap(domain)
    if let own, own.match < .everyOther { return own.domain }
    guard request.isFromTrustedProxy, let forwarded = request.fields.forwardedHost.flatMap(domain)
    else { return own?.domain }
    return forwarded.domain
  }

  /// The domain that is asked about through a host: the host itself where the settings name it,
  /// else what stands after a label that clients put before a mail domain.
  private func domain(
    behind host: String
  ) -> (domain: DomainName, match: SettingsCatalog.Match)? {
    guard let full = host.hostName else { return nil }
    let match = catalog.match(full)
    if match != .named, full.beginsWithService, let domain = full.parent {
      return catalog.match(domain).map { (domain, $0) }
    }
    return match.map { (full, $0) }
  }
}

extension String {
  /// The name in a `Host` or `X-Forwarded-Host` field: the first of a list, without a port; nil
  /// for an IP address and for anything else that is no name.
  var hostName: DomainName? {
    // 253 characters of four bytes, and a port: what is longer only costs time.
    guard utf8.count <= 1_024 else { return nil }
    let first = self[...].split(at: ",").before.trimmed
    return try? DomainName(String(first.split(at: ":").before))
  }
}

extension DomainName {
  /// True after one of the labels that clients put before a mail domain.
  fileprivate var beginsWithService: Bool {
    Self.services.contains { ascii.utf8.starts(with: $0.utf8) }
  }

  private static let services = LookupLabel.allCases.map { "\($0.rawValue)." }
}
