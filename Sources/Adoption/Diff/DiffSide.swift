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
  let identity: ProfileIdentity?

  /// Reads a side; throws everything that is wrong with it.
  init(_ input: DiffInput, _ options: ImportOptions) throws(UnreadableDocument) {
    switch input {
    case .folder(let path):
      catalog = try Self.load { () throws(SettingsFailure) in try SettingsLoader.load(path: path) }
      (isSettings, identity) = (true, nil)
    case .settings(let result, let name):
      catalog = try Self.load(result, name)
      (isSettings, identity) = (false, nil)
    case .document(let source):
      let document = try DocumentReader.read(source.bytes, name: source.name)
      if case .settings = document {
        catalog = try Self.load { () throws(SettingsFailure) in
          try SettingsLoader.read(source.bytes, name: source.name)
        }
        (isSettings, identity) = (true, nil)
        return
      }
      catalog = try Self.load(Importer.settings(from: source, options), source.name)
      isSettings = false
      if case .profile(let profile, _) = document {
        identity = ProfileIdentity(profile)
      } else {
        identity = nil
      }
    }
  }

  private static func load(
    _ result: ImportResult, _ name: String
  ) throws(UnreadableDocument) -> SettingsCatalog {
    guard let settings = result.settings else { throw UnreadableDocument(result.findings) }
    return try load { () throws(SettingsFailure) in
      try SettingsLoader.read(settings, name: name)
    }
  }

  private static func load(
    _ body: () throws(SettingsFailure) -> LoadedSettings
  ) throws(UnreadableDocument) -> SettingsCatalog {
    do throws(SettingsFailure) { return try body().catalog } catch {
      throw UnreadableDocument(error.findings)
    }
  }

  /// The account of a person at a domain.
  func account(_ domain: DomainName) -> AccountSettings? {
    guard let address = try? MailAddress("anna@\(domain)") else { return nil }
    return catalog.account(for: address)
  }

  /// The identifiers of the profile for an account: its own, or those that settings give.
  func identity(_ account: AccountSettings) -> ProfileIdentity? {
    if let identity { return identity }
    guard isSettings, let document = try? MobileConfig().render(account, RenderOptions()),
      case .profile(let profile, _)? = try? DocumentReader.read(document.bytes, name: "profile")
    else { return nil }
    return ProfileIdentity(profile)
  }
}

/// By what a device knows a profile and its parts again.
struct ProfileIdentity: Hashable {
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
