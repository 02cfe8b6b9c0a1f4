// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Zone files (RFC 1035 section 5) and the commands of nsupdate (RFC 2136).
enum ZoneFile {
  static func text(_ records: DomainRecords) -> String {
    var out = "$ORIGIN \(records.zone).\n$TTL \(records.ttl)\n"
    let width = records.records.map { $0.name(in: records.zone).utf8.count }.max() ?? 0
    for purpose in DNSRecord.Purpose.allCases {
      let own = records.records.filter { $0.purpose == purpose }
      if own.isEmpty { continue }
      out += "\n; \(purpose.title)\n"
      for record in own {
        let name = record.name(in: records.zone).padded(to: width)
        out += "\(name) IN \(record.data.type.padded(to: 5)) \(record.data.presentation)\n"
      }
    }
    return out
  }

  /// Texts of the domain itself belong to others as well: those are never deleted.
  static func update(_ records: DomainRecords) -> String {
    var out = "zone \(records.zone).\n"
    for set in records.sets {
      if set.name == records.zone.ascii, set.type == "TXT" {
        out +=
          "; an older SPF text must be deleted by hand: update delete NAME TXT \"v=spf1 ...\"\n"
      } else {
        out += "update delete \(set.name). \(set.type)\n"
      }
      for record in set.records {
        out += "update add \(set.name). \(records.ttl) \(set.type) \(record.data.presentation)\n"
      }
    }
    return out + "send\n"
  }
}

extension String {
  /// The text with blanks behind it.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
