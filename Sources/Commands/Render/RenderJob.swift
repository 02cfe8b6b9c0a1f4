// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SettingsFile

/// Whom a document is for.
enum Subject: Hashable, CustomStringConvertible {
  case address(MailAddress)
  case domain(DomainName)

  /// Reads what was typed: with an `@` it is an address. A word without a dot is more likely an
  /// address cut short than a domain.
  init(_ text: String) throws(InvalidValue) {
    guard text.contains("@") || text.contains(".") else {
      throw InvalidValue(
        "\(text.quoted) is neither an address nor a domain",
        fix: "write an address such as anna@example.ch, or a domain such as example.ch")
    }
    self = text.contains("@") ? .address(try MailAddress(text)) : .domain(try DomainName(text))
  }

  /// The address or the domain; also the first part of the file's name.
  var description: String {
    switch self {
    case .address(let address): address.description
    case .domain(let domain): domain.ascii
    }
  }

  var domain: DomainName {
    switch self {
    case .address(let address): address.domain
    case .domain(let domain): domain
    }
  }
}

/// Makes documents of one format from one catalog and reports what is found on the way.
final class RenderJob {
  let format: any Renderer
  let catalog: SettingsCatalog
  private let reporter: Reporter
  private let signer: DocumentSigner?
  private let people: PersonCompletion
  private lazy var advice = DomainAdvice(catalog)

  init(
    _ format: any Renderer, _ catalog: SettingsCatalog, _ reporter: Reporter,
    signer: DocumentSigner? = nil
  ) {
    self.signer = signer
    self.format = format
    self.catalog = catalog
    self.reporter = reporter
    people = PersonCompletion(catalog, reporter)
  }

  /// The document; nil where an error was reported. `place` is the row that asked for it.
  func document(
    for subject: Subject, person: Person = Person(), options: RenderOptions, at place: Place? = nil
  ) -> [UInt8]? {
    guard let account = servedAccount(for: subject, person, at: place) else { return nil }
    let bytes = reporting(subject.description, at: place) { () throws(RenderFailure) in
      let document = try format.render(account, options)
      return (document.bytes, document.findings)
    }
    return bytes.flatMap { signed($0, account, subject.description, at: place) }
  }

  /// One document for several addresses; nil where an error was reported.
  func document(
    together subjects: [Subject], person: Person, options: RenderOptions,
    in format: any SeveralAccountsRenderer
  ) -> [UInt8]? {
    guard let accounts = accounts(for: subjects, person) else { return nil }
    let name = subjects.first?.description
    let bytes = reporting(name) { () throws(RenderFailure) in
      let document = try format.render(together: accounts, options)
      return (document.bytes, document.findings)
    }
    guard let bytes, let account = accounts.first else { return nil }
    return signed(bytes, account, name)
  }

  private func signed(
    _ bytes: [UInt8], _ account: AccountSettings, _ name: String?, at place: Place? = nil
  ) -> [UInt8]? {
    guard let signer else { return bytes }
    return signer.sign(bytes, for: account, name, at: place)
  }

  /// Every account; nil where the settings do not serve one of them, which was reported.
  func accounts(for subjects: [Subject], _ person: Person) -> [AccountSettings]? {
    let accounts = subjects.compactMap { servedAccount(for: $0, person) }
    return accounts.count == subjects.count ? accounts : nil
  }

  /// What is made, with its findings reported; nil where one of them is an error.
  func reporting<Made>(
    _ name: String?, at place: Place? = nil,
    _ make: () throws(RenderFailure) -> (Made, [Finding])
  ) -> Made? {
    do throws(RenderFailure) {
      let (made, findings) = try make()
      return reporter.report(findings, for: name, at: place) ? made : nil
    } catch {
      reporter.report(error.findings, for: name, at: place)
      return nil
    }
  }

  /// Says that the settings do not serve somebody.
  func reportUnserved(_ subject: Subject, at place: Place? = nil) {
    reporter.report([advice.finding(subject.domain)], for: subject.description, at: place)
  }

  /// The settings of somebody; nil where nobody serves the domain.
  func account(for subject: Subject, _ person: Person = Person()) -> AccountSettings? {
    switch subject {
    case .address(let address):
      var person = person
      guard people.complete(&person, address, quietly: true) else { return nil }
      return catalog.account(for: address, person: person)
    case .domain(let domain):
      return catalog.account(forDomain: domain, language: person.language)
    }
  }

  /// The settings of somebody; where nobody serves the domain, that is reported.
  func servedAccount(
    for subject: Subject, _ person: Person, at place: Place? = nil
  ) -> AccountSettings? {
    var person = person
    if case .address(let address) = subject, catalog.match(address.domain) != nil {
      guard people.complete(&person, address, at: place) else { return nil }
    }
    let account = account(for: subject, person)
    if account == nil { reportUnserved(subject, at: place) }
    return account
  }
}
