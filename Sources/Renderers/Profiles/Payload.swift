// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One entry of `PayloadContent`.
struct Payload {
  /// The setting behind it, such as `calendars[0]`.
  let path: String
  /// Apple's payload type.
  let type: PayloadType
  /// All of its keys.
  let entries: PropertyList.Entries

  /// A payload with the keys of its type after those that every payload has.
  init(
    _ type: PayloadType, _ path: String, _ context: PayloadContext, index: String, name: String,
    _ keys: PropertyList.Entries...
  ) {
    self.type = type
    self.path = path
    var entries = context.identity.common(type, index: index, name: name)
    for more in keys { entries.append(more) }
    self.entries = entries
  }

  /// True where a device would set up the same thing twice.
  func connects(like other: Payload) -> Bool {
    type == other.type && type.connection.allSatisfy { entries[$0] == other.entries[$0] }
  }
}

/// Apple's payload types that profiles of a mail service hold.
enum PayloadType: String, CaseIterable {
  case mail = "com.apple.mail.managed"
  case caldav = "com.apple.caldav.account"
  case webcal = "com.apple.subscribedcalendar.account"
  case carddav = "com.apple.carddav.account"
  case ldap = "com.apple.ldap.account"
  case eas = "com.apple.eas.account"
  case webClip = "com.apple.webClip.managed"
  case root = "com.apple.security.root"
  case pkcs1 = "com.apple.security.pkcs1"
  case pem = "com.apple.security.pem"
  case pkcs12 = "com.apple.security.pkcs12"

  /// The word in identifiers. It never changes: devices know their accounts by it.
  var kind: String {
    switch self {
    case .mail: "mail"
    case .caldav: "caldav"
    case .webcal: "webcal"
    case .carddav: "carddav"
    case .ldap: "ldap"
    case .eas: "activesync"
    case .webClip: "webclip"
    case .root, .pkcs1, .pem: "certificate"
    case .pkcs12: "identity"
    }
  }

  /// The keys that tell what a device connects to.
  var connection: [String] {
    switch self {
    case .mail: ["IncomingMailServerHostName", "IncomingMailServerUsername"]
    case .caldav: ["CalDAVHostName", "CalDAVPort", "CalDAVUsername"]
    case .webcal: ["SubCalAccountHostName"]
    case .carddav: ["CardDAVHostName", "CardDAVPort", "CardDAVUsername"]
    case .ldap: ["LDAPAccountHostName", "LDAPAccountUserName", "LDAPSearchSettings"]
    case .eas: ["Host", "UserName"]
    case .webClip: ["URL"]
    case .root, .pkcs1, .pem, .pkcs12: ["PayloadContent"]
    }
  }
}

/// The payloads of a profile, none of them twice.
struct PayloadList {
  private(set) var all: [Payload] = []

  /// Adds payloads; one that a device would set up a second time is left out, but a second
  /// address of the same mailbox only warned about: people may want to send from it.
  mutating func add(_ payloads: [Payload], _ gaps: inout Gaps) {
    for payload in payloads {
      guard all.contains(where: { $0.connects(like: payload) }) else {
        all.append(payload)
        continue
      }
      if payload.type == .mail, let address = payload.entries["EmailAddress"]?.text {
        gaps.warn(
          "", "\(address) logs in to a mailbox that is there already: its mail is shown twice",
          fix: "leave the address out")
        all.append(payload)
      } else {
        gaps.note(payload.path, "is written once: a device would see the same twice")
      }
    }
  }
}

/// What the payloads of one account are made from. Shared rather than copied, since an account is
/// large.
final class PayloadContext {
  let account: AccountSettings
  let identity: ProfileIdentity
  let device: ProfileDevice
  let parts: [ProfilePart]
  let words: ProfileWording
  /// Nil for all profiles but those that a person gets through a link.
  let password: AppPassword?
  /// What stands for the person where a management system fills it in; nil in all other profiles.
  let placeholders: ManagementSystem?
  /// The UUID of the payload with the person's certificate, which may be that of an earlier
  /// account; nil where the profile has none.
  let certificateUUID: String?

  init(
    _ account: AccountSettings, _ device: ProfileDevice, _ parts: [ProfilePart],
    after earlier: [PayloadContext], _ password: AppPassword? = nil,
    placeholders: ManagementSystem? = nil
  ) {
    self.placeholders = placeholders
    self.password = password
    self.account = account
    self.device = device
    self.parts = parts
    identity = ProfileIdentity(account)
    words = ProfileWording.of(account.languages)
    if parts.contains(.identity), let certificate = account.person.identity {
      let sharing = earlier.first { $0.account.person.identity == certificate }
      certificateUUID = sharing?.certificateUUID ?? identity.uuid(.pkcs12, index: "0")
    } else {
      certificateUUID = nil
    }
  }

  /// The address, or what stands for it.
  var address: String? { account.address?.description ?? placeholders?.address }

  /// The person's name, or what stands for it.
  var personName: String? { account.person.name?.text ?? placeholders?.name }

  /// A user name, or what stands for it; nil where neither is known.
  func login(_ name: LoginName) -> String? { name.value ?? placeholders?.login(name) }

  /// What a person sees for an account: its own name, else the address, else the provider.
  func label(_ name: LocalizedText? = nil) -> String {
    name?.text(for: account.languages).text ?? account.address?.description
      ?? account.provider.name.text
  }
}
