// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

extension ClientSheet {
  /// The records that a domain's zone needs, which are those of the format `dns`; nil where the
  /// sheet is about something else.
  var zone: DomainRecords? { client.parts.contains(.records) ? DomainRecords(account) : nil }

  /// The records by purpose, each kind with what it is for.
  var records: Section {
    var section = Section(rank: .main, heading: wording[.recordsHeading], blocks: [])
    guard let zone else { return section }
    for purpose in DNSRecord.Purpose.allCases {
      let own = zone.records.filter { $0.purpose == purpose }
      guard !own.isEmpty else { continue }
      section.blocks.append(.grid(grid(own, purpose, zone.zone)))
      section.blocks += remarks(purpose, own)
    }
    return section
  }

  private func grid(
    _ records: [DNSRecord], _ purpose: DNSRecord.Purpose, _ zone: DomainName
  ) -> Grid {
    let headers: [Phrase] = [.recordName, .recordType, .recordPriority, .recordValue]
    let rows = records.map { RecordTable.cells($0, in: zone) }
    // Texts have no priority: no empty column either.
    let columns = headers.indices.filter { column in rows.contains { !$0[column].isEmpty } }
    return Grid(
      caption: wording[purpose.caption], headers: columns.map { wording[headers[$0]] },
      rows: rows.map { row in columns.map { row[$0].isEmpty ? [] : [.typed(row[$0])] } })
  }

  /// What records of a kind are for, and what goes wrong with them.
  private func remarks(_ purpose: DNSRecord.Purpose, _ records: [DNSRecord]) -> [Block] {
    let options = account.provider.dns ?? DNSOptions()
    switch purpose {
    case .mail, .services, .delivery: return []
    case .setup:
      let hasDigest = records.contains { $0.name.hasPrefix("_ua-auto-config.") }
      return hasDigest ? [.paragraph(wording.line(.recordDigest, fillings))] : []
    case .certificates:
      return [.notice(wording[.important], wording.line(.recordCAA, fillings))]
    case .sender:
      // The domain that others point to has no record that points to itself.
      func has(_ label: String) -> Bool { records.contains { $0.name.holds(label) } }
      let kinds: [(Bool, Phrase)] = [
        (options.spf != nil, .recordSPF), (has("_domainkey."), .recordDKIM),
        (has("_dmarc."), .recordDMARC), (has("_bimi."), .recordBIMI),
      ]
      let list = Block.list(kinds.filter(\.0).map { wording.line($0.1, fillings) })
      let caution = Block.notice(wording[.important], wording.line(.recordOneSPF, fillings))
      return [list] + (options.spf == nil ? [] : [caution])
    }
  }
}

extension DNSRecord.Purpose {
  /// What its records are for.
  fileprivate var caption: Phrase {
    switch self {
    case .mail: .recordsMail
    case .sender: .recordsSender
    case .setup: .recordsSetup
    case .services: .recordsServices
    case .delivery: .recordsDelivery
    case .certificates: .recordsCertificates
    }
  }
}
