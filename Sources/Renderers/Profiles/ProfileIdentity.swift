// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The identifiers of a profile and its payloads.
///
/// Apple's systems replace a profile with the same identifier, and keep an account whose payload
/// has the same identifier and UUID in both. So they derive from the provider's id, the address,
/// the kind and the position, and from nothing that changes: no host, port, alias or name.
struct ProfileIdentity {
  let identifier: String
  let uuid: String
  private let account: [String]

  init(_ account: AccountSettings) {
    let provider = account.provider.id
    let subject = account.address?.description.lowercased() ?? account.domain.ascii
    self.account = [provider.ascii, subject]
    uuid = NameUUID(self.account).description
    let reversed = provider.labels.reversed().joined(separator: ".")
    identifier = "\(reversed).profile.\(uuid.lowercased())"
  }

  /// The UUID of a payload; another payload of the profile can refer to it.
  func uuid(_ type: PayloadType, index: String) -> String {
    NameUUID(account + [type.kind, index]).description
  }

  /// What every payload begins with.
  func common(_ type: PayloadType, index: String, name: String) -> PropertyList.Entries {
    [
      "PayloadDisplayName": .string(name),
      "PayloadIdentifier": .string("\(identifier).\(type.kind).\(index)"),
      "PayloadType": .string(type.rawValue),
      "PayloadUUID": .string(uuid(type, index: index)),
      "PayloadVersion": .integer(1),
    ]
  }
}
