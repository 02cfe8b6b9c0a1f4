// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

@testable import Renderers

@Suite struct AutodiscoverTests {
  struct Encryption: CustomTestStringConvertible {
    let type: MailProtocol
    let security: Security
    var port: Int?
    /// SSL and Encryption; nil where the server cannot be said.
    let written: (String, String)?
    let why: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Encryption(type: .imap, security: .tls, written: ("on", "SSL"), why: "implicit TLS"),
    Encryption(
      type: .imap, security: .starttls, written: ("on", "TLS"),
      why: "SSL off would make Thunderbird and Delta Chat use no TLS"),
    Encryption(type: .imap, security: .none, written: ("off", "None"), why: "no TLS"),
    Encryption(type: .imap, security: .tls, port: 10_993, written: ("on", "SSL"), why: "odd port"),
    Encryption(
      type: .imap, security: .starttls, port: 10_143, written: nil,
      why: "Thunderbird takes STARTTLS on an odd port for TLS"),
    Encryption(
      type: .imap, security: .tls, port: 143, written: nil,
      why: "Thunderbird takes TLS on a STARTTLS port for STARTTLS"),
  ])
  func sslAndEncryptionFitEveryClient(_ row: Encryption) throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(row.type, row.security, port: row.port), Sample.server(.pop3)])
    let document = try Autodiscover().document(Sample.account(provider))
    let types = document.text.texts(of: "Type")
    guard let written = row.written else {
      #expect(types == ["POP3", "SMTP"])
      #expect(document.findings.paths(.warning) == ["incoming[0].port"])
      return
    }
    #expect(types == ["IMAP", "POP3", "SMTP"])
    #expect(document.text.texts(of: "SSL").first == written.0)
    #expect(document.text.texts(of: "Encryption").first == written.1)
  }

  struct LogIn: CustomTestStringConvertible {
    let methods: [Authentication]
    /// SPA and AuthRequired; nil where the server cannot be said.
    let written: (String, String)?
    var testDescription: String { "\(methods)" }
  }

  @Test(arguments: [
    LogIn(methods: [.password], written: ("off", "on")),
    LogIn(methods: [.ntlm], written: ("on", "on")),
    LogIn(methods: [.kerberos], written: ("on", "on")),
    LogIn(methods: [.none], written: ("off", "off")),
    LogIn(methods: [.oauth2, .password], written: ("off", "on")),
    LogIn(methods: [.oauth2], written: nil),
    LogIn(methods: [.encryptedPassword], written: nil),
    LogIn(methods: [.clientCertificate], written: nil),
  ])
  func logInIsSaidOrLeftOut(_ row: LogIn) throws {
    let provider = try Sample.provider(outgoing: [Sample.server(.smtp, with: row.methods)])
    let document = try Autodiscover().document(Sample.account(provider))
    guard let written = row.written else {
      #expect(document.text.texts(of: "Type") == ["IMAP"])
      #expect(document.findings.paths(.warning) == ["outgoing[0].authentication", "outgoing"])
      return
    }
    #expect(document.text.texts(of: "SPA").last == written.0)
    #expect(document.text.texts(of: "AuthRequired").last == written.1)
    let hasName = document.text.texts(of: "LoginName").count == 2
    #expect(hasName == (written.1 == "on"))
  }

  @Test func oneServerOfEachKindTheFirstThatCanBeSaid() throws {
    let provider = try Sample.provider(
      incoming: [Sample.server(.pop3), Sample.server(.imap), Sample.server(.imap, .starttls)],
      outgoing: [Sample.server(.smtp, .starttls), Sample.server(.smtp)])
    let document = try Autodiscover().document(Sample.account(provider))
    #expect(document.text.texts(of: "Type") == ["IMAP", "POP3", "SMTP"])
    #expect(document.text.texts(of: "Port") == ["993", "995", "587"])
    #expect(document.findings.paths(.note) == ["incoming[2]", "outgoing[1]", "incoming[0]"])
    #expect(document.findings.paths(.warning).isEmpty)
  }

  @Test func aDomainHasNoLoginName() throws {
    let document = try Autodiscover().document(Sample.domain())
    #expect(!document.text.contains("LoginName"))
    let provider = try Sample.provider(incoming: [Sample.server(.imap, username: .localPart)])
    #expect(
      try Autodiscover().document(Sample.domain(provider)).findings.paths(.warning)
        == ["incoming[0].username"])
  }

  @Test func nothingToReadMailWithIsRefused() throws {
    let provider = try Sample.provider(incoming: [Sample.server(.imap, with: [.oauth2])])
    #expect(try Autodiscover().refusals(Sample.account(provider)).paths(.error) == ["incoming"])
  }

  @Test func redirectsToAnAddressUnlessThatIsWhoAsks() throws {
    let provider = try Sample.provider {
      $0.autodiscover.redirect = .address(try AddressPattern("{local}@new.example.ch"))
    }
    let document = try Autodiscover().document(Sample.account(provider, "anna+tag@example.ch"))
    #expect(document.text.texts(of: "Action") == ["redirectAddr"])
    #expect(document.text.texts(of: "RedirectAddr") == ["anna@new.example.ch"])
    #expect(document.findings.paths(.warning) == ["autodiscover.redirectAddress"])
    let there = try Autodiscover().document(Sample.account(provider, "anna@new.example.ch"))
    #expect(there.text.texts(of: "Action") == ["settings"])
    let phone = try MobileSync().document(Sample.account(provider)).text
    #expect(phone.texts(of: "Redirect") == ["anna@new.example.ch"])
    for format in [Autodiscover(), MobileSync()] as [any Renderer] {
      #expect(try format.refusals(Sample.domain(provider)).paths(.error).contains("autodiscover"))
    }
  }

  @Test func redirectsToAPlace() throws {
    let provider = try Sample.provider {
      $0.autodiscover.redirect = .url(try URLPattern("https://c.example/a.xml?a&b"))
      $0.activeSync = try HostPattern("eas.example.ch")
    }
    for account in [try Sample.account(provider), try Sample.domain(provider)] {
      let document = try Autodiscover().document(account)
      #expect(document.text.texts(of: "Action") == ["redirectUrl"])
      #expect(document.text.texts(of: "RedirectUrl") == ["https://c.example/a.xml?a&amp;b"])
      #expect(document.findings.paths(.warning) == ["autodiscover.redirectURL"])
      #expect(try AutodiscoverJSON().document(account).text.contains("https://c.example/a.xml"))
      let phone = try MobileSync().document(account)
      #expect(phone.text.texts(of: "Type") == ["MobileSync"])
      #expect(phone.findings.paths(.note) == ["autodiscover.redirectURL"])
    }
  }

  @Test func aRedirectThatFitsNoLegalAddressIsRefused() throws {
    let provider = try Sample.provider {
      $0.autodiscover.redirect = .address(try AddressPattern("{local}.{domain}@new.example.ch"))
    }
    let long = String(repeating: "x", count: 60) + "@example.ch"
    #expect(
      try Autodiscover().refusals(Sample.account(provider, long)).paths(.error)
        == ["autodiscover"])
  }

  @Test func mobileSyncNeedsAServer() throws {
    #expect(try MobileSync().refusals(Sample.account()).paths(.error) == ["activeSync"])
    let provider = try Sample.provider { $0.activeSync = try HostPattern("eas.{domain}") }
    let text = try MobileSync().document(Sample.account(provider)).text
    #expect(text.texts(of: "Url") == ["https://eas.example.ch/Microsoft-Server-ActiveSync"])
    #expect(text.texts(of: "EMailAddress") == ["anna@example.ch"])
  }

  @Test func jsonPointsToTheXML() throws {
    let text = try AutodiscoverJSON().document(Sample.account()).text
    #expect(
      text == #"{"Protocol":"AutodiscoverV1","Url":"https://autodiscover.example.ch"#
        + #"/autodiscover/autodiscover.xml"}"#)
    let served = try Sample.provider { $0.publicURL = try WebURL("https://setup.example.ch:8443") }
    #expect(
      try AutodiscoverJSON().document(Sample.account(served)).text.contains(
        "https://setup.example.ch:8443/autodiscover/autodiscover.xml"))
  }

  @Test func jsonKnowsActiveSyncWhereThereIsOne() throws {
    var options = RenderOptions()
    try options.choose(AutodiscoverJSON.protocolOption, "ActiveSync")
    let provider = try Sample.provider { $0.activeSync = try HostPattern("eas.example.ch") }
    let document = try AutodiscoverJSON().render(Sample.account(provider), options)
    #expect(document.text.contains("https://eas.example.ch/Microsoft-Server-ActiveSync"))
    #expect(throws: RenderFailure.self) {
      try AutodiscoverJSON().render(Sample.account(), options)
    }
  }
}
