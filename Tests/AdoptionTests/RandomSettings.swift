// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Settings files out of nothing but a number: the same number gives the same file.
struct RandomSettings: RandomNumberGenerator {
  private var state: UInt64
  private var lines: [String] = []

  static let domain = "muster.example"

  /// A settings file.
  static func text(_ seed: UInt64) -> String {
    var random = RandomSettings(state: seed)
    random.write()
    return random.lines.joined(separator: "\n") + "\n"
  }

  private init(state: UInt64) { self.state = state &+ 0x9E37_79B9_7F4A_7C15 }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  private mutating func one<Value>(of values: [Value], otherwise: Value) -> Value {
    values.randomElement(using: &self) ?? otherwise
  }

  private mutating func word(_ words: String...) -> String { one(of: words, otherwise: "") }

  private mutating func maybe(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }

  private mutating func add(_ line: String, _ percent: Int = 100) {
    if maybe(percent) { lines.append(line) }
  }

  private mutating func write() {
    let name = word("Muster", "Müller & Söhne", "Post \\\"<eins>\\\"", "# no: comment", "O'Neil")
    lines += [
      "provider:", "  id: \(Self.domain)", "  name: \"\(name)\"", "  shortName: \"\(name)\"",
    ]
    if maybe(40) {
      lines += ["  languages: [de, en]", "  documentation:"]
      lines += ["    - {url: \"https://help.muster.example/\", text: {de: Hilfe, en: Help}}"]
    }
    lines.append("domains: [{name: \(Self.domain)}]")
    lines.append("incoming:")
    for index in 0..<Int.random(in: 1...3, using: &self) { incoming(index) }
    lines.append("outgoing:")
    for index in 0..<Int.random(in: 1...2, using: &self) { server("smtp", index) }
    services()
    apple()
  }

  private mutating func incoming(_ index: Int) {
    let kind = word("imap", "imap", "pop3")
    server(kind, index)
    if kind == "pop3" {
      add("    pop3: {leaveOnServer: true, days: \(Int.random(in: 1...60, using: &self))}", 30)
    } else {
      add("    pathPrefix: \(word("INBOX", "\"INBOX.\"", "\"mail/ü\""))", 30)
    }
  }

  private mutating func server(_ kind: String, _ index: Int) {
    lines.append("  - protocol: \(kind)")
    lines.append(
      "    host: \"\(kind)\(index).\(word("muster.example", "{domain}", "hoster.example"))\"")
    let security = word("tls", "tls", "tls", "starttls", "none")
    lines.append("    security: \(security)")
    add("    port: \(word("993", "143", "587", "465", "995", "2525", "10993"))", 25)
    let methods = word(
      "[password]", "[password]", "[encrypted-password, password]", "[ntlm]", "[kerberos]",
      "[none]", "[encrypted-password]")
    add("    authentication: \(methods)", 50)
    add("    username: \(username())", 40)
  }

  private mutating func username() -> String {
    word(
      "address", "local-part", "'MUSTER\\{local}'", "'{local}@intern.example'", "'{domain}/{local}'"
    )
  }

  private mutating func services() {
    let path = word("/", "/dav/{address}/", "/users/{local}/home", "/p?u={address}")
    if maybe(50) {
      lines.append("calendars:")
      lines.append("  - {protocol: caldav, url: \"https://dav.muster.example\(path)\"\(named())}")
      add("  - {protocol: webcal, url: \"webcal://muster.example/feiertage.ics\", name: Tage}", 40)
    }
    if maybe(40) {
      lines.append("contacts:")
      lines.append("  - {protocol: carddav, url: \"https://dav.muster.example\(path)\"\(named())}")
    }
    if maybe(30) {
      lines.append("directories:")
      lines.append(
        "  - {protocol: ldap, host: ldap.muster.example, security: \(word("tls", "none")),")
      lines.append("     username: \(word("address", "local-part", "'uid={local},o=x'")),")
      lines.append("     searchBases: [{base: \"ou=a,o=x\", scope: \(word("base", "subtree"))}]}")
    }
    add("files: [{protocol: webdav, url: \"https://files.muster.example/{local}\"}]", 30)
    add("activeSync: {host: eas.muster.example, username: \(username())}", 30)
    add("ews: {url: \"https://ews.muster.example/EWS/Exchange.asmx\"}", 30)
    add("jmap: {url: \"https://jmap.muster.example/session\"}", 30)
    add("manageSieve: {host: sieve.muster.example}", 30)
    add("webmail: {url: \"https://mail.muster.example/?user={address}\"}", 50)
  }

  private mutating func named() -> String {
    maybe(30) ? ", name: {de: Termine, en: Dates}" : ""
  }

  private mutating func apple() {
    lines.append("apple:")
    lines.append("  organization: \(word("Muster AG", "Muster"))")
    add("  consentText: {de: Einverstanden, en: Agreed}", 30)
    add("  removalDisallowed: true", 20)
    add("  removalDate: 2031-02-28", 20)
    add("  removeAfterDays: \(Int.random(in: 1...400, using: &self))", 30)
    add("  preventMove: true", 30)
    add(
      "  webClip: {label: Post, fullScreen: true}",
      lines.contains { $0.hasPrefix("webmail") } ? 40 : 0)
  }
}
