// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What the declarations of one account are made from.
struct DeclarationContext {
  let account: AccountSettings
  let placeholders: ManagementSystem?
  /// The pattern of the URL of credentials; nil where none was given.
  let credentials: String?
  /// The pattern of the URL of the personal certificate.
  let identity: String?

  init(
    _ account: AccountSettings, _ placeholders: ManagementSystem?, credentials: String?,
    identity: String?
  ) {
    self.account = account
    self.placeholders = placeholders
    self.credentials = credentials
    self.identity = identity
  }

  /// The address, or what stands for it.
  var address: String? { account.address?.description ?? placeholders?.address }
  /// The person's name, or what stands for it.
  var personName: String? { account.person.name?.text ?? placeholders?.name }

  /// A user name, or what stands for it.
  func login(_ name: LoginName) -> String? { name.value ?? placeholders?.login(name) }

  /// What a person sees for an account.
  func label(_ name: LocalizedText? = nil) -> String {
    name?.text(for: account.languages).text ?? account.address?.description
      ?? account.provider.name.text
  }

  /// A URL of a pattern; nil, with an error, where it is none.
  func url(_ pattern: String, _ login: String?, _ option: String, _ gaps: inout Gaps) -> String? {
    var text = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      guard let close = rest[open...].firstIndex(of: "}"),
        let value = value(String(rest[rest.index(after: open)..<close]), login)
      else {
        gaps.refuse(
          "", "\(pattern.quoted) has a brace or a placeholder that --\(option) does not know",
          fix: "the placeholders are {address}, {local}, {domain}, {login}")
        return nil
      }
      text += value
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    // Placeholders of a management system are filled in later.
    guard text.hasPrefix("https://"), placeholders != nil || (try? WebURL(text)) != nil else {
      gaps.refuse(
        "", "\(text.quoted) is no URL that devices fetch credentials from",
        fix: "begin --\(option) with https:// and a host")
      return nil
    }
    return text
  }

  private func value(_ name: String, _ login: String?) -> String? {
    let filled: String? =
      switch name {
      case "address": address
      case "local": account.address?.local ?? placeholders?.localPart
      case "domain": account.loginDomain.ascii
      case "login": login
      default: nil
      }
    return placeholders == nil ? filled?.percentEncoded : filled
  }
}

/// Declarations while they are collected: no credential twice, and each with its identifiers.
struct DeclarationList {
  private let context: DeclarationContext
  private(set) var assets: [JSON] = []
  private(set) var configurations: [JSON] = []
  private var configurationNames: [String] = []
  private var known: [String: String] = [:]

  init(_ context: DeclarationContext) { self.context = context }

  /// An identifier that never changes: of the provider, the person, the kind and the place.
  private func identifier(_ kind: String) -> String {
    let account = context.account
    return NameUUID([
      account.provider.id.ascii, account.subject.lowercased(), "declaration", kind,
    ]).description
  }

  /// One declaration; its token changes with what it says.
  private func declaration(_ type: String, _ identifier: String, _ payload: JSON.Members) -> JSON {
    let payload = JSON.object(payload)
    let token = NameUUID(bytes: Array(type.utf8) + [0] + payload.encoded(pretty: false))
    return .object([
      "Type": .string(type), "Identifier": .string(identifier),
      "ServerToken": .string(token.description), "Payload": payload,
    ])
  }

  /// Adds a configuration.
  mutating func add(_ kind: String, _ place: String, _ payload: JSON.Members) {
    let name = identifier("\(kind).\(place)")
    configurationNames.append(name)
    configurations.append(declaration("com.apple.configuration.account.\(kind)", name, payload))
  }

  private mutating func asset(_ type: String, _ kind: String, _ payload: JSON.Members) -> String {
    let name = identifier(kind)
    if known[kind] == nil {
      known[kind] = name
      assets.append(declaration("com.apple.asset.\(type)", name, payload))
    }
    return name
  }

  /// The identifier of the asset that says who the person is.
  mutating func person() -> String {
    asset(
      "useridentity", "person",
      [
        "FullName": .optional(context.personName), "EmailAddress": .optional(context.address),
      ])
  }

  /// The identifier of the asset with the credentials of a user name; nil without a place for them.
  mutating func credentials(_ name: LoginName, _ gaps: inout Gaps) -> String? {
    guard let pattern = context.credentials,
      let url = context.url(pattern, context.login(name), "credential-url", &gaps)
    else { return nil }
    return asset(
      "credential.userpassword", "credentials.\(context.login(name) ?? "")",
      ["Reference": reference(url), "Authentication": .object(["Type": .string("MDM")])])
  }

  /// The identifier of the asset with the person's certificate; nil without a place for it.
  mutating func certificate(_ gaps: inout Gaps) -> String? {
    guard let pattern = context.identity,
      let url = context.url(pattern, nil, "identity-url", &gaps)
    else { return nil }
    return asset(
      "credential.identity", "identity",
      ["Reference": reference(url), "Authentication": .object(["Type": .string("MDM")])])
  }

  private func reference(_ url: String) -> JSON {
    .object(["DataURL": .string(url), "ContentType": .string("application/json")])
  }

  /// What has a device put all configurations in force.
  var activation: JSON {
    declaration(
      "com.apple.activation.simple", identifier("activation"),
      ["StandardConfigurations": .strings(configurationNames)])
  }
}
