// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a directory knows of somebody.
package struct DirectoryPerson: Hashable, Sendable {
  /// The user name; nil where the rule of the settings gives it.
  package var login: DisplayText?
  /// The display name, for links, sheets and rosters alone.
  package var name: DisplayText?
  /// The language, for the same.
  package var language: Language?

  /// Somebody of whom any of these may be known.
  package init(
    login: DisplayText? = nil, name: DisplayText? = nil, language: Language? = nil
  ) {
    self.login = login
    self.name = name
    self.language = language
  }
}

/// What came of a question about a person.
package enum PersonAnswer: Hashable, Sendable {
  /// The directory has somebody.
  case known(DirectoryPerson)
  /// It has nobody under the address.
  case unknown
  /// It has not answered.
  case unavailable(DirectoryFault)

  /// The user name that takes the place of the rule's; nil where the rule holds.
  package var login: DisplayText? {
    if case .known(let person) = self { person.login } else { nil }
  }
}

/// Somebody of a directory with the address.
package struct ListedPerson: Hashable, Sendable {
  /// The address.
  package var address: MailAddress
  /// What is known.
  package var person: DirectoryPerson

  /// Somebody with an address.
  package init(_ address: MailAddress, _ person: DirectoryPerson) {
    self.address = address
    self.person = person
  }
}
