// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A link that an app of calendars and contacts opens.
package enum ServiceLink: String, CaseIterable, Sendable {
  /// DAVx5 on Android sets the account up: calendars and contacts.
  case davx5
  /// Apps that know the scheme of RFC 6764's services; DAVx5 and others on Android.
  case caldav
  /// A calendar to subscribe to.
  case webcal

  /// The link for an account; nil where the settings have no such service.
  ///
  /// The user name stands before the host, percent-encoded; there is never a password.
  package func text(for account: AccountSettings) -> String? {
    switch self {
    case .davx5, .caldav:
      let calendar = account.calendars.first { $0.kind == .caldav }
      guard
        let (url, login) = calendar.map({ ($0.url, $0.username) })
          ?? account.contacts.first.map({ ($0.url, $0.username) }),
        url.isSecure
      else { return nil }
      let user = login.value.map { "\($0.percentEncoded)@" } ?? ""
      let port = url.explicitPort.map { ":\($0)" } ?? ""
      let scheme = self == .davx5 ? "davx5" : "caldavs"
      return "\(scheme)://\(user)\(url.host.ascii)\(port)\(url.rest.isEmpty ? "/" : url.rest)"
    case .webcal:
      return account.calendars.first { $0.kind == .webcal }?.url.text(scheme: .webcal)
    }
  }

  /// The setting that it needs.
  package var setting: String {
    switch self {
    case .davx5, .caldav: "calendars: [{protocol: caldav, url: ...}]"
    case .webcal: "calendars: [{protocol: webcal, url: ...}]"
    }
  }
}
