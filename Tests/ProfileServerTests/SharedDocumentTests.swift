// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile
import TestSupport
import Testing

@testable import ProfileServer

/// An address gets the document that the renderer makes for it, whoever asked before.
@Suite struct SharedDocumentTests {
  struct Form: CustomTestStringConvertible, Sendable {
    let why: String
    let username: String
    var host = "mail.one.example"
    /// True where one document serves everybody at the provider's own domains.
    let isShared: Bool
    var testDescription: String { why }
  }

  private static let forms = [
    Form(why: "the address", username: "address", isShared: true),
    Form(why: "the local part", username: "local-part", isShared: true),
    Form(why: "the address as a pattern", username: "{local}@{domain}", isShared: true),
    Form(why: "a host by domain", username: "address", host: "mail.{domain}", isShared: true),
    Form(
      why: "a host by person", username: "address", host: "{local}.one.example", isShared: false),
    Form(why: "a fixed domain", username: "{local}@one.example", isShared: false),
    Form(why: "an account of Windows", username: #"ONE\\{local}"#, isShared: false),
    Form(why: "one login for all", username: "bob@{domain}", isShared: false),
  ]

  private static func handler(_ form: Form) -> RequestHandler? {
    Handlers.handler(
      """
      provider: {id: one.example, name: One}
      domains: [{name: one.example, aliases: [linked.example]}, {name: "*.below.example"}]
      incoming: [{protocol: imap, host: "\(form.host)", username: "\(form.username)"}]
      outgoing: [{protocol: smtp, host: mail.one.example, username: "\(form.username)"}]
      """)
  }

  @Test(arguments: forms)
  func everybodyGetsTheirOwn(_ form: Form) throws {
    let handler = try #require(Self.handler(form))
    var chance = SeededGenerator(seed: Fuzzing.seed(11))
    let locals = ["ann", "bob", "BOB", "ann+tag", "+x", "o'hara", "7", "j\u{FC}rgen", "\"a b\""]
    for _ in 0..<Fuzzing.rounds(200) {
      let local = try #require(locals.randomElement(using: &chance))
      let domain = try #require(
        ["one.example", "linked.example", "a.below.example"].randomElement(using: &chance))
      let address = try MailAddress("\(local)@\(domain)")
      let account = try #require(handler.catalog.account(for: address))
      let rendered = try? Autoconfig().render(account, RenderOptions()).bytes
      let response = handler.ask(
        "https://\(domain)/mail/config-v1.1.xml?emailaddress=\(local.escaped)@\(domain)")
      #expect(response.status == (rendered == nil ? 404 : 200), "\(address)")
      #expect(response.body == rendered ?? response.body, "\(address)")
      #expect(response["Cache-Control"] == "no-store")
    }
  }

  @Test(arguments: forms)
  func oneDocumentIsMadeWhereItIsTheSame(_ form: Form) throws {
    let handler = try #require(Self.handler(form))
    let shared = ["one.example", "linked.example"].map { domain in
      handler.ask("https://x.example/mail/config-v1.1.xml?emailaddress=ann@\(domain)").kept != nil
    }
    #expect(shared == [form.isShared, false], "the login of a linked domain may be written out")
  }
}

extension String {
  /// What a URL cannot hold as it is, percent-encoded.
  fileprivate var escaped: String {
    utf8.map { byte in
      let isPlain = byte < 0x80 && byte != 0x22 && byte != 0x20
      let digits = String(byte, radix: 16)
      return isPlain ? String(UnicodeScalar(byte)) : "%\(digits)"
    }.joined()
  }
}
