// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import ProfileServer

/// The policy for encrypted delivery, as other mail servers fetch it.
@Suite struct DeliveryPolicyTests {
  private static func handler(_ dns: String) -> RequestHandler? {
    Handlers.handler(
      """
      provider: {id: gneiss.example, name: Gneiss}
      domains: [{name: gneiss.example, aliases: [linked.example]}, {name: "*.many.example"}]
      incoming: [{protocol: imap, host: mail.gneiss.example}]
      outgoing: [{protocol: smtp, host: mail.gneiss.example}]
      dns: \(dns)
      """)
  }

  private static let two =
    "{mx: [{host: b.gneiss.example, preference: 20}, {host: a.gneiss.example}], mtaSTS: "

  struct Row: CustomTestStringConvertible, Sendable {
    let policy: String
    let lines: [String]
    var testDescription: String { policy }
  }

  @Test(arguments: [
    Row(policy: "{id: \"20260101\"}", lines: ["mode: testing", "max_age: 604800"]),
    Row(policy: "{mode: enforce, maxAge: 1209600}", lines: ["mode: enforce", "max_age: 1209600"]),
    Row(policy: "{mode: none, maxAge: 0}", lines: ["mode: none", "max_age: 0"]),
  ])
  func isServedToTheLetter(_ row: Row) throws {
    let handler = try #require(Self.handler("\(Self.two)\(row.policy)}"))
    for host in ["gneiss.example", "linked.example", "any.many.example"] {
      let response = handler.ask("https://mta-sts.\(host)/.well-known/mta-sts.txt")
      #expect(response.status == 200)
      #expect(response["Content-Type"] == "text/plain")
      let hosts = ["mx: a.gneiss.example", "mx: b.gneiss.example"]
      let lines = ["version: STSv1", row.lines[0]] + hosts + [row.lines[1]]
      #expect(
        String(decoding: response.body, as: UTF8.self) == lines.map { "\($0)\r\n" }.joined())
      #expect(response.domain == host)
    }
  }

  @Test(arguments: [
    ("{mx: [{host: a.gneiss.example}]}", "mta-sts.gneiss.example"),
    ("{mtaSTS: {id: \"1\"}}", "mta-sts.gneiss.example"),
    ("\(two){}}", "mta-sts.other.example"), ("\(two){}}", "mta-sts.many.example"),
    ("\(two){}}", "192.0.2.1"),
  ])
  func isNotThereOtherwise(_ dns: String, _ host: String) throws {
    let response = try #require(Self.handler(dns))
      .ask("https://\(host)/.well-known/mta-sts.txt")
    #expect(response.status == 404)
  }
}
