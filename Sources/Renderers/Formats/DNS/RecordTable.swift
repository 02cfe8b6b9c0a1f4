// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The records in columns: for people at a web form, for spreadsheets, for programs.
package enum RecordTable {
  /// Name, type, priority and value of a record as web forms ask for them: the name as seen from
  /// the zone, a text without quotes, weight and port of a service before its host, no priority
  /// where there is none.
  package static func cells(_ record: DNSRecord, in zone: DomainName) -> [String] {
    let fields = Fields(record.data)
    let service = fields.weight.flatMap { weight in fields.port.map { "\(weight) \($0) " } } ?? ""
    return [
      record.name(in: zone), record.data.type, fields.priority.map { "\($0)" } ?? "",
      service + fields.value,
    ]
  }

  static func text(_ records: DomainRecords) -> String {
    let head = ["NAME", "TYPE", "TTL", "PRIORITY", "VALUE"]
    var rows = [head]
    for record in records.records {
      var cells = cells(record, in: records.zone)
      cells.insert("\(records.ttl)", at: 2)
      rows.append(cells)
    }
    let widths = head.indices.map { column in rows.map { $0[column].utf8.count }.max() ?? 0 }
    return rows.map { row in
      zip(row.dropLast(), widths).map { $0.padded(to: $1) }.joined(separator: "  ")
        + "  \(row.last ?? "")\n"
    }.joined()
  }

  static func csv(_ records: DomainRecords) -> String {
    let head = CSVText.row(["name", "type", "ttl", "priority", "weight", "port", "value"])
    return head
      + records.records.map { record in
        let fields = Fields(record.data)
        let numbers = [fields.priority, fields.weight, fields.port].map { $0.map { "\($0)" } ?? "" }
        return CSVText.row(
          ["\(record.name).", record.data.type, "\(records.ttl)"] + numbers + [fields.value])
      }.joined()
  }

  static func json(_ records: DomainRecords) -> [UInt8] {
    JSON.object([
      "zone": .string("\(records.zone)."),
      "records": .array(
        records.records.map { record in
          let fields = Fields(record.data)
          return .object([
            "name": .string("\(record.name)."), "type": .string(record.data.type),
            "ttl": .integer(records.ttl), "priority": fields.priority.map { .integer($0) },
            "weight": fields.weight.map { .integer($0) },
            "port": fields.port.map { .integer($0) }, "value": .string(fields.value),
            "data": .string(record.data.presentation),
          ])
        }),
    ]).encoded(pretty: true)
  }

  /// Record data as web forms ask for it: texts without quotes, hosts with a trailing dot.
  private struct Fields {
    var priority: Int?
    var weight: Int?
    var port: Int?
    let value: String

    init(_ data: DNSData) {
      switch data {
      case .mx(let preference, let host):
        priority = preference
        value = "\(host)."
      case .srv(let priority, let weight, let port, let host):
        self.priority = priority
        self.weight = weight
        self.port = port
        value = "\(host)."
      case .txt(let text): value = text
      case .address, .cname, .caa, .tlsa: value = data.presentation
      }
    }
  }
}
