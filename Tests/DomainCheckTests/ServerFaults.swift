// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import TestNetwork

extension DomainFault {
  /// What can be wrong with servers.
  static let servers: [DomainFault] = [
    DomainFault("silent server", .servers, "no answer came in time") { $0.imap = .silent },
    DomainFault("endless banner", .servers, "the TLS handshake fails", .error) {
      $0.imap = .endless
    },
    DomainFault("endless words", .servers, "the server talks without end") {
      $0.submission = .endless
    },
    DomainFault("STARTTLS missing", .servers, "STARTTLS is not offered") {
      $0.submission = .noStartTLS
    },
    DomainFault(
      "STARTTLS refused", .servers, "STARTTLS is offered and then refused: '454 not today'"
    ) {
      $0.submission = .liar
    },
    DomainFault("certificate expired", .servers, "the certificate has expired") {
      $0.imap = .expired
    },
    DomainFault(
      "certificate of another host", .servers, "the certificate is not for mail.example.test"
    ) {
      $0.imap = .wrongName
    },
    DomainFault("certificate made at home", .servers, "the certificate is of no known authority") {
      $0.imap = .selfMade
    },
    DomainFault("passwords before TLS", .servers, "it takes passwords before STARTTLS", .warning) {
      $0.submission = .plainLogins
    },
    DomainFault("no passwords", .servers, "it does not offer password") { $0.imap = .noPasswords },
    DomainFault("no way to log in", .servers, "the server offers no way to log in") {
      $0.imap = .offers("LOGINDISABLED")
    },
    DomainFault("TLS 1.0 alone", .servers, "the server speaks TLS1.0 at most") {
      $0.imap = .oldTLS
    },
    DomainFault("TLS 1.1 as well", .servers, "the server still speaks TLS1.1", .warning) {
      $0.imap = .alsoOldTLS
    },
    DomainFault("name in the subject", .servers, "the certificate has no subjectAltName") {
      $0.imap = .odd(.nameInSubject)
    },
    DomainFault("certificate for clients", .servers, "the certificate is not for servers") {
      $0.imap = .odd(.forClients)
    },
    DomainFault(
      "certificate without a purpose", .servers, "the certificate does not say that it is for",
      .warning
    ) { $0.imap = .odd(.withoutPurpose) },
    DomainFault("certificate of tomorrow", .servers, "the certificate is not valid yet") {
      $0.imap = .odd(.notYet)
    },
    DomainFault("ten years", .servers, "the certificate is valid for ", .warning) {
      $0.imap = .odd(.tenYears)
    },
    DomainFault("short key", .servers, "the certificate has an RSA key of 1024 bits") {
      $0.imap = .odd(.shortKey)
    },
    DomainFault(
      "calendars gone", .wellKnown,
      "sends clients on to https://dav.example.test/dav/, where there is no service: status 404"
    ) { $0.web["/dav/"] = (404, "", "") },
    DomainFault(
      "proxy without calendars", .wellKnown,
      "sends clients on to https://dav.example.test/dav/, where there is no service: status 502"
    ) { $0.web["/dav/"] = (502, "", "") },
    DomainFault(
      "page instead of calendars", .wellKnown,
      "sends clients on to https://dav.example.test/dav/, where there is no service: a web page"
    ) { $0.web["/dav/"] = (200, "Content-Type: text/html\r\n", "<html></html>") },
    DomainFault("calendars in a circle", .wellKnown, "clients are sent on in a circle") {
      $0.web["/dav/"] = (301, "Location: /.well-known/caldav\r\n", "")
    },
    DomainFault("public page gone", .setup, "links and QR codes lead nowhere: status 500") {
      $0.web["/"] = (500, "", "")
    },
    DomainFault(
      "web page instead of settings", .setup, "it finds its settings this way alone", .warning
    ) {
      $0.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/html\r\n", "<html></html>")
    },
    DomainFault(
      "other servers than the settings'", .setup, "sets up other servers than those of the settings"
    ) {
      let xml =
        "<clientConfig><emailProvider id=\"a.test\"><domain>a.test</domain>"
        + "<displayName>A</displayName><displayShortName>A</displayShortName>"
        + ["incoming|imap|993", "outgoing|smtp|465"].map { line in
          let part = line.split(separator: "|")
          return "<\(part[0])Server type=\"\(part[1])\"><hostname>b.test</hostname>"
            + "<port>\(part[2])</port><socketType>SSL</socketType>"
            + "<authentication>password-cleartext</authentication>"
            + "<username>%EMAILADDRESS%</username></\(part[0])Server>"
        }.joined() + "</emailProvider></clientConfig>"
      $0.web["/mail/config-v1.1.xml"] = (200, "Content-Type: text/xml\r\n", xml)
    },
    DomainFault("redirects in a circle", .wellKnown, "clients are not sent on: status 404") {
      $0.web["/.well-known/caldav"] = (404, "", "")
    },
    DomainFault("policy gone", .mtaSTS, "the policy cannot be fetched: status 301") {
      $0.web["/.well-known/mta-sts.txt"] = (301, "Location: https://setup.example.test/\r\n", "")
    },
    DomainFault("logo of another kind", .bimi, "the logo is not SVG Tiny PS") {
      $0.web["/logo.svg"] = (
        200, "Content-Type: image/svg+xml\r\n", "<svg viewBox=\"0 0 9 9\"><title/></svg>"
      )
    },
    DomainFault("web server that hangs", .wellKnown, "clients are not sent on: no answer") {
      $0.web["/.well-known/caldav"] = (TestDomain.hang, "", "")
    },
    DomainFault("web server that closes", .wellKnown, "clients are not sent on: ") {
      $0.web["/.well-known/caldav"] = (TestDomain.close, "", "")
    },
    DomainFault(
      "redirect without TLS", .wellKnown, "clients are sent on to a place without TLS"
    ) {
      $0.web["/.well-known/caldav"] = (301, "Location: http://dav.example.test/\r\n", "")
    },
    DomainFault("redirects without end", .setup, "finds no settings") {
      let back = "Location: /mail/config-v1.1.xml\r\n"
      $0.web["/mail/config-v1.1.xml"] = (302, back, "")
      $0.web["/.well-known/autoconfig/mail/config-v1.1.xml"] = (302, back, "")
    },
    DomainFault("policy for a test", .mtaSTS, "the policy is a test", .advice) {
      $0.web["/.well-known/mta-sts.txt"] = (
        200, "Content-Type: text/plain\r\n",
        "version: STSv1\nmode: testing\nmx: mail.example.test\nmax_age: 604800\n"
      )
    },
    DomainFault("exchanger without STARTTLS", .mtaSTS, "the policy is enforced, so that no mail") {
      $0.exchanger = .noStartTLS
    },
    DomainFault("exchanger that is silent", .mtaSTS, "whether it encrypts is not known", .advice) {
      $0.exchanger = .silent
    },
    DomainFault("policy for other hosts", .mtaSTS, "the mail exchanger mail.example.test is not") {
      $0.web["/.well-known/mta-sts.txt"] = (
        200, "Content-Type: text/plain\r\n",
        "version: STSv1\nmode: enforce\nmx: mx.other.test\nmax_age: 604800\n"
      )
    },
    DomainFault(
      "logo with a script", .bimi, "the logo has '<script>'"
    ) {
      $0.web["/logo.svg"] = (
        200, "Content-Type: image/svg+xml\r\n",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.2\" baseProfile=\"tiny-ps\""
          + " viewBox=\"0 0 9 9\"><title>A</title><script/></svg>"
      )
    },
    DomainFault("certificate that is none", .bimi, "there is no certificate: Gmail", .advice) { _ in
    },
  ]
}
