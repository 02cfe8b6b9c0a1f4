// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct AppleKeysTests {
  @Test func acceptsAGoodProfile() throws {
    #expect(try AppleKeys.problems(inProfile: Array(Samples.profile.utf8)) == [])
  }

  @Test(arguments: [
    Spoiled("a real", "<integer>993</integer>", "<real>993</real>", says: "is real, not integer"),
    Spoiled("a string", "<integer>993</integer>", "<string>993</string>", says: "is string"),
    Spoiled(
      "a boolean as text", "UseSSL</key><true/>", "UseSSL</key><string>true</string>",
      says: "is string"),
    Spoiled("port 0", "<integer>993<", "<integer>0<", says: "0 is not a port"),
    Spoiled("a large port", "<integer>993<", "<integer>65536<", says: "not a port"),
    Spoiled(
      "no type", "<key>EmailAccountType</key><string>EmailTypeIMAP</string>", "",
      says: "EmailAccountType is missing"),
    Spoiled("unknown type", ">EmailTypeIMAP<", ">IMAP<", says: "not an allowed one"),
    Spoiled(
      "unknown key", "EmailAddress<", "EmailAdress<", says: "EmailAdress: the key is unknown"),
    Spoiled(
      "unknown payload", "com.apple.ldap.account", "com.apple.ldap",
      says: "type 'com.apple.ldap' is unknown"),
    Spoiled(
      "nested key missing", "LDAPSearchSettingSearchBase<", "LDAPSearchSettingDescription<",
      says: "LDAPSearchSettingSearchBase is missing"),
    Spoiled(
      "nested value", "ScopeSubtree<", "ScopeTree<",
      says: "LDAPSearchSettings[0].LDAPSearchSettingScope"),
    Spoiled(
      "same identifier twice", "ch.example.ldap", "ch.example.mail",
      says: "'ch.example.mail' is not unique"),
    Spoiled(
      "identifier of the profile", "ch.example.ldap", "ch.example",
      says: "'ch.example' is not unique"),
    Spoiled("identifier with a blank", "ch.example.ldap", "ch.example ldap", says: "blank"),
    Spoiled("same UUID twice", "000000000002", "000000000003", says: "is not unique"),
    Spoiled(
      "lower-case UUID", "AAAAAAAA-0000-5000-8000-000000000002",
      "aaaaaaaa-0000-5000-8000-000000000002", says: "version 5"),
    Spoiled(
      "random UUID", "0000-5000-8000-000000000002", "0000-4000-8000-000000000002", says: "version 5"
    ),
    Spoiled(
      "a revision as version", "<integer>1</integer>", "<integer>2</integer>",
      says: "PayloadVersion: the value is not"),
    Spoiled(
      "an empty string", "<string>anna@example.ch</string>", "<string></string>",
      says: "EmailAddress: is empty"),
    Spoiled("a password", "<key>EmailAddress<", "<key>IncomingPassword<", says: "holds a password"),
    Spoiled(
      "a deprecated key", "IncomingMailServerUseSSL<", "SMIMEEnablePerMessageSwitch<",
      says: "deprecated"),
    Spoiled(
      "a dropped key", "<key>ConsentText</key>",
      "<key>IsEncrypted</key><true/><key>ConsentText</key>", says: "IsEncrypted: the key is unknown"
    ),
    Spoiled(
      "consent that is no text", "<string>Ja?</string>", "<true/>",
      says: "ConsentText.de: is boolean"),
    Spoiled(
      "a dangling reference", "<key>EmailAddress</key>", "<key>SMIMESigningCertificateUUID</key>",
      says: "referred to"),
    Spoiled("a key twice", "<key>EmailAddress<", "<key>EmailAccountType<", says: "stands twice"),
    Spoiled(
      "a key without value", "<string>ldap.example.ch</string>", "", says: "<key> is not part"),
    Spoiled("not a property list", "plist", "list", says: "root"),
    Spoiled("not well-formed", "</plist>", "", says: "line"),
  ])
  func refuses(_ row: Spoiled) throws {
    let document = try #require(row.document(Samples.profile), "nothing to spoil")
    let problems = try AppleKeys.problems(inProfile: document)
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
  }

  @Test(arguments: [
    ("com.apple.mail.managed", "VPNUUID</key><string>x", 5, "know no such key"),
    ("com.apple.eas.account", "Host</key><string>h.ch", 5, "nobody can install"),
    ("com.apple.webClip.managed", "Icon</key><data>AAAA</data><key>Label</key><string>x", 1, "PNG"),
  ])
  func refusesWhatTheDeviceDoesNotKnow(
    _ type: String, _ keys: String, _ device: Int, _ says: String
  ) throws {
    let payload = """
      <key>PayloadType</key><string>\(type)</string><key>\(keys)</string>
      """
    let profile = """
      <?xml version="1.0" encoding="UTF-8"?>
      <plist version="1.0"><dict><key>TargetDeviceType</key><integer>\(device)</integer>
      <key>PayloadContent</key><array><dict>\(payload)</dict></array></dict></plist>
      """
    let problems = try AppleKeys.problems(inProfile: Array(profile.utf8))
    #expect(problems.contains { $0.contains(says) }, "\(problems)")
  }

  @Test func refusesAnEmptyProfile() throws {
    let start = try #require(Samples.profile.range(of: "<array>"))
    let end = try #require(Samples.profile.range(of: "</array>\n  <key>ConsentText"))
    let profile = Samples.profile.replacingCharacters(
      in: start.upperBound..<end.lowerBound, with: "")
    let problems = try AppleKeys.problems(inProfile: Array(profile.utf8))
    #expect(problems == ["the profile is empty"])
  }
}
