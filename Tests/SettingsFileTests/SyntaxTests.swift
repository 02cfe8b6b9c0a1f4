// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing
import Trees

@testable import SettingsFile

/// What is no YAML, or more than settings need, is refused where it stands.
struct YAMLSyntaxTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let text: String
    let fault: String
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Row(
      text: "",
      fault: "1:1: error: the file is empty\n  fix: mkprofile init writes one to start from",
      why: "empty"),
    Row(
      text: "# only a comment\n",
      fault: "1:1: error: the file is empty\n  fix: mkprofile init writes one to start from",
      why: "no value"),
    Row(
      text: "a: 1\n\tb: 2\n",
      fault: "2:1: error: a tab cannot indent a line\n  fix: indent with blanks", why: "tab"),
    Row(
      text: "é: ü\r\n\tb: 2\n",
      fault: "2:1: error: a tab cannot indent a line\n  fix: indent with blanks",
      why: "tab below letters of two bytes"),
    Row(
      text: "é: \"ü\" @b\t\n",
      fault: "1:8: error: a text cannot begin with this character\n  fix: put the text in quotes",
      why: "no tab"),
    Row(
      text: "a: 1\n---\nb: 2\n",
      fault:
        "2:1: error: a second document begins here\n  fix: use 'providers:', or a file for each",
      why: "two documents"),
    Row(
      text: "a: !ruby/object x\n",
      fault:
        "1:4: error: the tag '!ruby/object' is not allowed\n  fix: put texts with '!' in quotes",
      why: "tag on a text"),
    Row(
      text: "a: !!map {}\n",
      fault: "1:4: error: the tag 'tag:yaml.org,2002:map' is not allowed\n"
        + "  fix: put texts with '!' in quotes", why: "tag on a mapping"),
    Row(
      text: "a: &x [*x]\n", fault: "1:8: error: the alias *x stands inside what it names",
      why: "cycle"),
    Row(
      text: "a: *b\n",
      fault:
        "1:4: error: there is no anchor &b above this alias\n  fix: put texts with '*' in quotes",
      why: "unknown alias"),
    Row(text: "a: &k b\n*k : c\n", fault: "2:1: error: an alias cannot be a key", why: "alias key"),
    Row(
      text: "a: \"b\n", fault: "1:4: error: the quotes are not closed\n  fix: close them",
      why: "open quotes"),
    Row(
      text: "a: \"b\nc: \"d\"\n",
      fault:
        "1:4: error: the quotes that begin here are not closed in this line\n  fix: close them",
      why: "open quotes above others"),
    Row(
      text: "a: {b: 'c, d: 1}\ne: {f: 'g'}\n",
      fault:
        "1:8: error: the quotes that begin here are not closed in this line\n  fix: close them",
      why: "open quotes above others in braces"),
    Row(
      text: "a: \"b\n  c\"\nd: [e\n",
      fault:
        "4:1: error: the list in [ ] lacks a comma or its end\n  fix: put texts with brackets, braces or commas in quotes",
      why: "a text of two lines, and something else wrong"),
    Row(
      text: "a: b: c\n",
      fault: "1:5: error: a colon stands where no key can be\n"
        + "  fix: put a text with ': ' in quotes, or check the indentation", why: "two colons"),
    Row(
      text: "a: [b\n",
      fault:
        "2:1: error: the list in [ ] lacks a comma or its end\n  fix: put texts with brackets, braces or commas in quotes",
      why: "open list"),
    Row(
      text: "a: {b: c\n",
      fault:
        "2:1: error: the keys in { } lack a comma or their end\n  fix: put texts with brackets, braces or commas in quotes",
      why: "open mapping"),
    Row(
      text: "a: @b\n",
      fault: "1:4: error: a text cannot begin with this character\n  fix: put the text in quotes",
      why: "reserved character"),
    Row(
      text: "a: \"EXAMPLE\\{local}\"\n",
      fault: "1:12: error: the backslash escape is unknown\n"
        + "  fix: write \\\\ for a backslash, or use single quotes", why: "unknown escape"),
    Row(
      text: "a: {host: mail.{domain}}\n",
      fault:
        "1:16: error: the keys in { } lack a comma or their end\n  fix: put texts with brackets, braces or commas in quotes",
      why: "a pattern without quotes"),
    Row(
      text: "a: *\n",
      fault:
        "1:5: error: a name is missing after '*' or '&'\n  fix: put a text that begins with '*' or '&' in quotes",
      why: "a wildcard without quotes"),
    Row(
      text: "a: *.example.ch\n",
      fault:
        "1:5: error: a name is missing after '*' or '&'\n  fix: put a text that begins with '*' or '&' in quotes",
      why: "a longer wildcard without quotes"),
    Row(
      text: "a: - b\n",
      fault: "1:4: error: a list cannot begin here\n  fix: begin it on a line of its own",
      why: "a list beside its key"),
    Row(
      text: "a: {local}@example.ch\n",
      fault: "1:11: error: a text cannot begin with this character\n  fix: put the text in quotes",
      why: "a user name without quotes"),
    Row(
      text: "a: [b]\n]\n",
      fault: "2:1: error: the indentation does not fit the lines above\n"
        + "  fix: begin keys that belong together in one column", why: "a bracket too many"),
    Row(
      text: "{a: 1}\nb: 2\n", fault: "2:1: error: this does not belong to the settings above",
      why: "after the end"),
    Row(
      text: "a:\n  b: 1\n c: 2\n",
      fault: "3:2: error: the indentation does not fit the lines above\n"
        + "  fix: begin keys that belong together in one column", why: "indentation"),
  ])
  func refused(_ row: Row) { #expect(findings(row.text) == ["s.yaml:\(row.fault)"]) }

  @Test func billionLaughsAreRefused() {
    var text = "a: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "b\(level): &a\(level) [\(aliases)]\n"
    }
    let found = findings(text)
    #expect(found.count == 1)
    #expect(found.first?.contains("aliases repeat more than 1000000 values") == true)
  }

  @Test func longTextsCountWhereAliasesRepeatThem() {
    let text =
      "a: &a \"\(String(repeating: "x", count: 640_000))\"\n"
      + "b: [\(Array(repeating: "*a", count: 1_000).joined(separator: ", "))]\n"
    #expect(findings(text).first?.contains("bytes of text, aliases written out") == true)
  }

  @Test(arguments: ["[", "- ", "{a: "])
  func deepNestingIsRefused(_ opening: String) throws {
    let text = String(repeating: opening, count: 100_000)
    #expect(findings(text).count == 1)
    #expect(findings(text).first?.contains("more than 64 lists or sets of keys") == true)
    let limit = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try YAMLParser.parse(SourceText(Array(limit.utf8)))
    #expect(throws: SyntaxFault.self) { try YAMLParser.parse(SourceText(Array("[\(limit)]".utf8))) }
  }

  @Test func hugeTextsAreCutInMessages() {
    let found = findings("\(String(repeating: "k", count: 900)): 1\n")
    #expect(found.contains { $0.contains("'\(String(repeating: "k", count: 80))…'") })
    let long = findings(service("webmail: {url: \"\(String(repeating: "u", count: 5_000_000))\"}"))
    #expect(long.count == 1)
    #expect((long.first?.utf8.count ?? 0) < 300)
  }
}

/// JSON is read as RFC 8259 has it, and gives what YAML gives.
struct JSONSyntaxTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let text: String
    let fault: String
    var testDescription: String { text }

    init(_ text: String, _ fault: String) {
      self.text = text
      self.fault = fault
    }
  }

  @Test(arguments: [
    Row(" ", "1:1: error: the file is empty\n  fix: mkprofile init writes one to start from"),
    Row("[1,]", "1:4: error: this is no value of JSON\n  fix: put texts in double quotes"),
    Row("{\"a\":1,}", "1:8: error: a key in double quotes is missing"),
    Row("{\"a\" 1}", "1:6: error: a colon is missing after the key"),
    Row("{a: 1}", "1:2: error: a key in double quotes is missing"),
    Row("{\"a\": b}", "1:7: error: 'b' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[01]", "1:2: error: '01' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[1.]", "1:2: error: '1.' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[+1]", "1:2: error: '+1' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[NaN]", "1:2: error: 'NaN' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[True]", "1:2: error: 'True' is no value of JSON\n  fix: put texts in double quotes"),
    Row("[1 2]", "1:4: error: a comma or ']' is missing"),
    Row("{\"a\":1 \"b\":2}", "1:8: error: a comma or '}' is missing"),
    Row(
      "[\n\"a\n\"]",
      "2:1: error: the quotes are not closed in this line\n  fix: close them, or write \\n for a line break"
    ),
    Row("[\"a", "1:2: error: the quotes are not closed"),
    Row("[\"\\x\"]", "1:3: error: the backslash escape is unknown\n  fix: write \\\\"),
    Row("[\"\\", "1:3: error: the backslash escape is unknown\n  fix: write \\\\"),
    Row("[\"\\u12\"]", "1:3: error: \\u needs four hexadecimal digits"),
    Row("[\"é\\uD83D\"]", "1:4: error: half of a surrogate pair stands alone"),
    Row("[\"\\uDE00\\uD83D\"]", "1:3: error: half of a surrogate pair stands alone"),
    Row("[] []", "1:4: error: there is more text after the end of the settings"),
    Row("// c\n{}", "1:1: error: this is no value of JSON\n  fix: put texts in double quotes"),
  ])
  func refused(_ row: Row) {
    #expect(findings(row.text, name: "s.json") == ["s.json:\(row.fault)"])
  }

  @Test func deepNestingIsRefused() {
    for opening in ["[", "{\"a\":"] {
      let found = findings(String(repeating: opening, count: 100_000), name: "s.json")
      #expect(found.first?.contains("more than 64 lists or sets of keys in one another") == true)
    }
  }

  @Test func escapesGiveTheirCharacters() throws {
    let text = #"["\uD83D\uDE00\u00e9\"\\\/\b\f\n\r\t", -0.5e+3, null]"#
    let node = try JSONParser.parse(SourceText(Array(text.utf8)))
    guard case .sequence(let items) = node.value else {
      Issue.record("a list is expected")
      return
    }
    #expect(items[0].text == "😀é\"\\/\u{8}\u{C}\n\r\t")
    #expect(items[1].text == "-0.5e+3")
    #expect(items[2].text == nil)
    #expect(items[1].mark == Mark(line: 1, column: 40))
  }

  @Test func jsonAndYAMLGiveEqualProviders() throws {
    let json = #"""
      {"provider": {"id": "example.ch", "name": "Exämple \uD83D\uDE00", "languages": ["de"]},
       "domains": [{"name": "example.ch", "aliases": ["example.com"]}],
       "incoming": [{"protocol": "imap", "host": "mail.example.ch", "port": 993}],
       "outgoing": [{"protocol": "smtp", "host": "mail.example.ch"}],
       "apple": {"webClip": true, "consentText": {"de": "a\\b"}}}
      """#
    let yaml = """
      provider: {id: example.ch, name: Exämple 😀, languages: [de]}
      domains: [{name: example.ch, aliases: [example.com]}]
      incoming: [{protocol: imap, host: mail.example.ch, port: 993}]
      outgoing: [{protocol: smtp, host: mail.example.ch}]
      apple: {webClip: true, consentText: {de: 'a\\b'}}
      """
    let fromJSON = try load(json, name: "s.json").catalog
    let fromYAML = try load(yaml).catalog
    #expect(fromJSON.providers == fromYAML.providers)
    #expect(fromJSON.domains == fromYAML.domains)
  }
}

/// What no settings file may hold, whatever its syntax.
struct SourceTextTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let finding: String
    let why: String
    var testDescription: String { why }
  }

  @Test(
    arguments: ["s.yaml", "s.json"],
    [
      Row(
        bytes: Array("a: 1\nü".utf8) + [0xFF],
        finding: "2:2: error: the byte 0xFF is not valid UTF-8\n  fix: save it as UTF-8",
        why: "0xFF"),
      Row(
        bytes: Array("é: ".utf8) + [0xC0, 0xAF],
        finding: "1:4: error: the byte 0xC0 is not valid UTF-8\n  fix: save it as UTF-8",
        why: "overlong"),
      Row(
        bytes: Array("\r\nab".utf8) + [0xED, 0xA0, 0x80],
        finding: "2:3: error: the byte 0xED is not valid UTF-8\n  fix: save it as UTF-8",
        why: "surrogate"),
      Row(
        bytes: [0x61, 0xE2, 0x82],
        finding: "1:2: error: the byte 0xE2 is not valid UTF-8\n  fix: save it as UTF-8",
        why: "cut off"),
      Row(
        bytes: [0xF4, 0x90, 0x80, 0x80],
        finding: "1:1: error: the byte 0xF4 is not valid UTF-8\n  fix: save it as UTF-8",
        why: "beyond Unicode"),
      Row(
        bytes: Array("a\rb\0".utf8),
        finding: "2:2: error: the control character U+0 is not allowed\n  fix: remove it",
        why: "NUL"),
      Row(
        bytes: Array("a\u{7F}".utf8),
        finding: "1:2: error: the control character U+7F is not allowed\n  fix: remove it",
        why: "DEL"),
      Row(
        bytes: Array("a\u{85}".utf8),
        finding: "1:2: error: the control character U+85 is not allowed\n  fix: remove it",
        why: "a new line for libyaml only"),
      Row(
        bytes: Array("a\u{2028}".utf8),
        finding: "1:2: error: the control character U+2028 is not allowed\n  fix: remove it",
        why: "a line separator"),
      Row(
        bytes: [0xFF, 0xFE, 0x61, 0x00],
        finding: "1:1: error: the file is in UTF-16\n  fix: save it as UTF-8", why: "UTF-16"),
    ])
  func refused(_ name: String, _ row: Row) {
    #expect(findings(row.bytes, name: name) == ["\(name):\(row.finding)"])
  }

  @Test func aByteOrderMarkAndCRLFAreFine() throws {
    let text = "\u{FEFF}" + service().replacing("\n", with: "\r\n")
    #expect(try load(text).catalog.domains.map(\.ascii) == ["example.ch"])
    #expect(findings(text + "webmial: 1\r\n").first?.hasPrefix("s.yaml:10:1: error:") == true)
  }

  @Test func columnsCountCodePoints() {
    #expect(
      findings(service("apple: {organization: \"é👍🏽\", webClip: 1}")).first?
        .hasPrefix("s.yaml:10:39: error: apple.webClip") == true)
    #expect(
      findings("{\"provider\": {\"é👍🏽\": 1}}", name: "s.json").contains {
        $0.hasPrefix("s.json:1:15: error: provider: there is no key")
      })
  }
}
