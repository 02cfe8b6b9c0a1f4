// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile

/// The page where people set their devices up: it asks for an address, then says what to do with
/// the device in hand. It holds no secret, never asks for a password, and works without a script.
package struct SetupPage: Sendable {
  /// What was asked for with an address.
  package struct Choice: Sendable, Hashable {
    /// What people hold in the hand.
    package var machine = Machine.computer
    /// True in a browser that cannot install a profile.
    package var cannotInstall = false
    /// A mail program by its name; nil for any.
    package var client: String?
    /// A printer or scanner by its name.
    package var device: String?

    /// Any program on a computer.
    package init() {}
  }

  /// Why the form comes back.
  package enum Problem: Sendable, Hashable {
    /// What was typed is no address.
    case notAnAddress
    /// Nobody here serves the domain.
    case unserved(String)
  }

  /// Where the page stands.
  enum Place: Hashable {
    /// A server answers what its forms send.
    case server
    /// Files alone: nothing can be sent.
    case files
  }

  /// Where the page is; forms are sent there, and it is the same for everybody.
  package static let path = LookupPath.setup.rawValue
  /// Where the script is.
  package static let scriptPath = LookupPath.setupScript.rawValue
  /// Where the provider's logo is.
  package static let logoPath = LookupPath.logo.rawValue
  /// Where profiles are.
  static let profilePath = LookupPath.profile.rawValue

  let library: SheetLibrary
  private let namesLogos: Bool

  /// The page with the words, definitions and files of a library. `namesLogos` is for a server of
  /// several providers, which may share a host: their pages say whose logo they show.
  package init(_ library: SheetLibrary = .builtIn, namesLogos: Bool = false) {
    self.library = library
    self.namesLogos = namesLogos
  }

  /// The languages of the page that fits the wanted ones best, the most wanted first.
  package func language(_ wanted: [Language]) -> Language { library.wording(for: wanted).language }

  /// True for a language that the page is written in.
  package func isWritten(in language: Language) -> Bool { library.wording(language) != nil }

  /// True for the name of a mail program, or of a device, that there is a sheet for.
  package func knows(client: String) -> Bool { library.clients.contains(client) }
  /// True for a device that there is a definition of.
  package func knows(device: String) -> Bool { library.devices.contains(device) }

  /// What browsers may do with a provider's page (CSP level 3): its own style by its digest, the
  /// script, the logo, and forms to the same service.
  package func policy(_ provider: Provider?) -> String {
    let page = PageWriter(library, provider, .english, .server)
    return "default-src 'none'; style-src '\(page.styleDigest)'; script-src 'self'; "
      + "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
  }

  /// The form that asks for an address: the first page, and what comes back where something is
  /// wrong with what was typed.
  package func form(
    _ provider: Provider?, _ language: Language, typed: String? = nil, problem: Problem? = nil
  ) -> [UInt8] {
    var page = PageWriter(library, provider, language, .server)
    page.namesLogo = namesLogos
    return page.write(title: page.title, isFirst: problem == nil) { html in
      html.element("h1", text: page.title)
      page.form(typed, problem, &html)
    }
  }

  /// What to do with an account.
  package func result(
    _ account: AccountSettings, _ language: Language, _ choice: Choice
  ) -> [UInt8] {
    let address = account.address?.description ?? account.domain.unicode
    var page = PageWriter(library, account.provider, language, .server)
    page.address = address
    page.namesLogo = namesLogos
    let machines = MachineSections(page, account, choice)
    return page.write(title: page.about(page.title) + address) { html in
      html.element("h1") { html in
        html.text(page.about(page.wording[.pageTitle]))
        page.breakable(address, &html)
      }
      html.element("p", [("class", "screen")]) { html in
        html.element(
          "a", [("href", "\(Self.path)?lang=\(language.tag)")], text: page.wording[.pageOther])
      }
      machines.write(&html)
    }
  }

  /// A page for everybody at a domain, as a file: a script fills an address in without sending it
  /// anywhere.
  func file(
    _ account: AccountSettings, _ language: Language, _ sheets: SheetFiles? = nil
  ) -> [UInt8] {
    var page = PageWriter(library, account.provider, language, .files)
    if let sheets { page.sheetFiles = sheets }
    let machines = MachineSections(page, account, Choice())
    return page.write(title: page.title, domain: account.domain.unicode) { html in
      html.element("h1", text: page.title)
      page.form(nil, nil, &html)
      machines.write(&html)
    }
  }

  /// The page as files of one folder: `index.html` in the first language of the provider, one file
  /// for each language, the script, and in `sheets` the sheet of each program in each language of
  /// the provider. None for a domain that nobody serves.
  package func files(
    _ domain: DomainName, _ catalog: SettingsCatalog
  ) -> [(name: String, bytes: [UInt8])] {
    guard let plain = catalog.account(forDomain: domain) else { return [] }
    let first = language(plain.provider.languages)
    var files = [(name: "setup.js", bytes: library.web(.script))]
    if let logo = plain.provider.logo { files.append((name: logo.pageName, bytes: logo.bytes)) }
    let written = sheetFiles(plain.provider.languages, domain, catalog)
    files += written.files
    for language in library.languages {
      guard let account = catalog.account(forDomain: domain, language: language) else { continue }
      let own = written.languages.contains(language) ? language : first
      let sheets = SheetFiles(names: written.names, language: own)
      let bytes = file(account, language, sheets)
      files.append((name: "\(language.tag).html", bytes: bytes))
      if language == first { files.append((name: "index.html", bytes: bytes)) }
    }
    return files
  }
}

extension SetupPage {
  /// The sheets of all programs in these languages, and what has one in each of them.
  private func sheetFiles(
    _ wanted: [Language], _ domain: DomainName, _ catalog: SettingsCatalog
  ) -> (files: [(name: String, bytes: [UInt8])], names: Set<String>, languages: [Language]) {
    var files: [(name: String, bytes: [UInt8])] = []
    var names = Set(library.clients)
    var languages: [Language] = []
    for language in wanted.map({ self.language([$0]) }) where !languages.contains(language) {
      guard let account = catalog.account(forDomain: domain, language: language) else { continue }
      languages.append(language)
      let format = SheetHTML(library)
      for name in library.clients {
        var options = RenderOptions()
        guard let option = format.options.first(where: { $0.name == "client" }),
          (try? options.choose(option, name)) != nil,
          let sheet = try? format.render(account, options)
        else {
          names.remove(name)
          continue
        }
        let path = SheetFiles(language: language).path(name)
        files.append((name: path, bytes: sheet.bytes))
      }
    }
    return (files, names, languages)
  }
}

extension LogoImage {
  /// Its name beside a page as a file.
  var pageName: String { "logo.\(kind.rawValue)" }
}
