// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import MailSettings
import Renderers
import SettingsFile
import Trees

/// One side of a comparison, whatever it was made from.
struct DiffSide {
  /// Who serves which domain.
  let catalog: SettingsCatalog
  /// True for settings, whose provider and other values are those of the file.
  let isSettings: Bool
  /// The identifiers of a profile, where the side is one.
  let identity: DiffIdentity?
  /// The document, where the side is one.
  let document: AccountDocument?
  /// What was said while it was read.
  let findings: [Finding]

  /// Reads a side; throws everything that is wrong with it.
  init(_ input: DiffInput, _ options: ImportOptions) throws(UnreadableDocument) {
    switch input {
    case .folder(let path):
      let loaded = try Self.load { () throws(SettingsFailure) in
        try SettingsLoader.load(path: path)
      }
      self.init(loaded)
    case .settings(let result, let name):
      // What the look-up says was said already.
      self.init(try Self.load(result, name), nil, findings: [])
    case .document(let source):
      let document = try DocumentReader.read(source.bytes, name: source.name)
      switch document {
      case .settings:
        self.init(
          try Self.load { () throws(SettingsFailure) in
            try SettingsLoader.read(source.bytes, name: source.name)
          })
      case .own(let format):
        throw UnreadableDocument(
          "a document of the format \(format.rawValue) is not compared",
          fix: "compare the settings that it was made from",
          place: Place(file: source.name, line: 1, column: 1))
      case .autoconfig, .autodiscover, .profile, .pacc:
        let result = Importer.settings(from: source, options)
        self.init(try Self.load(result, source.name), document, findings: result.findings)
      }
    }
  }

  /// Settings as they are.
  private init(_ loaded: LoadedSettings) {
    (catalog, isSettings, identity, document) = (loaded.catalog, true, nil, nil)
    findings = loaded.findings
  }

  /// Settings that were made from a document, or from what a domain publishes.
  private init(_ loaded: LoadedSettings, _ document: AccountDocument?, findings: [Finding]) {
    (catalog, isSettings, self.document, self.findings) = (
      loaded.catalog, false, document, findings
    )
    if case .profile(let profile, _)? = document {
      identity = DiffIdentity(profile)
    } else {
      identity = nil
    }
  }

  private static func load(
    _ result: ImportResult, _ name: String
  ) throws(UnreadableDocument) -> LoadedSettings {
    guard let settings = result.settings else { throw UnreadableDocument(result.findings) }
    return try load { () throws(SettingsFailure) in
      try SettingsLoader.read(settings, name: name)
    }
  }

  private static func load(
    _ body: () throws(SettingsFailure) -> LoadedSettings
  ) throws(UnreadableDocument) -> LoadedSettings {
    do throws(SettingsFailure) { return try body() } catch {
      throw UnreadableDocument(error.findings)
    }
  }

  /// The document that an account is looked at in: the side itself, or what settings give in the
  /// format of the other side; nil where there is none.
  func document(_ account: AccountSettings, like other: DiffSide) -> AccountDocument? {
    if let document { return document }
    guard isSettings, let kind = other.document else { return nil }
    return rendered(account, kind)
  }

  /// An account in the format of a document.
  func rendered(_ account: AccountSettings, _ kind: AccountDocument) -> AccountDocument? {
    let format: any Renderer
    switch kind {
    case .autoconfig: format = Autoconfig()
    case .autodiscover: format = Autodiscover()
    case .profile: format = MobileConfig()
    case .pacc: format = PACC()
    case .settings, .own: return nil
    }
    guard let bytes = try? format.render(account, RenderOptions()).bytes else { return nil }
    return try? DocumentReader.read(bytes, name: format.name)
  }

  /// The account of a person at a domain.
  func account(_ domain: DomainName) -> AccountSettings? {
    guard let address = try? MailAddress("anna@\(domain)") else { return nil }
    return catalog.account(for: address)
  }

  /// The identifiers of the profile for an account: its own, or those that settings give.
  func identity(_ account: AccountSettings) -> DiffIdentity? {
    if let identity { return identity }
    guard isSettings, let document = try? MobileConfig().render(account, RenderOptions()),
      case .profile(let profile, _)? = try? DocumentReader.read(document.bytes, name: "profile")
    else { return nil }
    return DiffIdentity(profile)
  }
}

/// By what a device knows a profile and its parts again.
struct DiffIdentity: Hashable {
  /// What decides whether a profile replaces another one.
  let identifier: String
  /// Type, identifier and UUID of each payload; both together make it the same account.
  let payloads: [Payload]

  /// A part of a profile.
  struct Payload: Hashable {
    let type: String
    let identifier: String
    let uuid: String
  }

  init(_ profile: PropertyListNode) {
    identifier = profile["PayloadIdentifier"]?.string ?? ""
    payloads = (profile["PayloadContent"]?.array ?? []).map { payload in
      Payload(
        type: payload["PayloadType"]?.string ?? "",
        identifier: payload["PayloadIdentifier"]?.string ?? "",
        uuid: payload["PayloadUUID"]?.string ?? "")
    }
  }
}
