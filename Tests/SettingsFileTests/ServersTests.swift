// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import SettingsFile

/// What may stand in a mail server.
struct ServersTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let server: String
    let findings: [String]
    var testDescription: String { server }

    init(_ server: String, _ findings: String...) {
      self.server = server
      self.findings = findings
    }
  }

  private func found(_ server: String) -> [String] {
    let isOutgoing = server.contains("smtp")
    let incoming = isOutgoing ? "protocol: imap, host: h.ch" : server
    let outgoing = isOutgoing ? server : "protocol: smtp, host: h.ch"
    let text = """
      provider: {id: a.ch, name: A}
      domains: [{name: a.ch}]
      incoming: [{\(incoming)}]
      outgoing: [{\(outgoing)}]
      """
    return findings(text).map { finding in
      // The place is the same in every row: what follows it is of interest.
      finding.replacing("s.yaml:", with: "").replacing("\n  fix: ", with: " | ")
    }
  }

  @Test(arguments: [
    Row("protocol: imap, host: h.ch, port: 993"),
    Row("protocol: imap, host: h.ch, port: 143, security: starttls"),
    Row("protocol: pop3, host: h.ch, port: 110, security: starttls"),
    Row("protocol: smtp, host: h.ch, port: 587, security: starttls"),
    Row("protocol: imap, host: h.ch, port: 10993, security: starttls"),
    Row("protocol: imap, host: h.ch, security: none, authentication: [kerberos]"),
    Row(
      "protocol: imap, host: h.ch, port: 143",
      "3:47: error: incoming[0].port: 143 is a port for STARTTLS, but security is tls, the default"
        + " | use port 993, or write security: starttls; or security: tls where the server has it "
        + "so"),
    Row(
      "protocol: pop3, host: h.ch, port: 110, security: tls",
      "3:47: warning: incoming[0].port: 110 is a port for STARTTLS, but security is tls; several "
        + "programs use STARTTLS there whatever they are told"
        + " | use port 995, or security: starttls, unless the server has it so"),
    Row(
      "protocol: smtp, host: h.ch, port: 587, security: tls",
      "4:47: warning: outgoing[0].port: 587 is a port for STARTTLS, but security is tls; several "
        + "programs use STARTTLS there whatever they are told"
        + " | use port 465, or security: starttls, unless the server has it so"),
    Row("protocol: pop3, host: h.ch, pop3: {leaveOnServer: true, days: 14}"),
    Row("protocol: pop3, host: h.ch, pop3: {leaveOnServer: false}"),
    Row("protocol: imap, host: h.ch, pathPrefix: INBOX"),
    Row(
      "protocol: pop3, host: h.ch, pop3: {leaveOnServer: false, days: 14}",
      "3:70: error: incoming[0].pop3.days: says how long mail stays, but it does not: "
        + "leaveOnServer is false | remove 'days:', or write leaveOnServer: true"),
    Row(
      "protocol: pop3, host: h.ch, pop3: {days: 0}",
      "3:47: error: incoming[0].pop3.leaveOnServer: is missing | add 'leaveOnServer:'",
      "3:54: error: incoming[0].pop3.days: '0' is not a whole number from 1 to 3650"),
    Row(
      "protocol: imap, host: h.ch, pop3: {leaveOnServer: true}",
      "3:41: error: incoming[0].pop3: is for POP3 servers; this one is imap"
        + " | remove it, or write protocol: pop3"),
    Row(
      "protocol: pop3, host: h.ch, pathPrefix: INBOX",
      "3:41: error: incoming[0].pathPrefix: is for IMAP servers; this one is pop3"
        + " | remove it, or write protocol: imap"),
    Row(
      "protocol: smtp, host: h.ch, pathPrefix: INBOX",
      "4:41: error: outgoing[0]: there is no key 'pathPrefix' here | the accepted keys are "
        + "protocol, host, port, security, authentication, username"),
    Row(
      "protocol: smtp, host: h.ch, port: 465, security: starttls",
      "4:47: warning: outgoing[0].port: 465 is a port for implicit TLS, but security is starttls; "
        + "several programs use TLS there whatever they are told"
        + " | use port 587, or security: tls, unless the server has it so"),
    Row(
      "protocol: smtp, host: h.ch, port: 25, security: starttls",
      "4:47: warning: outgoing[0].port: port 25 is for mail between servers; many networks block "
        + "it for mail programs | use port 465 with security: tls, or 587 with starttls"),
    Row(
      "protocol: imap, host: h.ch, port: 995",
      "3:47: warning: incoming[0].port: 995 is the port of another protocol"
        + " | check port and protocol"),
    Row(
      "protocol: imap, host: h.ch, security: none",
      "3:51: warning: incoming[0].security: the password crosses the network in the clear"
        + " | use security: tls or starttls"),
    Row(
      "protocol: imap, host: h.ch, port: 993, security: ssl",
      "3:62: error: incoming[0].security: 'ssl' is not known; did you mean 'tls'?"
        + " | the accepted ones are tls, starttls, none"),
    Row(
      "protocol: imaps, host: h.ch",
      "3:23: error: incoming[0].protocol: 'imaps' is not known; did you mean 'imap'?"
        + " | the accepted ones are imap, pop3"),
    Row(
      "protocol: imap, host: h.ch, authentication: password",
      "3:57: error: incoming[0].authentication: is text; a list is needed"
        + " | begin every entry with '- '"),
    Row(
      "protocol: imap, host: h.ch, authentication: [none, password]",
      "3:57: error: incoming[0].authentication: 'none' cannot stand beside other ways to log in"
        + " | remove it, or the others"),
    Row(
      "protocol: imap, host: h.ch, authentication: [plain]",
      "3:58: error: incoming[0].authentication[0]: 'plain' is not known | the accepted ones are "
        + "password, encrypted-password, oauth2, kerberos, ntlm, client-certificate, none"),
    Row(
      "protocol: imap, host: h.ch, authentication: [password, oauth2]",
      "3:68: warning: incoming[0].authentication[1]: mail programs need to know where to log in "
        + "with OAuth 2.0 | add 'oauth2:'"),
  ])
  func serversAreChecked(_ row: Row) { #expect(found(row.server) == row.findings) }

  @Test(arguments: [
    Row("\"993\"", "is text; a whole number from 1 to 65535 is needed | write 993 without quotes"),
    Row("993.0", "'993.0' is not a whole number from 1 to 65535"),
    Row("0x3e1", "'0x3e1' is not a whole number from 1 to 65535"),
    Row("0993", "'0993' is not a whole number from 1 to 65535"),
    Row("+993", "'+993' is not a whole number from 1 to 65535"),
    Row("-993", "'-993' is not a whole number from 1 to 65535"),
    Row("1e3", "'1e3' is not a whole number from 1 to 65535"),
    Row("0", "'0' is not a whole number from 1 to 65535"),
    Row("65536", "'65536' is not a whole number from 1 to 65535"),
    Row(
      "99999999999999999999999",
      "'99999999999999999999999' is not a whole number from 1 to 65535"),
    Row("true", "is true or false; a whole number from 1 to 65535 is needed"),
    Row("[993]", "is a list; a whole number from 1 to 65535 is needed"),
    Row("imaps", "'imaps' is not a whole number from 1 to 65535"),
  ])
  func portsAreWholeNumbers(_ row: Row) {
    let wanted = row.findings.map { "3:47: error: incoming[0].port: \($0)" }
    #expect(found("protocol: imap, host: h.ch, port: \(row.server)") == wanted)
  }

  @Test func aServerThatIsThereTwiceIsAWarning() {
    let text = service().replacing(
      "  - {protocol: imap, host: mail.example.ch}\n",
      with: "  - {protocol: imap, host: m.ch}\n  - {protocol: imap, host: M.CH., port: 993}\n")
    #expect(
      findings(text) == [
        "s.yaml:8:5: warning: incoming[1]: is the same server and port as one above\n"
          + "  fix: remove one of the two"
      ])
  }

  @Test func oauth2IsAskedForOnce() {
    let method = "authentication: [oauth2]"
    let text = """
      provider: {id: a.ch, name: A}
      domains: [{name: a.ch}]
      incoming: [{protocol: imap, host: h.ch, \(method)}, {protocol: pop3, host: h.ch, \(method)}]
      outgoing: [{protocol: smtp, host: h.ch, \(method)}]
      """
    #expect(findings(text).count == 1)
    let block = "oauth2: {issuer: a.ch, authorizationURL: https://a.ch, tokenURL: https://a.ch}"
    #expect(findings("\(text)\n\(block)") == [])
  }
}
