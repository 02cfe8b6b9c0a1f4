// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Renderers

@Suite struct PACCTests {
  @Test func isTheSameForEverybodyAtADomain() throws {
    let domain = try PACC().document(Sample.domain()).bytes
    #expect(try PACC().document(Sample.account(nil, "anna@example.ch")).bytes == domain)
    #expect(try PACC().document(Sample.account(nil, "bob+x@example.ch")).bytes == domain)
  }

  @Test func onlyImplicitTLSOnUsualPortsCanBeSaid() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap, .starttls), Sample.server(.pop3, port: 10_995)],
      outgoing: [Sample.server(.smtp, .starttls), Sample.server(.smtp)])
    let document = try PACC().document(Sample.account(provider))
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(document.bytes)) as? [String: Any])
    let protocols = try #require(root["protocols"] as? [String: Any])
    #expect(Array(protocols.keys) == ["smtp"])
    #expect(document.findings.paths(.warning) == ["incoming[0].security", "incoming[1].port"])
    #expect(document.findings.paths(.note) == ["outgoing[0]"])
  }

  @Test func userNamesMustBeTheAddress() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.imap, username: .localPart)],
      outgoing: [Sample.server(.smtp, username: .localPart)])
    #expect(try PACC().refusals(Sample.account(provider)).paths(.error) == ["incoming"])
    #expect(
      try !PACC().refusals(Sample.account(nil, "anna@example.com", login: "example.ch")).isEmpty)
  }

  @Test func namesTheIssuerAsAURL() throws {
    let provider = try Sample.provider { provider in
      provider.oauth2 = OAuth2(
        issuer: try DisplayText("auth.example.ch"),
        authorizationURL: try WebURL("https://auth.example.ch/a"),
        tokenURL: try WebURL("https://auth.example.ch/t"))
    }
    let text = try PACC().document(Sample.account(provider)).text
    #expect(text.contains(#""issuer": "https://auth.example.ch""#))
  }
}
