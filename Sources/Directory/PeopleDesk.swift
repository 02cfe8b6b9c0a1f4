// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// Who is asked about people: a finder for each directory of the settings that has people.
package struct PeopleDesk: Sendable {
  private let catalog: SettingsCatalog
  private let finders: [Int: PeopleFinder]

  /// Finders by the places of their directories.
  package init(_ catalog: SettingsCatalog, _ finders: [Int: PeopleFinder]) {
    self.catalog = catalog
    self.finders = finders
  }

  /// Finders of its own; nil where no directory has people.
  package init?(_ catalog: SettingsCatalog, _ programs: DirectoryPrograms) {
    var finders: [Int: PeopleFinder] = [:]
    for (index, directory) in catalog.directories.enumerated()
    where directory.options.person != nil {
      finders[index] = PeopleFinder(directory.options, programs)
    }
    guard !finders.isEmpty else { return nil }
    self.init(catalog, finders)
  }

  /// Whom to ask, and about which mailbox; nil where the rules of the settings say everything.
  private func finder(_ address: MailAddress) -> (PeopleFinder, MailAddress)? {
    guard let (index, mailbox) = catalog.people(of: address), let finder = finders[index] else {
      return nil
    }
    return (finder, mailbox)
  }

  /// True where somebody has to be asked about an address, now or before.
  package func isAsked(_ address: MailAddress) -> Bool { finder(address) != nil }

  /// What can be said of an address without asking.
  package enum Glance: Sendable {
    /// The rules of the settings say everything.
    case byRule
    /// It was asked about before.
    case known(PersonAnswer)
    /// It has to be asked about, which takes a while.
    case toBeAsked
  }

  /// What can be said of an address at once.
  package func glance(_ address: MailAddress) -> Glance {
    guard let (finder, mailbox) = finder(address) else { return .byRule }
    return finder.known(mailbox).map(Glance.known) ?? .toBeAsked
  }

  /// The answer, known or asked for now; may wait for the time limit of the settings.
  package func ask(_ address: MailAddress) -> PersonAnswer {
    guard let (finder, mailbox) = finder(address) else { return .unknown }
    return finder.ask(mailbox)
  }

  /// Everything that has happened, together.
  package var counts: PeopleFinder.Counts {
    finders.values.reduce(into: PeopleFinder.Counts()) { sum, finder in
      let counts = finder.counts
      sum.answers += counts.answers
      sum.failures += counts.failures
      sum.kept += counts.kept
      sum.isResting = sum.isResting || counts.isResting
    }
  }
}
