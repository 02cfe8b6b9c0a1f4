// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A change of one record set of a zone: what a finding is mended by.
package struct RecordEdit: Sendable, Hashable {
  /// The owner's name, without a trailing dot.
  package let name: String
  /// The type, as zone files name it.
  package let type: String
  /// Seconds that the new records may be kept.
  package let ttl: Int
  /// The records that go, as zone files write them.
  package let old: [String]
  /// The records that take their place: all of the set, apart from those that stay.
  package let new: [String]
  /// True where records of the same name and type stay, such as other texts of the domain.
  package let keepsOthers: Bool
  /// Types whose records cannot stand beside the new ones (RFC 1034 section 3.6.2).
  package let displaced: [String]
  /// What must be known before it is done; nil where it can be done blindly.
  package let caution: String?

  /// A change.
  package init(
    name: String, type: String, ttl: Int, old: [String], new: [String], keepsOthers: Bool = false,
    displaced: [String] = [], caution: String? = nil
  ) {
    self.name = name
    self.type = type
    self.ttl = ttl
    self.old = old
    self.new = new
    self.keepsOthers = keepsOthers
    self.displaced = displaced
    self.caution = caution
  }

  /// The same change with something to know before.
  package func with(caution: String?) -> RecordEdit {
    RecordEdit(
      name: name, type: type, ttl: ttl, old: old, new: new, keepsOthers: keepsOthers,
      displaced: displaced, caution: caution)
  }

  /// True where nothing would be another afterwards.
  package var changesNothing: Bool { Set(old) == Set(new) && displaced.isEmpty }

  /// The change in words, with whole lines of a zone file.
  package var text: String {
    if new.isEmpty { return "delete: " + old.map { "\(name). \(type) \($0)" }.listed }
    let verb = old.isEmpty && displaced.isEmpty ? "publish" : "replace by"
    return "\(verb): " + new.map { "\(name). \(ttl) IN \(type) \($0)" }.listed
  }

  /// The commands of nsupdate for it (RFC 2136). A new alias takes the place of another one by
  /// itself (section 3.4.2.2), and is sent behind what is deleted for it: in one message with that,
  /// Knot 3.2 drops it from signed zones.
  package func update(in zone: String) -> String {
    var out = displaced.map { "update delete \(name). \($0)\n" }.joined()
    if type == "CNAME", !new.isEmpty {
      if !out.isEmpty { out += "send\nzone \(zone).\n" }
    } else if keepsOthers {
      for record in old { out += "update delete \(name). \(type) \(record)\n" }
    } else {
      out += "update delete \(name). \(type)\n"
    }
    for record in new { out += "update add \(name). \(ttl) \(type) \(record)\n" }
    return out
  }
}

extension [String] {
  fileprivate var listed: String { joined(separator: "; ") }
}
