// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a link to one person's profile says: who the profile is for, what it holds, and how long
/// the link is good.
package struct PersonalLink: Hashable, Sendable {
  /// The address of the account.
  package var address: MailAddress
  /// What is known of the person.
  package var person: Person
  /// What was chosen for the format, such as `mail,calendars`; nil for its defaults.
  package var parts: String?
  /// The device that was chosen; nil for every device.
  package var device: String?
  /// The first second at which the link is no longer good, since 1970 UTC.
  package var expires: Int64
  /// True for a link that ends once a profile was made with it.
  package var isSingleUse: Bool

  /// A link.
  package init(
    _ address: MailAddress, _ person: Person = Person(), parts: String? = nil,
    device: String? = nil, expires: Int64, isSingleUse: Bool = false
  ) {
    self.address = address
    self.person = person
    self.parts = parts
    self.device = device
    self.expires = expires
    self.isSingleUse = isSingleUse
  }

  /// No person needs a link for longer.
  package static let longestSeconds: Int64 = 366 * 86_400
}

extension PersonalLink {
  /// The only spelling of this link in bytes: version, time, then the fields that are there in the
  /// order of their numbers.
  var encoded: [UInt8] {
    var out: [UInt8] = [Self.version]
    out += (0..<8).map { UInt8(truncatingIfNeeded: expires >> Int64(56 - 8 * $0)) }
    for field in Field.allCases {
      guard let value = self[field] else { continue }
      let bytes = Array(value.utf8)
      let count = UInt16(clamping: bytes.count)
      out += [field.rawValue, UInt8(count >> 8), UInt8(count & 0xFF)] + bytes.prefix(Int(count))
    }
    return out
  }

  /// Reads that spelling and no other; nil for anything else.
  init?(encoded bytes: [UInt8]) {
    guard bytes.count > 9, bytes[0] == Self.version else { return nil }
    let expires = bytes[1..<9].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    var values: [Field: String] = [:]
    var rest = bytes[9...]
    while !rest.isEmpty {
      guard rest.count >= 3, let field = Field(rawValue: rest[rest.startIndex]) else { return nil }
      let count = Int(rest[rest.startIndex + 1]) << 8 | Int(rest[rest.startIndex + 2])
      rest = rest.dropFirst(3)
      guard rest.count >= count, let text = String(validating: rest.prefix(count), as: UTF8.self)
      else { return nil }
      values[field] = text
      rest = rest.dropFirst(count)
    }
    guard let text = values[.address], let address = try? MailAddress(text) else { return nil }
    self.init(
      address,
      Person(
        name: values[.name].flatMap { try? DisplayText($0) },
        login: values[.login].flatMap { try? DisplayText($0) },
        language: values[.language].flatMap { try? Language($0) }),
      parts: values[.parts], device: values[.device], expires: expires,
      isSingleUse: values[.singleUse] != nil)
    // What is spelled in another way, comes twice or is no value does not come out the same.
    guard encoded == bytes else { return nil }
  }

  private static let version: UInt8 = 1

  private enum Field: UInt8, CaseIterable {
    case address = 1
    case name, login, language, parts, device, singleUse
  }

  private subscript(_ field: Field) -> String? {
    switch field {
    case .address: address.description
    case .name: person.name?.text
    case .login: person.login?.text
    case .language: person.language?.tag
    case .parts: parts
    case .device: device
    case .singleUse: isSingleUse ? "" : nil
    }
  }
}
