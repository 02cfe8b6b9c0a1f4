// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A part of a check, as `--only` and `--skip` name it.
package enum Area: String, Sendable, Hashable, CaseIterable, Comparable {
  case zone, mx, spf, dkim, dmarc, bimi
  case mtaSTS = "mta-sts"
  case tlsReports = "tls-rpt"
  case dane, dnssec, caa, setup, services, servers
  case wellKnown = "well-known"
  case signing, login

  /// The order of the report.
  package static func < (left: Area, right: Area) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// How much something matters.
package enum Grade: String, Sendable, Hashable, CaseIterable {
  /// As it should be.
  case good
  /// Could be better, or worth knowing.
  case advice
  /// Works less well than it could, or not for everybody.
  case warning
  /// Does not work.
  case error
}

/// One thing that was looked at: what is, what should be, what mends it.
package struct CheckItem: Sendable, Hashable {
  /// The part of the check.
  package var area: Area
  /// How much it matters.
  package var grade: Grade
  /// The record, URL or server that it is about.
  package var place: String
  /// One sentence without a full stop.
  package var message: String
  /// What should be there; one text a record.
  package var expected: [String] = []
  /// What is there; one text a record.
  package var found: [String] = []
  /// The record or setting that mends it.
  package var fix: String?
  /// Where it is written down.
  package var source: String?
  /// The records that mend it; `fix` has them in words.
  package var edits: [RecordEdit]
  /// Days that the certificate has left that it is about; nil where it is about none.
  package var daysLeft: Int?
  /// How the look-up went that gave no answer; nil where there was one.
  package var cause: Answer.Status?

  /// Something that was looked at. The words of `edits` are added to those of `fix`.
  package init(
    _ area: Area, _ grade: Grade, _ place: String, _ message: String, expected: [String] = [],
    found: [String] = [], fix: String? = nil, source: String? = nil, edits: [RecordEdit] = []
  ) {
    self.area = area
    self.grade = grade
    self.place = place
    self.message = message
    self.expected = expected
    self.found = found
    let edits = edits.filter { !$0.changesNothing }
    let parts = [fix].compactMap { $0 } + edits.map(\.text)
    self.fix = parts.isEmpty ? nil : parts.joined(separator: "; ")
    self.source = source
    self.edits = edits
  }
}

/// Everything that a check found for a domain.
package struct CheckReport: Sendable, Hashable {
  /// The domain.
  package let domain: DomainName
  /// What was looked at, by area.
  package let items: [CheckItem]
  /// False where no question at all was answered.
  package let reachedResolver: Bool
  /// The zone that the domain's records are in, where that is known.
  package let zone: String?

  /// A report.
  package init(
    domain: DomainName, items: [CheckItem], reachedResolver: Bool, zone: String? = nil
  ) {
    self.zone = zone
    self.domain = domain
    self.items = items
    self.reachedResolver = reachedResolver
  }

  /// How many there are of a grade.
  package func count(_ grade: Grade) -> Int { items.count { $0.grade == grade } }
}
