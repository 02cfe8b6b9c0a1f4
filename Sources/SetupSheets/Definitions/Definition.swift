// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What definitions of mail programs and of devices have in common.
struct Definition: Hashable, Sendable {
  /// Since when a program is no longer supported, and what to use instead.
  struct Retirement: Hashable, Sendable {
    /// The day, as `YYYY-MM-DD`, or the month.
    let since: String
    /// Who says so.
    let source: String
    /// The names of other definitions.
    let instead: [String]
  }

  /// What people choose it by: the name of its file.
  let id: String
  /// Its name.
  let name: Words
  /// The heading of its sheet; nil for the usual one.
  var title: Words?
  /// When it was last compared with its sources, as `YYYY-MM`: the edition of the template.
  let checked: String
  /// Where its facts come from.
  let sources: [String]
  /// The languages in which a source has confirmed the names of menus and fields; nil for all.
  var confirmed: Set<Language>?
  /// Whose words a language has for mailboxes and the like, such as `microsoft`.
  var vocabulary: String?
  /// The words of the program by name.
  var labels: [String: ProgramLabel] = [:]
  /// Set for programs that their makers have given up.
  var retirement: Retirement?
  /// Its word for each kind of protection; what it cannot do is missing.
  let security: [Security: Words]
  /// Its word for each way to log in; nil where it takes what the settings say.
  var authentication: [Authentication: Words]?
  /// What to do, in order.
  var steps: [Step] = []
  /// What must not be missed.
  var warnings: [Step] = []
  /// What to try when it does not work.
  var trouble: [Step] = []

  /// True where a source has confirmed the names of menus and fields in a language.
  func isConfirmed(in language: Language) -> Bool {
    confirmed.map { $0.contains(language) || $0.contains(language.base) } ?? true
  }
}

/// A mail program, or something else to do with a mailbox, as a sheet for it needs to know it.
struct ClientDefinition: Hashable, Sendable {
  /// A machine-readable code beside the values.
  enum Code: String, Hashable, Sendable, CaseIterable {
    /// The address of the Apple profile.
    case profile
    /// The account for Thunderbird on Android.
    case thunderbird
    /// The link that sets calendars and contacts up in DAVx5.
    case davx5
  }

  /// More tables of a sheet.
  enum Part: String, Hashable, Sendable, CaseIterable {
    /// The other servers that the provider offers.
    case alternatives
    /// A provider that mail is copied from.
    case source
    /// The records that the domain's zone needs.
    case records
    /// Every code that sets mail up and that the account has something for.
    case codes
  }

  /// What a program does with the services beside mail.
  struct Services: Hashable, Sendable {
    /// The services whose addresses are typed into it.
    var addresses: [ServiceKind]
    /// What to do, and what to use in its place.
    var steps: [Step]
  }

  /// What a sheet is, worked out from what it has.
  enum Kind: String, Hashable, Sendable {
    /// Values to type, step by step.
    case manual
    /// Values without steps.
    case values
    /// Only the server that sends.
    case outgoing
    /// A configuration profile to install.
    case profile
    /// Something to do without values to type.
    case advice
  }

  var definition: Definition
  /// Where it runs, such as `ios`.
  var platforms: [Platform] = []
  /// The incoming protocols that it has, the preferred one first.
  var protocols: [MailProtocol] = [.imap, .pop3]
  /// The ports of incoming servers that can be chosen; empty for any.
  var incomingPorts: [Port] = []
  /// The ports of outgoing servers that can be chosen; empty for any.
  var outgoingPorts: [Port] = []
  /// What it asks about the person.
  var account: [FormField] = []
  /// What it asks about the incoming server.
  var incoming: [FormField] = []
  /// What it asks about the outgoing server.
  var outgoing: [FormField] = []
  /// What to look at afterwards, beside ports and protection.
  var checks: [Step] = []
  /// What there is to know when it works, such as how to remove it again.
  var later: [Step] = []
  /// Ways of which one is enough, in no order.
  var ways: [Step] = []
  /// What it does with calendars and the other services; nil where that is said nowhere.
  var services: Services?
  /// Where it is to be had, by where it runs.
  var downloads: [(platform: Platform, url: WebURL)] {
    Platform.allCases.compactMap { platform in downloadURLs[platform].map { (platform, $0) } }
  }
  var downloadURLs: [Platform: WebURL] = [:]
  /// True where it finds the servers by itself once it has the address.
  var discovers = false
  /// Where its language files lie.
  var strings: [StringSource] = []
  /// More tables.
  var parts: [Part] = []
  /// A code to scan.
  var code: Code?

  /// What kind of sheet it gives.
  var kind: Kind {
    if code == .profile, incoming.isEmpty { return .profile }
    if incoming.isEmpty, outgoing.isEmpty { return .advice }
    if incoming.isEmpty { return .outgoing }
    return definition.steps.isEmpty ? .values : .manual
  }
}

/// Where a mail program runs.
enum Platform: String, Hashable, Sendable, CaseIterable {
  case ios, android, windows, macos, linux, web
}

/// A device as a sheet for it needs to know it.
struct DeviceDefinition: Hashable, Sendable {
  /// An answer of the device or the server, and what it means.
  struct Code: Hashable, Sendable {
    let code: String
    let meaning: Words
  }

  /// What kind of thing sends.
  enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A machine: a printer, a storage system.
    case device
    /// A program on a server or a computer.
    case application
  }

  var definition: Definition
  /// What it is.
  var kind = Kind.device
  /// The labels of its form.
  var fields: [FormField] = []
  /// What it can and cannot do.
  var abilities = Abilities()
  /// Its own error codes.
  var codes: [Code] = []
  /// What to do in its place where it is not suitable.
  var instead: [Step] = []
}

/// A service beside reading and sending mail.
enum ServiceKind: String, Hashable, Sendable, CaseIterable {
  case caldav, webcal, carddav, webdav, ldap, jmap, ews
  case activeSync = "activesync"
  case manageSieve = "managesieve"
}

/// A provider that mail is copied from, as a sheet for the copying needs to know it.
struct SourceDefinition: Hashable, Sendable {
  /// Its incoming server.
  struct Server: Hashable, Sendable {
    let host: DomainName
    let port: Port
    let security: Security
  }

  var definition: Definition
  /// Its IMAP server; nil where it has to be asked for.
  var server: Server?
  /// What its user names are; nil for the address there.
  var login: Words?
  /// What is typed as password; nil for the one of the mailbox there.
  var password: Words?
}

/// What a device can and cannot do; nil where nobody has said.
struct Abilities: Hashable, Sendable {
  /// What it takes as server.
  enum Host: String, Hashable, Sendable, CaseIterable {
    /// A name, as it should be.
    case name
    /// An IP address only, which a provider may change at any time.
    case address
  }

  /// False for what sends messages without scanning.
  var scans = true
  /// What it takes as server.
  var host = Host.name
  /// False where it cannot log in.
  var logsIn = true
  /// The newest version of TLS that it has.
  var newestTLS: TLSVersion?
  /// True where it sends in the clear when a server does not offer STARTTLS.
  var isOpportunistic = false
  /// The most characters of a user name, a password and a sender address.
  var longestLogin: Int?
  var longestPassword: Int?
  var longestSender: Int?
  /// True where it refuses a `+`.
  var refusesPlus = false
  /// True where user name and sender address must be the same.
  var needsSameSender = false
  /// The largest message in kilobytes.
  var largestMessage: Int?
}

/// Versions of TLS that devices are known to stop at (RFC 8996 deprecates 1.0 and 1.1).
enum TLSVersion: String, Hashable, Sendable, CaseIterable {
  case tls10 = "1.0"
  case tls11 = "1.1"
  case tls12 = "1.2"
  case tls13 = "1.3"

  /// True for versions that servers refuse by now.
  var isDeprecated: Bool { self == .tls10 || self == .tls11 }
}
