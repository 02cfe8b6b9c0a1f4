// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Every value of a provider under the name of its setting, so that a key that nobody thought of is
/// compared, too.
enum ModelKeys {
  /// What is compared key by key with its consequences, or differs between any two files.
  private static let compared: Set<String> = [
    "id", "name", "incoming", "outgoing", "calendars", "contacts", "directories", "files",
    "activeSync", "activeSyncUsername", "ews", "jmap", "manageSieve", "webmail",
  ]

  /// Differences of two providers beyond what accounts show.
  static func changes(_ old: Provider, _ new: Provider) -> [DiffChange] {
    let (before, after) = (values(old), values(new))
    let keys =
      before.map(\.key)
      + after.map(\.key).filter { key in
        !before.contains { $0.key == key }
      }
    return keys.compactMap { key in
      let (first, second) = (
        before.first { $0.key == key }?.value, after.first { $0.key == key }?.value
      )
      guard first != second else { return nil }
      return DiffChange(key, first, second, consequence(key, first, second))
    }
  }

  private static func values(_ provider: Provider) -> [(key: String, value: String)] {
    var out: [(key: String, value: String)] = []
    for child in Mirror(reflecting: provider).children {
      guard let label = child.label, !compared.contains(label) else { continue }
      collect(child.value, label, &out)
    }
    return out
  }

  private static func collect(
    _ value: Any, _ path: String, _ out: inout [(key: String, value: String)]
  ) {
    if value is Places { return }
    if let bytes = value as? [UInt8] {
      out.append((path, "\(bytes.count) bytes, \(fingerprint(bytes))"))
      return
    }
    if let known = value as? any CustomStringConvertible, !(value is any Collection),
      Mirror(reflecting: value).displayStyle != .optional
    {
      out.append((path, "\(known)"))
      return
    }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      if let child = mirror.children.first { collect(child.value, path, &out) }
    case .collection, .set:
      for (index, child) in mirror.children.enumerated() {
        collect(child.value, "\(path)[\(index)]", &out)
      }
    case .struct, .class, .tuple, .dictionary:
      for child in mirror.children {
        collect(child.value, child.label.map { "\(path).\($0)" } ?? path, &out)
      }
    default: out.append((path, "\(value)"))
    }
  }

  /// A number that tells contents apart (FNV-1a); nobody has to trust it.
  static func fingerprint(_ bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }

  private static func consequence(_ key: String, _ old: String?, _ new: String?) -> String {
    switch key {
    case "apple.removeAfterDays":
      switch (old, new) {
      case (let old?, let new?): "accounts go after \(new) days instead of \(old)"
      case (nil, let new?): "accounts go after \(new) days"
      default: "accounts no longer go by themselves"
      }
    case "apple.removalDate": "installed profiles keep the day on which they go"
    case "apple.preventMove": "installed profiles keep as they are whether mail can be moved"
    case _ where key.hasPrefix("apple."): "installed profiles keep the old one"
    case _ where key.hasPrefix("dns."): "the zone has to be changed"
    case _ where key.hasPrefix("signing."), _ where key.hasPrefix("delivery."):
      "the server hands profiles out otherwise"
    case _ where key.hasPrefix("autoconfig."), _ where key.hasPrefix("autodiscover."):
      "programs that look the settings up get another answer"
    case _ where key.hasPrefix("oauth2."): "devices that are set up log in as before"
    case "publicURL": "QR codes and links that are printed lead to the old address"
    default: "what people read changes"
    }
  }
}
