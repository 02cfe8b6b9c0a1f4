// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SetupSheets

@Suite struct UsernameTests {
  struct Row: CustomTestStringConvertible {
    var form: String = "address"
    var address: String? = "anna@example.org"
    var loginDomain: String?
    let words: String
    let differs: Bool
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Row(words: "anna@example.org", differs: false, why: "the address"),
    Row(form: "local-part", words: "anna", differs: true, why: "the part before the @"),
    Row(form: "EXAMPLE\\{local}", words: "EXAMPLE\\anna", differs: true, why: "a pattern"),
    Row(
      address: "anna+shop@example.org", words: "anna@example.org", differs: true,
      why: "the tag is not part of the user name"),
    Row(
      address: "anna@linked.example", loginDomain: "example.org", words: "anna@example.org",
      differs: true, why: "a linked domain"),
    Row(address: nil, words: "your full email address", differs: false, why: "a domain"),
    Row(
      form: "local-part", address: nil, words: "the part before the @ of your email address",
      differs: true, why: "a domain with local parts"),
    Row(
      form: "EXAMPLE\\{local}", address: nil, words: "EXAMPLE\\[the part before the @]",
      differs: true, why: "a domain with a pattern"),
    Row(
      form: "{address}/mail", address: nil, words: "[your full email address]/mail",
      differs: true, why: "a domain with the address in a pattern"),
    Row(
      address: nil, loginDomain: "primary.example",
      words: "[the part before the @]@primary.example", differs: true, why: "a whole linked domain"),
  ])
  func userNamesAreWhatPeopleType(_ row: Row) throws {
    let form: UsernameForm =
      switch row.form {
      case "address": .address
      case "local-part": .localPart
      default: .pattern(try Pattern(row.form))
      }
    var provider = try Samples.bare()
    provider.incoming = [try Samples.server(.imap, "imap.example.net", username: form)]
    let account =
      if let address = row.address {
        try Samples.account(provider, address, loginDomain: row.loginDomain)
      } else {
        try Samples.everybody(provider, loginDomain: row.loginDomain)
      }
    let sheet = ClientSheet(.generic, account, .english).sheet
    #expect(sheet.tables[0].flat.contains("User name: \(row.words)"))
    #expect(
      sheet.notices.contains { $0.contains("differs from the email address") } == row.differs)
  }

  @Test(arguments: [
    (nil, nil, "Try your address and the mailbox password"),
    ("am4711", nil, "Try the user name am4711 and the mailbox password"),
    (nil, "primary.example", "Try the user name anna@primary.example and the mailbox password"),
  ])
  func whatIsTriedFirstIsTheUserName(
    _ login: String?, _ loginDomain: String?, _ words: String
  ) throws {
    let account =
      if let login {
        try Samples.account(Samples.usual(), login: login)
      } else {
        try Samples.account(Samples.usual(), "anna@linked.example", loginDomain: loginDomain)
      }
    let sheet = ClientSheet(.generic, account, .english).sheet
    #expect(sheet.notices.contains { $0.contains(words) }, "\(sheet.notices)")
  }

  @Test func aLoginOfOnesOwnReplacesTheRule() throws {
    let account = try Samples.account(Samples.usual(), login: "am4711")
    let sheet = ClientSheet(.generic, account, .english).sheet
    #expect(sheet.tables[0].flat.contains("User name: am4711"))
    #expect(sheet.notices.filter { $0.contains("differs from") }.count == 1)
  }
}
