// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import FoundationEssentials
import MailSettings
import Renderers
import SettingsFile
import SheetPDF
import TestSupport
import Testing

/// One document of the golden folder: a fixture, for somebody, in a format.
struct Rendition: Sendable, CustomTestStringConvertible {
  let fixture: Fixture
  let subject: String
  let format: any Renderer
  /// An option that is not at its default.
  var choice: (option: FormatOption, value: String)?

  /// Where its golden is, from the golden folder.
  var path: String {
    let chosen = choice.map { ".\($0.option.name)-\($0.value)" } ?? ""
    return "\(fixture.name)/\(subject)\(chosen).\(format.fileExtension)"
  }

  /// False where the bytes depend on the fonts of the machine.
  var isRecorded: Bool { format.name != "sheet-pdf" }

  var testDescription: String { path }

  /// Every fixture in every format, and every value of every option for one of them.
  static let all: [Rendition] = Fixtures.all.flatMap { fixture in
    fixture.subjects.flatMap { subject in
      Formats.all(printer: CairoPrinter()).flatMap { format in
        let plain = Rendition(fixture: fixture, subject: subject, format: format)
        let isFirst = fixture.name == "everything" && subject == fixture.subjects.first
        return [plain] + (isFirst ? plain.variants : [])
      }
    }
  }

  /// The spellings of a sheet have one content: what is chosen for it stands in the text alone.
  private var variants: [Rendition] {
    if format.name.hasPrefix("sheet-"), format.name != "sheet-text" { return [] }
    return format.options.flatMap { option in
      option.values.dropFirst(option.isList ? 0 : 1).map { value in
        Rendition(fixture: fixture, subject: subject, format: format, choice: (option, value))
      }
    }
  }

  /// The document, or why there is none.
  func render() throws -> Result<Document, RenderFailure> {
    var options = try format.usualOptions
    if let choice { try options.choose(choice.option, choice.value) }
    let account = try account()
    do { return .success(try format.render(account, options)) } catch { return .failure(error) }
  }

  /// The account that the document is for.
  func account() throws -> AccountSettings {
    let catalog = try Catalogs.of(fixture)
    let account =
      subject.contains("@")
      ? catalog.account(for: try MailAddress(subject), person: try person())
      : catalog.account(forDomain: try DomainName(subject))
    return try #require(account, "nobody serves \(subject)")
  }

  /// The address that a person types into a client that reads the document.
  var typedAddress: MailAddress {
    get throws {
      try MailAddress(subject.contains("@") ? subject : "anna@\(subject)")
    }
  }

  /// What a client is to set up for that address, worked out without the document.
  func accountOfTypedAddress() throws -> AccountSettings {
    let account = try Catalogs.of(fixture).account(for: typedAddress)
    return try #require(account, "nobody serves \(subject)")
  }

  /// The account of everybody at the subject's domain.
  func accountOfDomain() throws -> AccountSettings {
    let account = try Catalogs.of(fixture).account(forDomain: typedAddress.domain)
    return try #require(account, "nobody serves \(subject)")
  }

  private func person() throws -> Person {
    let identity = try fixture.identity.map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return PersonalIdentity(
        bytes: try Repository.bytes(path), name: try DisplayText(name))
    }
    return Person(
      name: try fixture.person.map { name throws(InvalidValue) in try DisplayText(name) },
      identity: identity)
  }
}

/// The fixtures' settings, read once.
enum Catalogs {
  private static let all = Dictionary(
    uniqueKeysWithValues: Fixtures.all.map { fixture in
      (fixture.name, Result { () throws(SettingsFailure) in try load(fixture) })
    })

  static func of(_ fixture: Fixture) throws -> SettingsCatalog {
    try #require(all[fixture.name]).get()
  }

  private static func load(_ fixture: Fixture) throws(SettingsFailure) -> SettingsCatalog {
    try SettingsLoader.load(path: Repository.url(fixture.file).path).catalog
  }
}

extension Renderer {
  /// What has to be chosen for there to be a document: text that has no default.
  var usualOptions: RenderOptions {
    get throws {
      var options = RenderOptions()
      for option in self.options where option.name == "credential-url" {
        try options.choose(option, "https://mdm.example/{login}.json")
      }
      return options
    }
  }
}

extension Finding {
  /// The finding in the lines of a golden file.
  var text: String {
    let place = path.isEmpty ? "" : "\(path): "
    return "\(severity.rawValue): \(place)\(message)\n" + (fix.map { "  fix: \($0)\n" } ?? "")
  }
}
