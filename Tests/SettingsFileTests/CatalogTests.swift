// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// Which provider serves an address, and where its login stands.
struct CatalogTests {
  private static let text = """
    providers:
      - provider: {id: one.ch, name: One}
        domains:
          - name: example.ch
            aliases: [example.com, {name: Example.Net, login: same}, bücher.example]
          - name: "*.customers.example"
        incoming: [{protocol: imap, host: i.ch}]
        outgoing: [{protocol: smtp, host: o.ch}]
      - provider: {id: two.ch, name: Two}
        domains:
          - name: "*.big.customers.example"
          - name: named.big.customers.example
          - name: customers.example
        incoming: [{protocol: imap, host: i.ch}]
        outgoing: [{protocol: smtp, host: o.ch}]
    """
  private static let rest = """

      - provider: {id: rest.ch, name: Rest}
        domains: [{name: "*"}]
        incoming: [{protocol: imap, host: i.ch}]
        outgoing: [{protocol: smtp, host: o.ch}]
    """

  struct Row: CustomTestStringConvertible, Sendable {
    let address: String
    let provider: String?
    let login: String?
    let why: String
    var testDescription: String { "\(address): \(why)" }

    init(_ address: String, _ provider: String?, login: String? = nil, _ why: String) {
      self.address = address
      self.provider = provider
      self.login = login ?? address
      self.why = why
    }
  }

  @Test(arguments: [
    Row("anna@example.ch", "One", "by name"),
    Row("anna@EXAMPLE.CH", "One", login: "anna@example.ch", "case does not matter"),
    Row(
      "anna@example.com", "One", login: "anna@example.ch",
      "a linked domain logs in at the primary one"),
    Row("anna+tag@example.com", "One", login: "anna@example.ch", "the tag never enters the login"),
    Row("anna@example.net", "One", login: "anna@example.net", "login: same"),
    Row("anna@bücher.example", "One", login: "anna@example.ch", "a linked IDN"),
    Row("anna@a.customers.example", "One", "a wildcard"),
    Row("anna@a.b.customers.example", "One", "a wildcard takes every depth"),
    Row("anna@a.big.customers.example", "Two", "the longest wildcard wins"),
    Row("anna@big.customers.example", "One", "a wildcard does not take its own domain"),
    Row("anna@named.big.customers.example", "Two", "a name wins over a wildcard"),
    Row("anna@customers.example", "Two", "by name"),
    Row("anna@sub.example.ch", nil, "a name does not take what is below it"),
    Row("anna@other.ch", nil, "nobody"),
  ])
  func addressesFindTheirProvider(_ row: Row) throws {
    let catalog = try load(Self.text).catalog
    let address = try MailAddress(row.address)
    let account = catalog.account(for: address)
    #expect(account?.provider.name.text == row.provider)
    if row.provider != nil { #expect(account?.incoming.first?.username.value == row.login) }
    #expect(catalog.account(forDomain: address.domain)?.provider.name.text == row.provider)
    let withRest = try load(Self.text + Self.rest).catalog.account(for: address)
    #expect(withRest?.provider.name.text == row.provider ?? "Rest")
  }

  @Test func thePersonReachesTheAccount() throws {
    let catalog = try load(Self.text).catalog
    let person = Person(name: try DisplayText("Anna"))
    let account = catalog.account(for: try MailAddress("a@example.ch"), person: person)
    #expect(account?.person == person)
  }

  @Test func domainsAndWildcardsAreListed() throws {
    let catalog = try load(Self.text + Self.rest).catalog
    #expect(
      catalog.domains.map(\.ascii) == [
        "customers.example", "example.ch", "example.com", "example.net",
        "named.big.customers.example", "xn--bcher-kva.example",
      ])
    #expect(catalog.wildcards == ["*", "*.big.customers.example", "*.customers.example"])
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let domains: String
    let finding: String
    var testDescription: String { domains }

    init(_ domains: String, _ finding: String) {
      self.domains = domains
      self.finding = finding
    }
  }

  @Test(arguments: [
    Refused(
      "[{name: a.ch}, {name: A.ch.}]",
      "2:32: error: domains[1].name: a.ch is already claimed at s.yaml:2:18\n"
        + "  fix: remove one of the two"),
    Refused(
      "[{name: a.ch, aliases: [b.ch, b.ch]}]",
      "2:40: error: domains[0].aliases[1]: b.ch is already claimed at s.yaml:2:34\n"
        + "  fix: remove one of the two"),
    Refused(
      "[{name: a.ch, aliases: [a.ch]}]",
      "2:34: error: domains[0].aliases[0]: a.ch is linked to itself\n  fix: remove it"),
    Refused(
      "[{name: a.ch, aliases: [{name: b.ch, login: other}]}]",
      "2:54: error: domains[0].aliases[0].login: 'other' is not known\n  fix: write same"),
    Refused(
      "[{name: a.ch, aliases: [{login: same}]}]",
      "2:34: error: domains[0].aliases[0].name: is missing\n  fix: add 'name:'"),
    Refused(
      "[{name: \"*\"}, {name: \"*\"}]",
      "2:31: error: domains[1].name: * is already claimed at s.yaml:2:18\n"
        + "  fix: remove one of the two"),
    Refused(
      "[{name: \"*.a.ch\"}, {name: \"*.A.ch\"}]",
      "2:36: error: domains[1].name: *.a.ch is already claimed at s.yaml:2:18\n"
        + "  fix: remove one of the two"),
    Refused(
      "[{name: \"*a.ch\"}]",
      "2:18: error: domains[0].name: '*a.ch' is not a wildcard\n"
        + "  fix: write '*' or '*.example.ch', with nothing else"),
    Refused(
      "[{name: \"*.*.ch\"}]",
      "2:18: error: domains[0].name: '*.*.ch' is not a wildcard\n"
        + "  fix: write '*' or '*.example.ch', with nothing else"),
    Refused(
      "[{name: \"*.\"}]", "2:18: error: domains[0].name: the name is empty"),
    Refused(
      "[{name: \"*\", aliases: [a.ch]}]",
      "2:32: error: domains[0].aliases: a wildcard has no linked domains\n"
        + "  fix: write them as domains of their own"),
    Refused(
      "[{name: a.ch, list: d.txt}]",
      "2:24: error: domains[0].list: a name and a list are both given\n"
        + "  fix: make two entries of them"),
    Refused(
      "[{}]", "2:11: error: domains[0]: names no domain\n  fix: add 'name:' or 'list:'"),
    Refused(
      "[a.ch, a.ch]",
      "2:17: error: domains[1]: a.ch is already claimed at s.yaml:2:11\n"
        + "  fix: remove one of the two"),
    Refused(
      "[a_b.ch]",
      "2:11: error: domains[0]: 'a_b.ch' has an underscore, which host names cannot have"),
    Refused("[[a.ch]]", "2:11: error: domains[0]: is a list; a set of keys is needed"),
    Refused(
      "[{list: missing.txt}]",
      "2:18: error: domains[0].list: 'missing.txt' does not exist"),
  ])
  func mistakesAreRefused(_ row: Refused) {
    let text = """
      provider: {id: a.ch, name: A}
      domains: \(row.domains)
      incoming: [{protocol: imap, host: i.ch}]
      outgoing: [{protocol: smtp, host: o.ch}]
      """
    #expect(findings(text) == ["s.yaml:\(row.finding)"])
  }

  @Test func providersCannotClaimTheSame() {
    let again = Self.text.replacing("two.ch", with: "one.ch")
      .replacing("name: customers.example", with: "name: example.com")
    #expect(
      findings(again) == [
        "s.yaml:9:20: error: providers[1].provider.id: one.ch is already the id of the provider at "
          + "s.yaml:2:20\n  fix: choose another",
        "s.yaml:13:15: error: providers[1].domains[2].name: example.com is already claimed at "
          + "s.yaml:5:19\n  fix: remove one of the two",
      ])
  }
}
