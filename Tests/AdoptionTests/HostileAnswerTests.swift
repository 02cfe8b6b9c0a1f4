// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestNetwork
import Testing

/// Whatever servers answer, in records, headers, documents and greetings: no command that asks the
/// network lets a terminal obey it.
@Suite(.serialized) struct HostileAnswerTests {
  private static let hostile = TestDialogs.hostile

  /// Every answer as good as it can be, with something hostile in it.
  private static func domain() throws -> TestDomain {
    let xml = "Content-Type: text/xml \(hostile)\r\nServer: \(hostile)\r\n"
    let legal = hostile.filter { !"\u{1B}\u{7}".contains($0) }
    return try TestDomain { changes in
      (changes.imap, changes.smtp, changes.submission, changes.exchanger) =
        (.hostile, .hostile, .hostile, .hostile)
      let autoconfig = """
        <clientConfig version="1.1"><emailProvider id="\(legal).test"><domain>\(legal)</domain>
        <displayName>\(legal)</displayName><incomingServer type="imap">
        <hostname>mail.\(legal).test</hostname><port>\(legal)</port><socketType>\(legal)</socketType>
        <username>\(legal)</username></incomingServer></emailProvider></clientConfig>
        """
      for path in ["/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"] {
        changes.web[path] = (200, xml, autoconfig)
      }
      changes.web["/autodiscover/autodiscover.xml"] = (
        302, "Location: https://\(hostile).test/\(hostile)\r\n", hostile
      )
      changes.web["/.well-known/user-agent-configuration.json"] = (
        200, "Content-Type: \(hostile)\r\n", "{\"protocols\":{\"imap\":{\"host\":\"\(legal)\"}}}"
      )
      changes.web["/autodiscover/autodiscover.json"] = (
        200, "Content-Type: application/json\r\n",
        "{\"Protocol\":\"\(legal)\",\"Url\":\"\(legal)\"}"
      )
      changes.web["/.well-known/mta-sts.txt"] = (
        200, "Content-Type: text/\(hostile)\r\n",
        "version: STSv1\nmode: \(hostile)\nmx: \(hostile)\nmax_age: \(hostile)\n\(hostile): 1\n"
      )
      changes.web["/logo.svg"] = (200, "Content-Type: \(hostile)\r\n", "<svg \(legal)=\"1\"/>")
      changes.web["/.well-known/caldav"] = (301, "Location: \(hostile)\r\n", "")
      changes.zone = { zone in
        let bytes = Array(hostile.utf8)
        for (name, start) in [
          ("example.test", "v=spf1 include:"), ("_dmarc.example.test", "v=DMARC1; p="),
          ("mail._domainkey.example.test", "v=DKIM1; k="),
          ("_mta-sts.example.test", "v=STSv1; id="),
          ("_smtp._tls.example.test", "v=TLSRPTv1; rua="),
          ("default._bimi.example.test", "v=BIMI1; l="),
          ("_ua-auto-config.example.test", "v=UAAC1; a="),
        ] {
          zone.remove(name, 16)
          zone.add(name, text: Array(start.utf8) + bytes)
        }
      }
    }
  }

  @Test(arguments: [
    ["check", "example.test"], ["check", "--verbose", "example.test"],
    ["check", "--json", "example.test"], ["check", "--markdown", "example.test"],
    ["check", "--nsupdate", "example.test"], ["check", "--findings", "json", "example.test"],
    ["check", "--settings", "@", "example.test"],
    ["import", "--verbose", "example.test"],
    ["import", "--verbose", "https://example.test/mail/config-v1.1.xml"],
    ["lint", "https://example.test/mail/config-v1.1.xml"],
    ["import", "https://example.test/autodiscover/autodiscover.xml"],
    ["lint", "https://ua-auto-config.example.test/.well-known/user-agent-configuration.json"],
    ["diff", "https://example.test/mail/config-v1.1.xml", "example.test"],
  ])
  func answersAreOnlyRead(_ arguments: [String]) throws {
    let domain = try Self.domain()
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(TestDomain.settings.utf8).write(to: file)
    let run = try ProgramRun(
      "mkprofile",
      arguments.map { $0 == "@" ? file.path : $0 }
        + ["--resolver", domain.resolver.address, "--ca-file", domain.authority.file.path]
        + domain.connections.flatMap { ["--connect-to", $0] })
    #expect([0, 1, 65, 69].contains(run.code), "\(run)")
    #expect(!(run.output + run.error).isEmpty)
    for text in [run.output, run.error] {
      let bad = text.unicodeScalars.first { $0.isUnprintable && $0 != "\n" && $0 != "\t" }
      #expect(bad == nil, "\(text.debugDescription)")
    }
  }
}
