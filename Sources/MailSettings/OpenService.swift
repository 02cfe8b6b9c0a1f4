// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Calendars or address books whose URL holds a part of the address, for an account that is a whole
/// domain: who knows the address fills it in later.
public struct OpenService<Kind: Hashable & Sendable>: Hashable, Sendable {
  /// The setting behind it, such as `calendars[0]`.
  public let path: String
  /// Its place in the settings, from 0.
  public let index: Int
  /// What it is.
  public let kind: Kind
  /// What is everybody's: scheme, host, port, and the path up to the address.
  public let server: WebURL
  /// The whole URL in parts.
  public let url: LoginName
  /// The user name.
  public let username: LoginName
  /// What people see.
  public let name: LocalizedText?
}

extension AccountSettings {
  /// The calendars that `calendars` lacks since nobody's address is known; without those whose host
  /// depends on the address.
  public var openCalendars: [OpenService<CalendarService.Kind>] {
    open(provider.calendars, "calendars") { ($0.kind, $0.url, $0.username, $0.name) }
  }

  /// The address books that `contacts` lacks since nobody's address is known; without those whose
  /// host depends on the address.
  public var openContacts: [OpenService<ContactService.Kind>] {
    open(provider.contacts, "contacts") { (.carddav, $0.url, $0.username, $0.name) }
  }

  private func open<Source, Kind>(
    _ sources: [Source], _ group: String,
    _ fields: (Source) -> (Kind, URLPattern, UsernameForm, LocalizedText?)
  ) -> [OpenService<Kind>] {
    guard address == nil else { return [] }
    let subject = LoginSubject(domain: loginDomain, address: nil)
    return sources.enumerated().compactMap { index, source in
      let (kind, url, username, name) = fields(source)
      guard let pattern = url.openPattern(for: subject), let server = url.fixedPart(for: subject)
      else { return nil }
      return OpenService(
        path: "\(group)[\(index)]", index: index, kind: kind, server: server,
        url: LoginName(.pattern(pattern), domain: domain, subject: subject),
        username: LoginName(username, domain: domain, subject: subject), name: name)
    }
  }
}
