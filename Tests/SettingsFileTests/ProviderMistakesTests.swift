// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// The same for what says who the provider is.
struct ProviderMistakesTests {
  /// Each stands in line 4, inside `provider:`.
  @Test(arguments: [
    Mistake(
      "shortName: 123456789012345678901",
      """
      s.yaml:4:14: error: provider.shortName: the text has 21 characters, 20 are allowed
        fix: shorten it
      """),
    Mistake(
      "languages: [en, english]",
      """
      s.yaml:4:19: error: provider.languages[1]: 'english' is not a language tag
        fix: write 'de' or 'de-CH'
      """),
    Mistake(
      "languages: [en, EN]",
      """
      s.yaml:4:19: error: provider.languages[1]: is in the list twice
        fix: remove one of the two
      """),
    Mistake(
      "publicURL: http://s.ch",
      """
      s.yaml:4:14: error: provider.publicURL: 'http://s.ch' is not https
        fix: use https://
      """),
    Mistake(
      "support: {email: help}",
      """
      s.yaml:4:20: error: provider.support.email: 'help' has no '@'
        fix: write it like anna@example.ch
      """),
    Mistake(
      "documentation: [{text: Help}]",
      """
      s.yaml:4:19: error: provider.documentation[0].url: is missing
        fix: add 'url:'
      """),
    Mistake(
      "color: red",
      """
      s.yaml:4:10: error: provider.color: 'red' is not a colour
        fix: write it as #rrggbb in hexadecimal digits, such as "#0b57a4"
      """),
    Mistake(
      "color: #0b57a4",
      """
      s.yaml:4:9: error: provider.color: has no value; a colour is needed
        fix: put it in quotes: YAML takes '#' for a comment
      """),
    Mistake("logo: \"\"", "s.yaml:4:9: error: provider.logo: the text is empty"),
  ])
  func oneMistakeOfTheProviderIsOneFinding(_ mistake: Mistake) {
    #expect(findings(service(provider: "  \(mistake.more)\n")) == [mistake.finding])
  }

  @Test(arguments: [
    Mistake("{}", "s.yaml:1:11: error: provider.id: is missing\n  fix: add 'id:'"),
    Mistake(
      "{id: 42, name: 42}",
      """
      s.yaml:1:16: error: provider.id: '42' is an IP address or a number
        fix: give a host name: certificates are made for names
      """),
    Mistake(
      "{id: Example.ch, name: x}",
      """
      s.yaml:1:16: error: provider.id: the id 'Example.ch' is not in its only spelling
        fix: write example.ch
      """),
    Mistake(
      "{id: zürich.ch, name: x}",
      """
      s.yaml:1:16: error: provider.id: the id 'zürich.ch' is not in its only spelling
        fix: write xn--zrich-kva.ch
      """),
    Mistake(
      "{id: a.ch, name: \(String(repeating: "n", count: 61))}",
      """
      s.yaml:1:28: error: provider.name: the text has 61 characters, 60 are allowed
        fix: shorten it
      """),
    Mistake(
      "{id: a.ch, name: ~}", "s.yaml:1:28: error: provider.name: has no value; text is needed"),
  ])
  func theIdentityIsChecked(_ mistake: Mistake) {
    let text = """
      provider: \(mistake.more)
      domains: [{name: a.ch}]
      incoming: [{protocol: imap, host: i.ch}]
      outgoing: [{protocol: smtp, host: o.ch}]
      """
    #expect(findings(text).first == mistake.finding)
  }

  @Test func whatMustBeThereIsAskedFor() {
    #expect(
      findings("webmail: {url: https://w.ch}") == [
        "s.yaml:1:1: error: provider: is missing\n  fix: add 'provider:'",
        "s.yaml:1:1: error: domains: is missing\n  fix: add 'domains:'",
        "s.yaml:1:1: warning: incoming: there is no incoming server; several mail programs need "
          + "one of each kind\n  fix: add 'incoming:'",
        "s.yaml:1:1: warning: outgoing: there is no outgoing server; several mail programs need "
          + "one of each kind\n  fix: add 'outgoing:'",
      ])
    #expect(
      findings("- a") == ["s.yaml:1:1: error: the document is a list; a set of keys is needed"])
  }

  @Test func providersStandAlone() {
    #expect(
      findings("providers: []\nwebmail: 1\n") == [
        "s.yaml:2:1: error: webmail: stands beside 'providers:'\n"
          + "  fix: move it into one of the providers"
      ])
    #expect(
      findings("providers: [{webmail: {url: 7}}]").contains(
        "s.yaml:1:29: error: providers[0].webmail.url: '7' is not a web address\n"
          + "  fix: begin it with https://"))
  }
}
