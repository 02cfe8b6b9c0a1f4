// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Field {
  /// The host name that identifies a provider for ever, so it is taken as it stands or not.
  func providerID() -> DomainName? {
    value { text throws(InvalidValue) in
      let name = try DomainName(text)
      guard name.ascii == text else {
        throw InvalidValue(
          "the id \(text.quoted) is not in its only spelling", fix: "write \(name.ascii)")
      }
      return name
    }
  }

  /// A page that explains something.
  func documentation(_ language: Language) -> Documentation? {
    guard let fields = Fields<Keys.Documentation>(self) else { return nil }
    let text = fields[.text]?.localized(language)
    return fields[.url]?.localizedURL().map { Documentation(url: $0, text: text) }
  }

  /// Who helps.
  func support(_ language: Language) -> Support? {
    guard let fields = Fields<Keys.Support>(self) else { return nil }
    var support = Support()
    support.email = fields[.email]?.address()
    support.phone = fields[.phone]?.displayText(limit: 60)
    support.url = fields[.url]?.localizedURL()
    support.hours = fields[.hours]?.localized(language)
    support.passwordURL = fields[.passwordURL]?.localizedURL()
    support.statusURL = fields[.statusURL]?.localizedURL()
    support.appPasswordURL = fields[.appPasswordURL]?.localizedURL()
    support.migrationURL = fields[.migrationURL]?.localizedURL()
    return support
  }
}
