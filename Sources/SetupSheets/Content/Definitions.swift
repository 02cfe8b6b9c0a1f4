// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a sheet is for, with what is particular to it.
enum SheetKind: Sendable {
  /// A mail program.
  case client(ClientDefinition)
  /// A device that sends mail by itself, such as a printer that scans to e-mail.
  case device(DeviceDefinition)
}

/// A mail program as a sheet for it needs to know it.
struct ClientDefinition: Sendable {
  /// The name people choose it by.
  let name: String
  /// Its word for each kind of protection.
  let securityWords: [Security: Phrase]

  /// Any program: the words that most of them use.
  static let generic = ClientDefinition(
    name: "generic",
    securityWords: [.tls: .securityTLS, .starttls: .securitySTARTTLS, .none: .securityNone])

  /// Every program that there is a sheet for; the first is the default.
  static let all = [generic]
}

/// A device as a sheet for it needs to know it.
struct DeviceDefinition: Sendable {
  /// The name people choose it by.
  let name: String
  /// What its menu calls each kind of protection.
  let menuWords: [Security: Phrase]
  /// The most characters of a user name that it takes.
  let longestLogin: Int
  /// The most characters of a password that it takes.
  let longestPassword: Int
  /// True where it refuses a `+` in user names.
  let refusesPlus: Bool
  /// The dots per inch that keep messages small and readable.
  let resolution: ClosedRange<Int>

  /// Any device: the narrowest limits in makers' manuals that are in use, such as passwords of
  /// 20 characters (Epson) and user names of 63 without `+` (Xerox WorkCentre 6015).
  static let generic = DeviceDefinition(
    name: "generic",
    menuWords: [.tls: .menuTLS, .starttls: .menuSTARTTLS, .none: .menuNone],
    longestLogin: 63, longestPassword: 20, refusesPlus: true, resolution: 200...300)

  /// Every device that there is a sheet for.
  static let all = [generic]
}
