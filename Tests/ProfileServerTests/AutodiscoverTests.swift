// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import ProfileServer

/// Plain old XML, as Outlook and others ask for it.
@Suite struct AutodiscoverTests {
  static let outlook =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
  static let mobileSync =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006"

  /// What Thunderbird sends, byte by byte, whatever the address.
  static func thunderbird(_ address: String, _ schema: String = outlook) -> String {
    "<?xml version=\"1.0\" encoding=\"utf-8\"?> <Autodiscover xmlns=\"http://schemas.microsoft.com/"
      + "exchange/autodiscover/outlook/requestschema/2006\"> <Request> <EMailAddress>\(address)"
      + "</EMailAddress> <AcceptableResponseSchema>\(schema)</AcceptableResponseSchema> </Request> "
      + "</Autodiscover>"
  }

  static func post(
    _ body: String, to handler: RequestHandler? = Handlers.hoster,
    path: String = "/autodiscover/autodiscover.xml"
  ) throws -> Response {
    try #require(handler).ask(
      "https://autodiscover.mx.example\(path)", method: "POST", body: body)
  }

  @Test(arguments: [
    "/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml",
    "/AutoDiscover/AutoDiscover.xml",
  ])
  func everyClientSetsTheAccountUp(_ path: String) throws {
    let response = try Self.post(Self.thunderbird("ann@example.ch"), path: path)
    #expect(response.status == 200)
    #expect(response["Content-Type"] == "text/xml; charset=utf-8")
    #expect(response["Cache-Control"] == "no-store")
    #expect(response.domain == "example.ch")
    #expect(XMLSchemas.validate(response.body, xsd: "autodiscover-response.xsd") == [])
    for client in MailClients.autodiscover {
      let account = try client.account(from: response.body, for: "ann@example.ch")
      #expect(account.incoming.first?.host == "imap.example.ch", "\(client.name)")
      #expect(account.outgoing.first?.host == "smtp.example.ch", "\(client.name)")
    }
  }

  struct Form: CustomTestStringConvertible, Sendable {
    let why: String
    let body: String
    var testDescription: String { why }
  }

  @Test(arguments: [
    Form(why: "Thunderbird", body: thunderbird("ann@example.ch")),
    Form(
      why: "the schema first, FairEmail's escaped form",
      body: "<Autodiscover><Request><AcceptableResponseSchema>\(outlook)</AcceptableResponseSchema>"
        + "<EMailAddress>ann@example.ch</EMailAddress></Request></Autodiscover>"),
    Form(
      why: "prefixes",
      body: "<?xml version='1.0'?><a:Autodiscover xmlns:a='u'><a:Request><a:EMailAddress>"
        + "ann@example.ch</a:EMailAddress><b:AcceptableResponseSchema xmlns:b='v'>\(outlook)"
        + "</b:AcceptableResponseSchema></a:Request></a:Autodiscover>"),
    Form(
      why: "blanks, attributes, CDATA, comments and unknown elements",
      body:
        "<Autodiscover x='1'><Request><Y><Z/></Y><EMailAddress t='2'>\n <![CDATA[ann@]]><!-- c -->"
        + "example.ch \r\n</EMailAddress><AcceptableResponseSchema> \(outlook)\t"
        + "</AcceptableResponseSchema></Request></Autodiscover>"),
    Form(why: "character references", body: thunderbird("&#97;nn&#x40;example.ch")),
    Form(why: "a byte order mark", body: "\u{FEFF}" + thunderbird("ann@example.ch")),
    Form(
      why: "LegacyDN beside",
      body: thunderbird("ann@example.ch</EMailAddress><LegacyDN>/o=x</LegacyDN><EMailAddress>")),
    Form(why: "the schema in capitals", body: thunderbird("ann@example.ch", outlook.uppercased())),
    Form(
      why: "another declared encoding",
      body: thunderbird("ann@example.ch").replacing("utf-8", with: "iso-8859-1")),
  ])
  func everyFormIsUnderstood(_ form: Form) throws {
    let response = try Self.post(form.body)
    #expect(response.text.contains("<Type>IMAP</Type>"), "\(response.text)")
  }

  @Test func strangersChooseNoConverter() {
    let body =
      "<?xml version='1.0' encoding='UTF-7'?><a><EMailAddress>ann+AEA-example.ch</EMailAddress></a>"
    #expect(AutodiscoverRequest(Array(body.utf8))?.address == "ann+AEA-example.ch")
    let plain = "<a><EMailAddress>ann@example.ch</EMailAddress></a>"
    let wide = plain.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(AutodiscoverRequest(wide) == nil)
    #expect(AutodiscoverRequest([0xFF, 0xFE] + wide) == nil)
    #expect(AutodiscoverRequest([0x4C, 0x6F, 0xA7, 0x94]) == nil)
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    let why: String
    let body: String
    var code: Int?
    var status = 200
    var testDescription: String { why }
  }

  private static let bomb =
    "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\">"
    + (1...20).map { "<!ENTITY b\($0) \"&b\($0 - 1);&b\($0 - 1);\">" }.joined() + "]>"

  @Test(arguments: [
    Refused(why: "an empty body", body: "", code: 600),
    Refused(why: "blanks", body: " \n ", code: 600),
    Refused(why: "no XML", body: "Email=ann@example.ch", code: 600),
    Refused(why: "JSON", body: "{\"EMailAddress\": \"ann@example.ch\"}", code: 600),
    Refused(
      why: "half a document", body: String(thunderbird("ann@example.ch").prefix(300)), code: 600),
    Refused(
      why: "two documents", body: thunderbird("a@example.ch") + thunderbird("b@example.ch"),
      code: 600),
    Refused(why: "Thunderbird's unescaped &", body: thunderbird("a&b@example.ch"), code: 600),
    Refused(why: "no address", body: thunderbird(""), code: 600),
    Refused(why: "no mail address", body: thunderbird("ann"), code: 600),
    Refused(
      why: "two addresses",
      body: thunderbird("a@example.ch</EMailAddress><EMailAddress>b@example.ch"), code: 600),
    Refused(
      why: "an element inside the address", body: thunderbird("a<b/>nn@example.ch"), code: 600),
    Refused(
      why: "LegacyDN alone", body: thunderbird("x").replacing("EMailAddress", with: "LegacyDN"),
      code: 600),
    Refused(why: "NUL", body: thunderbird("a\u{0}@example.ch"), code: 600),
    Refused(
      why: "a DTD", body: "<!DOCTYPE a>" + thunderbird("ann@example.ch").dropFirst(39), code: 600),
    Refused(
      why: "a bomb of entities", body: bomb + "<EMailAddress>&b20;@example.ch</EMailAddress>",
      code: 600),
    Refused(
      why: "a foreign entity",
      body:
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a><EMailAddress>&x;@example.ch"
        + "</EMailAddress></a>", code: 600),
    Refused(
      why: "a foreign DTD", body: "<!DOCTYPE a SYSTEM \"http://192.0.2.1/a.dtd\"><a/>", code: 600),
    Refused(why: "an unknown entity", body: thunderbird("&ann;@example.ch"), code: 600),
    Refused(why: "deep nesting", body: String(repeating: "<a>", count: 5_000), code: 600),
    Refused(
      why: "deep nesting that ends",
      body: String(repeating: "<a>", count: 2_000) + String(repeating: "</a>", count: 2_000),
      code: 600),
    Refused(why: "no schema", body: thunderbird("ann@example.ch", ""), code: 601),
    Refused(
      why: "another schema", body: thunderbird("ann@example.ch", "http://x/2006a"), code: 601),
    Refused(
      why: "a schema that ends alike", body: thunderbird("ann@example.ch", "x" + outlook), code: 601
    ),
    Refused(
      why: "ActiveSync where there is none", body: thunderbird("ann@example.ch", mobileSync),
      code: 601),
    Refused(
      why: "a domain that nobody serves", body: thunderbird("ann@other.example"), status: 404),
    Refused(
      why: "more than a request has", body: thunderbird(String(repeating: "a", count: 17_000)),
      status: 413),
  ])
  func isRefused(_ row: Refused) throws {
    let response = try Self.post(row.body)
    #expect(response.status == row.status)
    #expect(response["Cache-Control"] == "no-store")
    guard let code = row.code else { return }
    #expect(XMLSchemas.validate(response.body, xsd: "autodiscover-error.xsd") == [])
    #expect(response["Content-Type"] == "text/xml; charset=utf-8")
    #expect(response.text.contains("<ErrorCode>\(code)</ErrorCode>"))
    #expect(response.text.contains("Time=\"13:05:09.0000420\""))
  }

  @Test func anErrorDependsOnNobody() throws {
    let handler = Handlers.hoster
    let errors = try ["ann", "bob", "no-such-user"].map {
      try Self.post(Self.thunderbird("\($0)@example.ch", "x"), to: handler).body
    }
    #expect(Set(errors).count == 1)
  }

  @Test func aPhoneFindsItsExchangeServer() throws {
    let request = Self.thunderbird("ann@everybody.example", Self.mobileSync)
    let response = try Self.post(request, to: Handlers.everybody)
    #expect(XMLSchemas.validate(response.body, xsd: "mobilesync-response.xsd") == [])
    #expect(response.text.contains("https://eas.everybody.example/Microsoft-Server-ActiveSync"))
    #expect(response["Content-Type"] == "text/xml; charset=utf-8")
  }

  /// Delta Chat asks with GET, and logs in with the address.
  @Test func deltaChatGetsTheDomain() throws {
    let handler = try #require(Handlers.hoster)
    for url in [
      "https://example.ch/autodiscover/autodiscover.xml",
      "https://autodiscover.example.ch/autodiscover/autodiscover.xml",
    ] {
      let response = handler.ask(url)
      #expect(XMLSchemas.validate(response.body, xsd: "autodiscover-response.xsd") == [])
      let account = try DeltaChatPOX().account(from: response.body, for: "ann@example.ch")
      #expect(account.incoming.first?.host == "imap.example.ch")
      #expect(response["ETag"] != nil)
    }
  }

  @Test func redirectsGoToAnAddressOrAPlace() throws {
    let handler = try #require(Handlers.redirecting)
    let moved = try Self.post(Self.thunderbird("ann@moved.example"), to: handler)
    #expect(moved.text.contains("<RedirectAddr>ann@new.example</RedirectAddr>"))
    let phone = try Self.post(Self.thunderbird("ann@moved.example", Self.mobileSync), to: handler)
    #expect(phone.text.contains("<Redirect>ann@new.example</Redirect>"))
    let away = try Self.post(Self.thunderbird("ann@away.example"), to: handler)
    #expect(away.text.contains("<RedirectUrl>https://autodiscover.cloud.example/"))
    for response in [moved, away] {
      #expect(XMLSchemas.validate(response.body, xsd: "autodiscover-response.xsd") == [])
    }
    #expect(XMLSchemas.validate(phone.body, xsd: "mobilesync-response.xsd") == [])
  }

  struct Visit: CustomTestStringConvertible, Sendable {
    let url: String
    let status: Int
    var location: String?
    var caching = "no-store"
    var testDescription: String { url }
  }

  /// Outlook asks `http://autodiscover.DOMAIN` for a redirect of HTTP.
  @Test(arguments: [
    Visit(
      url: "http://autodiscover.away.example/autodiscover/autodiscover.xml", status: 302,
      location: "https://autodiscover.cloud.example/autodiscover/autodiscover.xml",
      caching: "public, max-age=3600"),
    Visit(url: "http://autodiscover.own.example/autodiscover/autodiscover.xml", status: 404),
    Visit(
      url:
        "http://autodiscover.own.example/autodiscover/autodiscover.xml?emailaddress=ann@own.example",
      status: 302, location: "https://ann.cloud.example/autodiscover/autodiscover.xml"),
    Visit(url: "http://autodiscover.moved.example/autodiscover/autodiscover.xml", status: 404),
    Visit(url: "http://autodiscover.other.example/autodiscover/autodiscover.xml", status: 404),
  ])
  func aVisitIsRedirected(_ row: Visit) throws {
    let response = try #require(Handlers.redirecting).ask(row.url)
    #expect(response.status == row.status)
    #expect(response["Location"] == row.location)
    #expect(response["Cache-Control"] == row.caching)
  }
}
