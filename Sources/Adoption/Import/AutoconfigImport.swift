// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Reads an autoconfig document into settings: version 1.1 and draft-ietf-mailmaint-autoconfig-06.
/// What has no place in them is told, element by element and attribute by attribute.
struct AutoconfigImport {
  var draft = SettingsDraft()

  init(_ root: XMLElement, address: MailAddress? = nil) {
    draft.sample = address
    let providers = root.all("emailProvider")
    guard let provider = providers.first else {
      draft.note(.error, "there is no emailProvider", fix: "add one", at: root.place)
      return
    }
    for other in providers.dropFirst() {
      draft.note(
        .warning, "a second emailProvider is left out", fix: "import it from a file of its own",
        at: other.place)
    }
    loseAttributes(of: root, but: ["version"])
    loseAttributes(of: provider, but: ["id"])
    readIdentity(provider)
    for element in provider.children { read(element) }
    for element in root.children where element.name != "emailProvider" { readOuter(element) }
    noteDomain(at: provider.place)
    if let first = draft.documentation.lazy.compactMap(\.texts.first?.language).first {
      let all = draft.documentation.flatMap(\.texts).map(\.language)
      draft.languages = [first] + all.filter { $0 != first }.uniqued
    }
  }

  /// Settings keep the placeholder, so that more domains can be added; documents for the one domain
  /// have its name, since not every program fills placeholders in.
  private mutating func noteDomain(at place: Place) {
    guard draft.domains.count == 1, let domain = draft.domains.first?.text, domain != "*",
      draft.patterns.contains(where: { $0.holds("{domain}") })
    else { return }
    draft.note(
      .note,
      "%EMAILDOMAIN% becomes {domain}: documents that are made of the settings have"
        + " \(domain) in its place", at: place)
  }

  private mutating func readIdentity(_ provider: XMLElement) {
    var seen: Set<String> = []
    for element in provider.all("domain") {
      loseAttributes(of: element, but: [])
      let text = element.text.trimmingLines
      if text.contains("%") {
        if seen.insert("*").inserted {
          draft.domains.append(
            SettingsDraft.Value("*", guess: "guessed from \(text), which fits every domain"))
        }
        continue
      }
      do throws(InvalidValue) {
        let domain = try DomainName(text).ascii
        if seen.insert(domain).inserted { draft.domains.append(SettingsDraft.Value(domain)) }
      } catch {
        draft.note(
          .warning, "a domain is left out: \(error.message)", fix: error.fix, at: element.place)
      }
    }
    let id = provider.attributes["id"]?.trimmingLines ?? ""
    if let name = (try? DomainName(id))?.ascii {
      draft.id = SettingsDraft.Value(name)
      if name != id {
        draft.note(
          .warning, "the id \(id.quoted) becomes \(name.quoted): it is written in one way",
          at: provider.place)
      }
    } else if !id.isEmpty, !id.contains("%") {
      draft.lose("the id \(id.quoted)", "it is no host name", at: provider.place)
    }
    if seen.count > 1 {
      draft.note(
        .note,
        "the document names \(seen.count) domains; one that is made of the settings names the"
          + " domain that a program asks for",
        fix: "make one that names all of them with --format autoconfig --together --all-domains",
        at: provider.place)
    }
    readNames(provider)
  }

  private mutating func readNames(_ provider: XMLElement) {
    let name = provider["displayName"]
    let short = provider["displayShortName"] ?? provider["displayNameShort"]
    if let short, short.name == "displayNameShort" {
      draft.note(
        .warning, "\(short) is taken as <displayShortName>, which is what programs read",
        at: short.place)
    } else if let other = provider["displayNameShort"] {
      loseElement(other)
    }
    draft.shortName = draft.name(
      short?.text, limit: 20, what: "displayShortName", at: short?.place)
    if let text = draft.name(name?.text, limit: 60, what: "displayName", at: name?.place) {
      draft.name = SettingsDraft.Value(text)
    } else if let shortName = draft.shortName {
      draft.name = SettingsDraft.Value(shortName, guess: "guessed from displayShortName")
    }
    for element in [name, short].compactMap({ $0 }) { loseAttributes(of: element, but: []) }
    for name in ["displayName", "displayShortName"] {
      for other in provider.all(name).dropFirst() {
        draft.lose("a second \(other)", "there is one name", at: other.place)
      }
    }
  }

  private mutating func read(_ element: XMLElement) {
    switch element.name {
    case "domain", "displayName", "displayShortName", "displayNameShort": break
    case "incomingServer", "outgoingServer": readServer(element)
    case "documentation": readPage(element, url: "url", text: "descr")
    case "instruction" where element.attributes["url"] != nil:
      readPage(element, url: "url", text: "descr")
    case "instruction": readInstruction(element)
    default: readOuter(element)
    }
  }

  /// What may stand in clientConfig or, in older files, in emailProvider.
  private mutating func readOuter(_ element: XMLElement) {
    switch element.name.lowercased() {
    case "calendar": readService(element, "caldav", \.calendars)
    case "addressbook": readService(element, "carddav", \.contacts)
    case "fileshare": readService(element, "webdav", \.files)
    case "webmail": readWebmail(element)
    case "oauth2": readTokens(element)
    case "enable": readPage(element, url: "visiturl", text: "instruction")
    case "setupserver" where element.attributes["type"] == "managesieve":
      if let text = element["hostname"]?.text {
        draft.manageSieve = draft.host(text, at: element.place)
      }
    case "documentation":
      draft.note(
        .warning, "\(element) stands outside of emailProvider, where no client looks for it",
        fix: "move it into emailProvider in the document; the settings have it", at: element.place)
      readPage(element, url: "url", text: "descr")
    default: loseElement(element)
    }
  }
}

extension [String] {
  /// Each text once, in order.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
