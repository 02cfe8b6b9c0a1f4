// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Directory
import MailSettings
import SettingsFile

/// Fills in what a directory knows of people.
struct PersonCompletion {
  private let desk: PeopleDesk?
  private let reporter: Reporter

  init(_ catalog: SettingsCatalog, _ reporter: Reporter) {
    desk = catalog.directories.isEmpty ? nil : PeopleDesk(catalog, .beside)
    self.reporter = reporter
  }

  /// Fills in what was not typed; false where the directory did not answer, which was reported: a
  /// document with the wrong user name is worse than none.
  func complete(
    _ person: inout Person, _ address: MailAddress, at place: Place? = nil, quietly: Bool = false
  ) -> Bool {
    guard let desk, person.login == nil, desk.isAsked(address) else { return true }
    switch desk.ask(address) {
    case .known(let known):
      person.login = known.login
      person.name = person.name ?? known.name
      person.language = person.language ?? known.language
    case .unknown:
      guard !quietly else { return true }
      let finding = Finding(
        .warning, at: "directory.person",
        "the directory knows nobody of this address: the user name is that of the rule",
        fix: "mend the address, or give --login")
      reporter.report([finding], for: address.description, at: place)
    case .unavailable(let fault):
      guard !quietly else { return false }
      let finding = Finding(.error, at: "directory.person", fault.message, fix: fault.fix)
      reporter.report([finding], for: address.description, at: place)
      return false
    }
    return true
  }
}
