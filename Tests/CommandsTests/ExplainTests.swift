// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Foundation
import Testing

@testable import Commands
@testable import Console

/// `explain` tells what the profile does, and `--together` makes one of several addresses.
@Suite struct ExplainTests {
  private let program: Program

  init() throws {
    program = try Program(
      settings: """
        provider: {id: example.ch, name: Example, languages: [en, de]}
        domains: [{name: example.ch, aliases: [example.com]}]
        incoming: [{protocol: imap, host: mail.example.ch}]
        outgoing: [{protocol: smtp, host: mail.example.ch}]
        calendars: [{protocol: caldav, url: "https://dav.example.ch/dav/"}]
        contacts: [{protocol: carddav, url: "https://dav.example.ch:8443"}]
        activeSync: {host: eas.example.ch}
        apple: {consentText: {en: Agree?, de: Ja?}, removeAfterDays: 14}
        """, formats: Formats.all)
  }

  @Test func saysWhatIsShownAskedAndNeeded() {
    let result = program.run("explain", "--name", "Anna", "anna@example.ch")
    #expect(result.code == .done)
    #expect(result.error == "")
    let text = Self.unwrapped(result.output)
    for part in [
      "gets 3 parts and asks for a password 3 times.",
      "Sets up anna@example.ch at Example.",
      "\"Not Signed\" in red",
      "\"Agree?\", which the person must agree to; de: \"Ja?\"",
      "14 days after they were installed",
      "IMAP mail.example.ch:993 with SSL, SMTP mail.example.ch:465 with SSL",
      "2. agreement to the consent text 3. the password for mail (anna@example.ch)"
        + " 4. the password for calendars (anna@example.ch) 5. the password for contacts",
      "https://dav.example.ch/.well-known/caldav to the service at https://dav.example.ch/dav/",
      "https://dav.example.ch:8443/.well-known/carddav to the service at",
      "within 8 minutes", "macOS 15 and later",
    ] { #expect(text.contains(part), "\(part)") }
  }

  /// The words without line breaks.
  private static func unwrapped(_ text: String) -> String {
    text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  @Test(arguments: [
    (["--device", "mac"], "A Mac that installs", "within 8 minutes"),
    (["--device", "iphone"], "An iPhone or iPad that installs", "macOS"),
    (["--parts", "mail"], "gets 1 part and asks for a password once.", "redirect"),
    (["--parts", "activesync"], "Exchange anna@example.ch: https://eas.example.ch/", "IMAP"),
    (["--remove-on", "2030-01-31"], "at 2030-01-31T00:00:00Z", "TargetDeviceType"),
    (["--lang", "de"], "Richtet anna@example.ch bei Example ein.", "Sets up"),
    ([], "the name that recipients see, for mail", "passphrase"),
  ])
  func followsTheOptions(_ options: [String], _ has: String, _ hasNot: String) {
    let result = program.run(["explain"] + options + ["anna@example.ch"])
    #expect(result.code == .done, "\(result.error)")
    let text = Self.unwrapped(result.output)
    #expect(text.contains(has), "\(text)")
    #expect(!text.contains(hasNot), "\(text)")
  }

  @Test func readsSeveralAddressesAsOneProfile() throws {
    let result = program.run(
      "explain", "--json", "--parts", "mail", "anna@example.ch", "bob@example.ch")
    #expect(result.code == .done)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let items = try #require(object["items"] as? [[String: Any]])
    #expect(items.map { $0["label"] as? String } == ["anna@example.ch", "bob@example.ch"])
    let questions = try #require(object["questions"] as? [[String: String]])
    #expect(questions.map { $0["answer"] } == ["name", "password", "name", "password"])
    #expect(object["isSigned"] as? Bool == false)
    #expect(object["secondsUntilRemoval"] as? Int == 14 * 86_400)
  }

  @Test func tellsHowTheProfileIsSigned() throws {
    try program.write(
      (program.read("mkprofile.yaml") ?? "") + "\nsigning: {command: [sign-it]}\n",
      to: "mkprofile.yaml")
    let result = program.run("explain", "anna@example.ch")
    #expect(result.output.contains("signed by sign-it"), "\(result.error)")
  }

  @Test(arguments: [
    (["explain"], ExitCode.usage, "there is no address"),
    (["explain", "anna@other.ch"], .badInput, "the settings do not serve the domain 'other.ch'"),
    (["explain", "anna@"], .badInput, "'anna@'"),
    (["explain", "--device", "phone", "anna@example.ch"], .usage, "--device"),
    (["explain", "--parts", "mails", "anna@example.ch"], .usage, "did you mean 'mail'?"),
    (["explain", "--parts", "directory", "anna@example.ch"], .badInput, "would be empty"),
    (["explain", "--remove-on", "soon", "anna@example.ch"], .usage, "'soon' is not a date"),
    (["explain", "anna@example.ch", "example.ch"], .badInput, "is a domain"),
    (
      ["--format", "pacc", "--together", "anna@example.ch"], .usage,
      "--together is for mobileconfig, autoconfig and thunderbird-qr, not for pacc"
    ),
    (
      ["--format", "mobileconfig", "--together", "--login", "x", "a@example.ch", "b@example.ch"],
      .usage, "--login is for one address"
    ),
    (
      ["--format", "autoconfig", "--remove-on", "2030-01-01", "a@example.ch"], .usage, "--remove-on"
    ),
    (
      ["--format", "mobileconfig", "--together", "--roster", "x", "--output", "@/o/"], .usage,
      "--roster and --together exclude each other"
    ),
  ])
  func saysWhatIsWrong(_ arguments: [String], _ code: ExitCode, _ says: String) {
    let result = program.run(arguments)
    #expect(result.code == code)
    #expect(result.output == "")
    #expect(result.error.contains(says), "\(result.error)")
  }

  @Test func oneFileHoldsAllAddresses() throws {
    let result = program.run(
      "--format", "mobileconfig", "--together", "--name", "Anna", "--output", "@/out/",
      "anna@example.ch", "info@example.ch", "anna@example.com")
    #expect(result.code == .done)
    #expect(result.error.contains("anna@example.com logs in to a mailbox that is there already"))
    #expect(program.files(in: "out") == ["anna@example.ch.mobileconfig"])
    let profile = try #require(program.read("out/anna@example.ch.mobileconfig"))
    for address in ["anna@example.ch", "info@example.ch", "anna@example.com"] {
      #expect(profile.contains("<string>\(address)</string>"))
    }
    let strict = program.run(
      "--format", "mobileconfig", "--together", "--strict", "anna@example.ch", "anna@example.com")
    #expect(strict.code == .badInput && strict.output == "")
  }
}
