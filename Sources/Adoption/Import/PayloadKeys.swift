// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The keys of a payload, which remembers those that nobody has asked for, and those that hold
/// another type than was asked for.
struct PayloadKeys {
  let node: PropertyListNode
  private var used: Set<String>
  private var mistyped: Set<String> = []

  init(_ node: PropertyListNode) {
    self.node = node
    used = [
      "PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID", "PayloadDisplayName",
      "PayloadDescription", "PayloadOrganization", "PayloadEnabled", "PayloadContent",
    ]
    if node["PayloadScope"]?.string == "User" { used.insert("PayloadScope") }
  }

  /// Where the payload begins.
  var place: Place? { node.place }

  /// A value of any type; it counts as read.
  mutating func value(_ key: String) -> PropertyListNode? {
    used.insert(key)
    return node[key]
  }

  /// A text that is not empty.
  mutating func string(_ key: String) -> String? {
    typed(key, \.string).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A truth value.
  mutating func boolean(_ key: String) -> Bool? { typed(key, \.boolean) }

  /// A whole number, be it written as `<integer>` or, as many profiles have it, as `<real>`.
  mutating func number(_ key: String) -> Int? { typed(key, \.wholeNumber) }

  /// Bytes.
  mutating func data(_ key: String) -> [UInt8]? { typed(key, \.data) }

  /// A list.
  mutating func array(_ key: String) -> [PropertyListNode] { typed(key, \.array) ?? [] }

  /// Keys and values.
  mutating func dictionary(_ key: String) -> [PropertyListNode.Member] {
    typed(key, \.dictionary) ?? []
  }

  private mutating func typed<Value>(
    _ key: String, _ type: KeyPath<PropertyListNode, Value?>
  ) -> Value? {
    guard let node = value(key) else { return nil }
    guard let value = node[keyPath: type] else {
      mistyped.insert(key)
      return nil
    }
    return value
  }

  /// True for what was read as another type than it has.
  func isMistyped(_ key: String) -> Bool { mistyped.contains(key) }

  /// Counts keys as read whatever they hold.
  mutating func ignore(_ keys: [String]) { used.formUnion(keys) }

  /// The keys that were not read, or not as what they are.
  var rest: [PropertyListNode.Member] {
    (node.dictionary ?? []).filter { !used.contains($0.key) || mistyped.contains($0.key) }
  }
}

extension PropertyListNode {
  /// The number where it is a whole one, of either type.
  var wholeNumber: Int? {
    switch value {
    case .integer(let number): number
    case .real(let number): Int(exactly: number)
    default: nil
    }
  }

  /// The value in a few words.
  var shown: String {
    switch value {
    case .string(let text): text.quoted
    case .integer(let number): String(number)
    case .real(let number): "\(number)"
    case .boolean(let isTrue): isTrue ? "true" : "false"
    case .date(let text): text
    case .data(let bytes): "\(bytes.count) bytes"
    case .array(let items): items.count == 1 ? "1 value" : "\(items.count) values"
    case .dictionary(let members): "\(members.count) keys"
    }
  }
}

extension SettingsDraft {
  /// Tells what it means for users that keys of a payload have no place in the settings.
  mutating func loseRest(_ keys: PayloadKeys, _ what: String) {
    for member in keys.rest {
      let shown = SecretKeys.contains(member.key) ? SecretKeys.hidden : "(\(member.value.shown))"
      lose(
        "\(member.key) \(shown) of \(what)",
        keys.isMistyped(member.key)
          ? "it is of another type than devices want"
          : Self.consequences[member.key] ?? "devices take their default",
        at: member.value.place ?? keys.place)
    }
  }

  private static let consequences: [String: String] = [
    "PreventAppSheet": "other apps can send with the account",
    "allowMailDrop": "devices decide on Mail Drop themselves",
    "disableMailRecentsSyncing": "devices sync the addresses last used, as they do unless told",
    "EmailAccountName": "it is one person's; give it with --name or a roster",
    "IncomingPassword": "everybody types a password",
    "OutgoingPassword": "everybody types a password",
    "Password": "everybody types a password",
    "CalDAVPassword": "everybody types a password",
    "CardDAVPassword": "everybody types a password",
    "LDAPAccountPassword": "everybody types a password",
    "SubCalAccountPassword": "everybody types a password",
    "Certificate": "it is one person's; give it with --identity",
    "OAuth": "people log in with a password",
    "OAuthSignInURL": "people log in with a password",
    "OAuthTokenRequestURL": "people log in with a password",
    "MailNumberOfPastDaysToSync": "devices fetch three days of mail, their default",
    "TargetDeviceType": "name the device with --device",
    "HasRemovalPasscode": "people can remove the profile without a passcode",
    "PayloadExpirationDate": "the profile is not shown as expired",
    "EncryptedPayloadContent": "it cannot be read without the device's key",
    "PayloadScope": "a Mac sets the accounts up for the person who installs the profile alone",
    "VPNUUID": "the account does not wait for a VPN",
  ]
}
