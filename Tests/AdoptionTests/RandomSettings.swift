// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Settings files out of nothing but a number: the same number gives the same file.
struct RandomSettings {
  /// The settings.
  let text: String
  /// Whom documents are made for.
  let person: MailAddress
  /// Somebody else at the same domain: nothing of the person may become hers.
  let other: MailAddress

  init(_ seed: UInt64) throws {
    var random = RandomText(seed)
    let isOneOfTwo = random.chance(15)
    let local = random.one(of: Self.people)
    // Nobody can tell whether info.example.ch is for info@example.ch alone.
    let hasOwnHosts = !["info", "mail"].contains(local)
    var services: [[String]] = []
    var domains: [String] = []
    for index in 0..<(isOneOfTwo ? 2 : 1) {
      let domain = ["muster.example", "zweiter.example"][index]
      var service = RandomService(domain: domain, hasOwnHosts: hasOwnHosts, random)
      services.append(service.lines())
      random = service.random
      domains += service.domains
    }
    text =
      isOneOfTwo
      ? "providers:\n" + services.map(Self.item).joined()
      : services.joined().map { "\($0)\n" }.joined()
    let domain = random.one(of: domains)
    person = try MailAddress("\(local)@\(domain)")
    other = try MailAddress("bob.weber@\(domain)")
  }

  private static let people = [
    "anna.muster", "anna.muster", "anna", "Anna.Muster", "o'neil", "anna+shop", "a_b-c", "a",
    "info", "müller", "x=y", "mail",
  ]

  private static func item(_ lines: [String]) -> String {
    lines.enumerated().map { "\($0 == 0 ? "  - " : "    ")\($1)\n" }.joined()
  }
}

/// Random words.
struct RandomText: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func one(of words: [String]) -> String { words.randomElement(using: &self) ?? "" }
  mutating func word(_ words: String...) -> String { one(of: words) }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
  mutating func chance(_ percent: Int) -> Bool { number(0...99) < percent }

  /// Some of the words in any order, one at least.
  mutating func some(_ words: [String]) -> [String] {
    Array(words.shuffled(using: &self).prefix(number(1...3)))
  }

  /// What people may call something, with what syntaxes find special.
  mutating func name() -> String {
    let words = [
      "Muster", "Müller & Söhne", "Post \"<eins>\"", "# no: comment", "O'Neil", "2026", "true", "~",
      "100% Mail", "a\\b", "]]>", "日本メール", "Mail 📬", "x: y", "- [a, b]", "&amp; Co", "1.50",
      "بريد", "Zwei  Blanks", "Fest\u{A0}verbunden", "{}", "%EMAIL%",
    ]
    return one(of: words)
  }

  /// One text, or texts by language.
  mutating func texts(_ words: [String: String]) -> String {
    let first = words.keys.sorted().first ?? "en"
    guard chance(60) else { return Self.quoted(chance(40) ? name() : words[first] ?? "") }
    let tags = some(words.keys.sorted())
    return "{\(tags.map { "\($0): \(Self.quoted(words[$0] ?? ""))" }.joined(separator: ", "))}"
  }

  static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}

/// One service of a settings file.
struct RandomService {
  let domain: String
  private let hasOwnHosts: Bool
  var random: RandomText
  private var out: [String] = []
  /// Where people may have addresses, without wildcards.
  private(set) var domains: [String] = []
  private var usesTokens = false

  init(domain: String, hasOwnHosts: Bool, _ random: RandomText) {
    self.domain = domain
    self.hasOwnHosts = hasOwnHosts
    self.random = random
  }

  mutating func lines() -> [String] {
    provider()
    names()
    if random.chance(90) {
      out.append("incoming:")
      for index in 0..<random.number(1...3) { incoming(index) }
    }
    if random.chance(90) {
      out.append("outgoing:")
      for index in 0..<random.number(1...2) { server("smtp", index) }
    }
    services()
    others()
    rest()
    apple()
    return out
  }

  private mutating func add(_ percent: Int, _ line: (inout RandomText) -> String) {
    if random.chance(percent) { out.append(line(&random)) }
  }

  // MARK: Who it is

  private mutating func provider() {
    let id = random.word(domain, domain, "xn--mller-kva.\(domain)", "hoster.\(domain)")
    out += ["provider:", "  id: \(id)", "  name: \(RandomText.quoted(random.name()))"]
    add(70) { "  shortName: \(RandomText.quoted(String($0.name().prefix(20))))" }
    add(50) { "  languages: [\($0.word("en", "de, en", "fr, de", "de-CH, en, it", "de"))]" }
    if random.chance(50) {
      out.append("  documentation:")
      for index in 0..<random.number(1...3) { page(index) }
    }
    add(30) {
      "  support: {email: \($0.word("help@muster.example", "\"o'neil@hilfe.example\""))"
        + "\($0.word("", ", phone: \"+41 44\", url: \"https://muster.example/hilfe\""))}"
    }
  }

  private mutating func page(_ index: Int) {
    let pages = [
      "https://help.muster.example/\(index)", "http://muster.example/?a=1&b=\(index)",
      "https://muster.example:8443/x%20y;\(index)#an'fang",
      "https://müller.example/hilfe/ü\(index)",
    ]
    let url =
      random.chance(70)
      ? RandomText.quoted(random.one(of: pages))
      : byLanguage(random.some(["de", "en", "fr"]), index)
    let words = ["de": "Hilfe & mehr", "en": "Help <here>", "fr": "Aide", "de-CH": "Hilf"]
    let text = random.chance(70) ? ", text: \(random.texts(words))" : ""
    out.append("    - {url: \(url)\(text)}")
  }

  private func byLanguage(_ languages: [String], _ index: Int) -> String {
    let pages = languages.map { "\($0): \"https://muster.example/\($0)/\(index)\"" }
    return "{\(pages.joined(separator: ", "))}"
  }

  private mutating func names() {
    domains = [domain]
    out.append("domains:")
    guard random.chance(60) else { return out.append("  - name: \(domain)") }
    let linked = "linked-\(domain)"
    let same = "same-\(domain)"
    let more = "more.\(domain)"
    let letters = "grüße-\(domain)"
    out += [
      "  - {name: \(domain), aliases: [\(linked), {name: \(same), login: same}]}",
      "  - \(more)", "  - {name: \"\(letters)\"}",
    ]
    domains += [linked, same, more, letters]
    if random.chance(50) {
      out.append("  - \"*.kunden.\(domain)\"")
      domains.append("meier.kunden.\(domain)")
    }
  }

  // MARK: Mail

  private mutating func incoming(_ index: Int) {
    let kind = random.word("imap", "imap", "pop3")
    server(kind, index)
    if kind == "pop3" {
      add(50) {
        $0.word(
          "    pop3: {leaveOnServer: false}", "    pop3: {leaveOnServer: true}",
          "    pop3: {leaveOnServer: true, days: \($0.number(1...60))}")
      }
    } else {
      add(30) { "    pathPrefix: \($0.word("INBOX", "\"INBOX.\"", "\"mail/ü\"", "\"~/\""))" }
    }
  }

  private mutating func server(_ kind: String, _ index: Int) {
    out.append("  - protocol: \(kind)")
    let end = random.word("muster.example", "{domain}", "hoster.example", "müller.example")
    let host = hasOwnHosts && random.chance(10) ? "{local}.\(end)" : "\(kind)\(index).\(end)"
    out.append("    host: \"\(host)\"")
    // A port of another kind of security wants both to be said.
    let isUnusual = random.chance(25)
    add(isUnusual ? 100 : 70) {
      "    security: \($0.word("tls", "tls", "tls", "starttls", "none"))"
    }
    if isUnusual {
      let ports = ["993", "143", "587", "465", "995", "110", "25", "2525", "10993"]
      out.append("    port: \(random.one(of: ports))")
    }
    if random.chance(60) { out.append("    authentication: [\(methods())]") }
    add(50) { "    username: \(Self.username(&$0))" }
  }

  private mutating func methods() -> String {
    if random.chance(8) { return "none" }
    let methods =
      random.chance(50)
      ? [random.word("password", "encrypted-password", "oauth2", "ntlm", "kerberos")]
      : random.some([
        "password", "password", "encrypted-password", "oauth2", "ntlm", "kerberos",
        "client-certificate",
      ])
    var seen: Set<String> = []
    let once = methods.filter { seen.insert($0).inserted }
    if once.contains("oauth2") { usesTokens = true }
    return once.joined(separator: ", ")
  }

  private static func username(_ random: inout RandomText) -> String {
    random.word(
      "address", "local-part", "'MUSTER\\{local}'", "'{local}@intern.example'",
      "'{domain}/{local}'",
      "'{local}.{domain}'", "'{domain}_{local}'", "'{local}%{domain}'", "'x{local}'",
      "'{address}#mail'", "'<{local}>&'", "'{local}+{domain}'", "'{address}'")
  }

  // MARK: Services

  private mutating func url(_ host: String) -> String {
    // The same service twice is a mistake.
    let bare = host.hasSuffix("1") ? "\(host).{domain}" : "{domain}"
    let place = random.word(
      "\(host).muster.example", "\(host).{domain}", "\(host).muster.example:8443",
      hasOwnHosts ? "{local}.\(host).example" : bare, bare)
    let path = random.word(
      "", "/", "/dav/{address}/", "/users/{local}/home", "/p?u={address}", "/{local}",
      "/d/{domain}/{local}.ics", "/x/~{local}/", "/a%20b/{address}?x=1&y=2#z", "/ü/", "/alle;v=2",
      "/{domain}/")
    return RandomText.quoted("https://\(place)\(path)")
  }

  private mutating func service(_ kind: String, _ host: String, isNamed: Bool) {
    let username = random.chance(30) ? ", username: \(Self.username(&random))" : ""
    let names = ["de": "Termine \"x\"", "en": "Dates & more", "fr": "Dates"]
    let name = isNamed && random.chance(30) ? ", name: \(random.texts(names))" : ""
    out.append("  - {protocol: \(kind), url: \(url(host))\(username)\(name)}")
  }

  private mutating func services() {
    if random.chance(50) {
      out.append("calendars:")
      for index in 0..<random.number(1...2) { service("caldav", "dav\(index)", isNamed: true) }
      add(40) {
        "  - {protocol: webcal, url: \"webcal://muster.example\($0.word("", ":8443"))/"
          + "\($0.word("feiertage.ics", "{local}.ics"))\"\($0.word("", ", name: Tage"))}"
      }
    }
    if random.chance(40) {
      out.append("contacts:")
      for index in 0..<random.number(1...2) { service("carddav", "adr\(index)", isNamed: true) }
    }
    if random.chance(30) {
      out.append("files:")
      for index in 0..<random.number(1...2) { service("webdav", "files\(index)", isNamed: false) }
    }
    guard random.chance(35) else { return }
    out.append("directories:")
    for index in 0..<random.number(1...2) { directory(index) }
  }

  private mutating func directory(_ index: Int) {
    out.append("  - protocol: ldap")
    out.append("    host: \"ldap\(index).\(random.word("muster.example", "{domain}"))\"")
    add(60) { "    security: \($0.word("tls", "tls", "none", "none", "starttls"))" }
    add(5) { _ in "    port: 3269" }
    add(60) {
      let login = $0.word(
        "address", "local-part", "'uid={local},o=x'", "'cn=reader,o=x'",
        "'uid={local},ou=people,dc={domain}'")
      return "    username: \(login)"
    }
    guard random.chance(60) else { return }
    out.append("    searchBases:")
    for base in random.some(["ou=a,o=x", "dc=muster,dc=example", "o=Müller \\\\, Söhne"]) {
      let scope = random.word("", ", scope: base", ", scope: one-level", ", scope: subtree")
      let names = ["de": "Leute", "en": "People"]
      let name = random.chance(50) ? ", name: \(random.texts(names))" : ""
      out.append("      - {base: \"\(base)\"\(scope)\(name)}")
    }
  }

  private mutating func others() {
    add(30) {
      "activeSync: {host: \"eas.\($0.word("muster.example", "{domain}"))\", "
        + "username: \(Self.username(&$0))}"
    }
    if random.chance(30) {
      let methods = random.chance(50) ? ", authentication: [\(methods())]" : ""
      let username = random.chance(40) ? ", username: \(Self.username(&random))" : ""
      out.append("ews: {url: \(url("ews"))\(methods)\(username)}")
    }
    if random.chance(30) {
      let username = random.chance(40) ? ", username: \(Self.username(&random))" : ""
      out.append("jmap: {url: \(url("jmap"))\(username)}")
    }
    add(30) {
      let host = $0.word("sieve.muster.example", "\"sieve.{domain}\"")
      let more = $0.word(
        "", "", ", security: tls", ", security: none", ", port: 2000", ", username: local-part")
      return "manageSieve: {host: \(host)\(more)}"
    }
    if random.chance(50) { out.append("webmail: {url: \(url("webmail"))}") }
  }

  private mutating func rest() {
    if usesTokens || random.chance(15) {
      let issuer = random.word("login.muster.example", "\"https://login.muster.example/a\"")
      out += ["oauth2:", "  issuer: \(issuer)"]
      out.append("  authorizationURL: \"https://login.muster.example/authorize?x=1&y\"")
      out.append("  tokenURL: https://login.muster.example/token")
      add(80) {
        let scopes = $0.some(["mail", "\"https://s.example/.default\"", "x"])
        return "  scopes: [\(scopes.joined(separator: ", "))]"
      }
      add(50) { "  clientID: \(RandomText.quoted($0.name()))" }
    }
    add(50) { _ in "autoconfig: {everyServer: true}" }
    add(8) {
      $0.word(
        "autodiscover: {redirectAddress: \"{local}@umgezogen.example\"}",
        "autodiscover: {redirectURL: \"https://{domain}.anderswo.example/x\"}")
    }
  }

  private mutating func apple() {
    out.append("apple:")
    out.append("  organization: \(RandomText.quoted(random.name()))")
    add(30) { "  consentText: \($0.texts(["de": "Ja: \"gut\"", "en": "Agreed", "fr": "Oui"]))" }
    add(20) { _ in "  removalDisallowed: true" }
    add(20) { _ in "  removalDate: 2031-02-28" }
    add(30) { "  removeAfterDays: \($0.number(1...3650))" }
    add(30) { _ in "  preventMove: true" }
    add(30) {
      let files = ["../FixtureFiles/root.pem", "../FixtureFiles/intermediate.der"]
      return "  certificates: [\($0.some(files).joined(separator: ", "))]"
    }
    guard out.contains(where: { $0.hasPrefix("webmail") }), random.chance(40) else { return }
    var parts: [String] = []
    if random.chance(60) {
      parts.append("label: \(random.texts(["de": "Netzpost", "en": "Post"]))")
    }
    if random.chance(50) { parts.append("icon: ../FixtureFiles/icon.png") }
    if random.chance(50) { parts.append("fullScreen: true") }
    out.append("  webClip: \(parts.isEmpty ? "true" : "{\(parts.joined(separator: ", "))}")")
  }
}
