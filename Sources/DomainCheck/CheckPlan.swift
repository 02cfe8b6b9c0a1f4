// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What is checked: a domain, with or without settings to compare it with.
package struct CheckPlan: Sendable {
  /// The domain.
  package let domain: DomainName
  /// The address that clients are asked about; made up where none is given.
  package let address: MailAddress
  /// The settings; nil where only what the domain tells the world counts.
  package var settings: AccountSettings?
  /// What the zone should say; nil without settings.
  package var records: DomainRecords?
  /// DKIM selectors to look at besides those of the settings.
  package var selectors: [String] = []
  /// The parts that are wanted.
  package var areas: Set<Area>
  /// The signer's certificate, read from the settings; its file and its bytes.
  package var signer: (file: String, pem: [UInt8])?
  /// A password to try.
  package var password: String?

  /// A check of these parts.
  package init(
    domain: DomainName, address: MailAddress, settings: AccountSettings?, areas: Set<Area>
  ) {
    self.domain = domain
    self.address = address
    self.settings = settings
    self.areas = areas
    records = settings.map(DomainRecords.init)
  }

  /// The records that a name should have, as zone files write them; nil where the settings do not
  /// speak of them.
  func expected(_ prefix: String, _ type: String) -> [String]? {
    guard let records else { return nil }
    let name = prefix.isEmpty ? domain.ascii : "\(prefix).\(domain)"
    let found = records.records.filter { $0.name == name && $0.data.type == type }
    return found.isEmpty ? nil : found.map(\.data.presentation)
  }

  /// Seconds that new records may be kept.
  var ttl: Int { records?.ttl ?? 3_600 }

  /// The line of a zone file that publishes a record.
  func line(_ name: String, _ type: String, _ data: String) -> String {
    "\(name). \(ttl) IN \(type) \(data)"
  }
}
