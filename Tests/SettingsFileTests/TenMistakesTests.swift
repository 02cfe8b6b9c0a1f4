// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// One run finds them all.
struct TenMistakesTests {
  @Test func tenMistakesAreTenFindings() throws {
    let text = """
      provider:
        id: 10.0.0.1
        name: Example
        shortname: Ex
      domains:
        - name: example.ch
        - name: example.ch
        - name: "mail.*.ch"
      incoming:
        - {protocol: imap, host: mail.example.ch, port: 143}
        - {protocol: smtp, host: mail.example.ch}
        - {protocol: pop3, host: "mail.example.ch:995"}
      outgoing:
        - {protocol: smtp, host: mail.example.ch, port: "465"}
        - {protocol: smtp, port: 587, security: starttls}
      webmail: {url: "http://mail.example.ch"}
      """
    #expect(
      findings(text).map { String($0.prefix { $0 != "\n" }) } == [
        "s.yaml:2:7: error: provider.id: '10.0.0.1' is an IP address or a number",
        "s.yaml:4:3: error: provider: there is no key 'shortname' here; did you mean 'shortName'?",
        "s.yaml:7:11: error: domains[1].name: example.ch is already claimed at s.yaml:6:11",
        "s.yaml:8:11: error: domains[2].name: 'mail.*.ch' is not a wildcard",
        "s.yaml:10:51: error: incoming[0].port: 143 is a port for STARTTLS, but security is "
          + "tls, the default",
        "s.yaml:11:16: error: incoming[1].protocol: smtp servers are not incoming ones",
        "s.yaml:12:28: error: incoming[2].host: 'mail.example.ch:995' is not a host name",
        "s.yaml:14:51: error: outgoing[0].port: is text; a whole number from 1 to 65535 is needed",
        "s.yaml:15:5: error: outgoing[1].host: is missing",
        "s.yaml:16:16: error: webmail.url: 'http://mail.example.ch' is not https",
      ])
  }
}
