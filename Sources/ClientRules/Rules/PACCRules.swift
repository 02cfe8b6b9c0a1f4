// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension ClientRule {
  /// The rule `pacc/protocols`.
  package static let paccProtocols = ClientRule(
    .pacc, "protocols", .refuses, "PACC clients need protocols with a host or url each",
    fix: "write {\"protocols\": {\"imap\": {\"host\": \"HOST\"}}}")
  /// The rule `pacc/authentication`.
  package static let paccAuthentication = ClientRule(
    .pacc, "authentication", .refuses,
    "Himalaya's reader needs authentication, and every program a way to log in that it names",
    fix: "write {\"authentication\": {\"password\": true}}, or oauth-public with its issuer")
  /// The rule `pacc/password`.
  package static let paccPassword = ClientRule(
    .pacc, "password", .ignores,
    "Stalwart's reader needs password inside authentication, be it false; Himalaya's does not",
    fix: "write password beside oauth-public",
    source: "network/autoconfig/pacc.rs of Stalwart d72608f (2026-08), pacc/config.rs")
  /// The rule `pacc/provider-name`.
  package static let paccName = ClientRule(
    .pacc, "provider-name", .refuses, "Himalaya's reader needs info.provider.name",
    fix: "write {\"info\": {\"provider\": {\"name\": \"NAME\"}}}")
  /// The rule `pacc/shape`.
  package static let paccShape = ClientRule(
    .pacc, "shape", .refuses,
    "Himalaya's reader refuses an answer with a value of another kind than it knows, or with a key"
      + " twice",
    fix:
      "write text in quotes, true or false without, and url, host and issuer wherever they belong")
  /// The rule `pacc/byte-order-mark`.
  package static let paccByteOrderMark = ClientRule(
    .pacc, "byte-order-mark", .refuses, "Himalaya's reader refuses a byte order mark",
    fix: "save the file as UTF-8 without a mark", source: "pacc/discover.rs with serde_json 1.0")
  /// The rule `pacc/host`.
  package static let paccHost = ClientRule(
    .pacc, "host", .skips, "a protocol without a legal host name is not used",
    fix: "write an ASCII host name")
  /// The rule `pacc/servers`.
  package static let paccOutgoing = ClientRule(
    .pacc, "servers", .ignores, "there is no server to read mail from, or none to send it",
    fix: "offer both on their TLS ports", .warning)

  static let paccRules = [
    paccProtocols, paccAuthentication, paccPassword, paccName, paccShape, paccByteOrderMark,
    paccHost, paccOutgoing,
  ]
}
