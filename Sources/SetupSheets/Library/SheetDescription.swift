// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What is known of a mail program or device that there is a sheet for, in English.
package struct SheetDescription: Sendable {
  /// The name of its definition.
  package let name: String
  /// The option that chooses it: `client` or `device`.
  package let option: String
  /// What its sheet is: `manual`, `values`, `outgoing`, `profile`, `advice` or `device`.
  package let kind: String
  /// `active`, or `retired` where its maker has given it up.
  package let status: String
  /// Since when it is retired; nil for an active one.
  package let since: String?
  /// The names of what takes its place.
  package let instead: [String]
  /// What people call it.
  package let title: String
  /// Where it runs.
  package let platforms: [String]
  /// The languages that its sheet is written in.
  package let languages: [String]
  /// When its facts were last compared with the sources, as `YYYY-MM`.
  package let checked: String
  /// False where its sheet says that menus and fields may differ.
  package let isConfirmed: Bool
  /// The languages in which names of menus and fields are confirmed; empty for all or none.
  package let confirmed: [String]
  /// Where its facts come from.
  package let sources: [String]
  /// Its words for kinds of protection, by the words of the settings.
  package let security: [(String, String)]
  /// What it cannot do, by name.
  package let limits: [(String, String)]

  fileprivate init(
    _ definition: Definition, option: String, kind: String, platforms: [Platform],
    limits: [(String, String)], languages: [Language]
  ) {
    name = definition.id
    self.option = option
    self.kind = kind
    status = definition.retirement == nil ? "active" : "retired"
    since = definition.retirement?.since
    instead = definition.retirement?.instead ?? []
    title = definition.name.english
    self.platforms = platforms.map(\.rawValue)
    self.languages = languages.map(\.tag)
    checked = definition.checked
    isConfirmed = definition.confirmed?.isEmpty != true
    confirmed = (definition.confirmed ?? []).sorted().map(\.tag)
    sources = definition.sources
    security = Security.allCases.compactMap { kind in
      definition.security[kind].map { (kind.rawValue, $0.english) }
    }
    self.limits = limits
  }
}

extension SheetLibrary {
  /// Everything that there are sheets for: mail programs, then devices.
  package var descriptions: [SheetDescription] {
    let texts = Dictionary(allTexts.map { ($0.file.id, $0.entries) }) { old, _ in old }
    return clients.compactMap { client($0) }.map { client in
      SheetDescription(
        client.definition, option: "client", kind: client.kind.rawValue,
        platforms: client.platforms, limits: client.limits,
        languages: languages(of: "clients/\(client.definition.id)", texts))
    }
      + devices.compactMap { device($0) }.map { device in
        SheetDescription(
          device.definition, option: "device", kind: device.kind.rawValue, platforms: [],
          limits: device.abilities.limits,
          languages: languages(of: "devices/\(device.definition.id)", texts))
      }
      + sources.compactMap { source($0) }.map { source in
        SheetDescription(
          source.definition, option: "source", kind: "source", platforms: [],
          limits: [], languages: languages(of: "sources/\(source.definition.id)", texts))
      }
  }

  /// The languages in which a definition has every sentence of its own.
  private func languages(
    of id: String, _ texts: [String: [Glossary.Entry]]
  ) -> [Language] {
    guard let file = allFiles.first(where: { $0.id == id }) else { return [] }
    let own = (texts[id] ?? []).filter { !$0.isShown }
    return languages.filter { language in
      let added = Set(additions(to: file, in: language).flatMap(\.texts.keys))
      return own.allSatisfy { entry in
        entry.languages.contains(language) || entry.languages.contains(language.base)
          || added.contains(entry.english)
      }
    }
  }
}

extension ClientDefinition {
  fileprivate var limits: [(String, String)] {
    var limits: [(String, String)] = []
    if protocols.count < 2 {
      limits.append(("protocols", protocols.map(\.displayName).joined(separator: ", ")))
    }
    for (name, ports) in [("incoming ports", incomingPorts), ("outgoing ports", outgoingPorts)]
    where !ports.isEmpty {
      limits.append((name, ports.map(\.description).joined(separator: ", ")))
    }
    return limits
  }
}

extension Abilities {
  fileprivate var limits: [(String, String)] {
    let lengths = [
      ("user name", longestLogin), ("password", longestPassword), ("sender", longestSender),
    ]
    var limits = lengths.compactMap { name, most in most.map { (name, "\($0) characters") } }
    if let most = largestMessage { limits.append(("message", "\(most) kB")) }
    if refusesPlus { limits.append(("plus sign", "refused")) }
    if needsSameSender { limits.append(("sender and user name", "must be the same")) }
    if let newest = newestTLS { limits.append(("TLS", "\(newest.rawValue) at most")) }
    if isOpportunistic { limits.append(("STARTTLS", "only where the server offers it")) }
    if host == .address { limits.append(("server", "an IP address only: not suitable")) }
    if !logsIn { limits.append(("log-in", "none: not suitable")) }
    return limits
  }
}
