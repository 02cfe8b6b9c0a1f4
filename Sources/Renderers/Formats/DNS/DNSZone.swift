// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The records that a domain's zone should have, for whatever the zone is edited with.
public struct DNSZone: Renderer {
  /// The format.
  public init() {}

  /// What `--format` takes.
  public let name = "dns"
  /// One sentence of help.
  public let summary = "The records for a domain's DNS zone: mail, senders, set-up, services."
  /// As servers send it.
  public let mediaType = "text/dns"
  /// Without the dot in front.
  public let fileExtension = "zone"
  /// What can be chosen.
  public var options: [FormatOption] { [Self.syntax] }

  static let syntax = FormatOption(
    "syntax", values: Syntax.allCases.map(\.rawValue), summary: "What the records are written in.")

  /// What the records are written in.
  enum Syntax: String, CaseIterable {
    case zone, table, csv, json, nsupdate, terraform, octodns
  }

  /// The document; throws where nothing can be said, with findings about what is left out.
  public func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    let records = DomainRecords(account)
    var findings = records.findings
    let text: String
    switch Syntax(rawValue: options.value(Self.syntax)) ?? .zone {
    case .zone: text = ZoneFile.text(records)
    case .table: text = RecordTable.text(records)
    case .csv: text = RecordTable.csv(records)
    case .json: return Document(RecordTable.json(records), findings: findings)
    case .nsupdate: text = ZoneFile.update(records)
    case .terraform:
      text = Terraform.text(records)
      findings += Terraform.gaps(records)
    case .octodns: text = OctoDNS.text(records)
    }
    return Document(Array(text.utf8), findings: findings)
  }
}

extension DomainRecords {
  /// The records of one name and type, in the order in which the first of each stands.
  var sets: [(name: String, type: String, records: [DNSRecord])] {
    var order: [[String]: Int] = [:]
    var sets: [(name: String, type: String, records: [DNSRecord])] = []
    for record in records {
      let key = [record.name, record.data.type]
      if let index = order[key] {
        sets[index].records.append(record)
      } else {
        order[key] = sets.count
        sets.append((record.name, record.data.type, [record]))
      }
    }
    return sets
  }
}
