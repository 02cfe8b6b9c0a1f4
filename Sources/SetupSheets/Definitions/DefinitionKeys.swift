// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import SettingsFile

/// The keys of definition files.
enum DefinitionKeys {
  /// A mail program: `clients/*.yaml`.
  enum Client: String, MappingKey {
    case name, title, platforms, checked, sources, confirmed, retired, vocabulary
    case labels, strings, downloads, discovers
    case protocols, ports, security, authentication
    case account, incoming, outgoing, code, parts, services
    case warnings, steps, ways, checks, later, trouble
    static let required: [Self] = [.name, .checked, .sources]
  }

  /// A device: `devices/*.yaml`.
  enum Device: String, MappingKey {
    case name, kind, title, checked, sources, confirmed, retired, labels
    case security, fields, abilities, instead
    case warnings, steps, trouble, codes
    static let required: [Self] = [.name, .checked, .sources, .security]
  }

  /// A provider that mail is copied from: `sources/*.yaml`.
  enum Source: String, MappingKey {
    case name, checked, sources, confirmed, labels
    case server, login, password, warnings, steps
    static let required: [Self] = [.name, .checked, .sources]
  }

  /// The server of such a provider.
  enum SourceServer: String, MappingKey {
    case host, port, security
    static let required: [Self] = [.host]
  }

  /// Where the language files of a program lie.
  enum Strings: String, MappingKey {
    case checkout, files, languages
    static let required: [Self] = [.checkout, .files]
  }

  /// What a program does with the services beside mail.
  enum Services: String, MappingKey {
    case addresses, steps
    static let required: [Self] = [.steps]
  }

  /// Why a program is no longer to be used.
  enum Retirement: String, MappingKey {
    case since, source, instead
    static let required: [Self] = [.since, .source]
  }

  /// The ports that can be chosen.
  enum Ports: String, MappingKey {
    case incoming, outgoing
    static let required: [Self] = []
  }

  /// Something to do or to know.
  enum Step: String, MappingKey {
    case use, text, open, when, confirmed, platform
    static let required: [Self] = []
  }

  /// A way through menus.
  enum Path: String, MappingKey {
    case versions, platform, path
    static let required: [Self] = [.path]
  }

  /// A line of a form.
  enum FormField: String, MappingKey {
    case field, label, optional, later, when
    static let required: [Self] = [.field]
  }

  /// What a device can do.
  enum Abilities: String, MappingKey {
    case host, authentication, tls, opportunistic, login, password, sender, plus
    case sameSender, message, scanner
    static let required: [Self] = []
  }

  /// An error code of a device.
  enum Code: String, MappingKey {
    case code, meaning
    static let required: [Self] = [.code, .meaning]
  }

  /// A language: `languages/*.yaml`.
  enum Language: String, MappingKey {
    case name, base, replace, phrases, vocabularies, dates, texts, clients, devices, sources
    static let required: [Self] = []
  }

  /// How a language writes dates.
  enum Dates: String, MappingKey {
    case day, month, months
    static let required: [Self] = [.day, .month]
  }
}
