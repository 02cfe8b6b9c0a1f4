// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import ProfileServer

/// Autodiscover v2, as Outlook's cloud service asks.
@Suite struct AutodiscoverJSONTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let target: String
    /// The URL of the answer; nil for an error.
    var url: String?
    var error: String?
    var supported: String?
    var status = 200
    var testDescription: String { target }
  }

  private static let path = "/autodiscover/autodiscover.json"
  private static let xml = "https://setup.everybody.example/autodiscover/autodiscover.xml"
  private static let eas = "https://eas.everybody.example/Microsoft-Server-ActiveSync"

  @Test(arguments: [
    Row(target: "\(path)?Email=ann%40everybody.example&Protocol=AutodiscoverV1", url: xml),
    Row(
      target: "\(path)?Email=ann@everybody.example&Protocol=ActiveSync&RedirectCount=1", url: eas),
    Row(target: "\(path)?email=ann@everybody.example&protocol=autodiscoverv1", url: xml),
    Row(target: "\(path)?EMAIL=ann@everybody.example&PROTOCOL=ACTIVESYNC", url: eas),
    Row(
      target: "/AutoDiscover/AutoDiscover.json?Protocol=Autodiscoverv1&Email=a@b.example", url: xml),
    Row(target: "\(path)/v1.0/ann%40everybody.example?Protocol=AutodiscoverV1", url: xml),
    Row(target: "\(path)/v1.0/ann@everybody.example?Protocol=ActiveSync", url: eas),
    Row(
      target: "/Autodiscover/Autodiscover.json/V1.0/a%2Fb@everybody.example?Protocol=ActiveSync",
      url: eas),
    Row(target: "\(path)?Protocol=AutodiscoverV1", url: xml),
    Row(target: "\(path)?Email=&Protocol=AutodiscoverV1", url: xml),
    Row(
      target: "\(path)?Email=a@b.example&Protocol=EWS", error: "InvalidProtocol",
      supported: "AutodiscoverV1,ActiveSync", status: 400),
    Row(
      target: "\(path)?Email=a@b.example&Protocol=%22%3C%0D%0A%E2%80%AE",
      error: "InvalidProtocol", supported: "AutodiscoverV1,ActiveSync", status: 400),
    Row(target: "\(path)?Email=a@b.example", error: "MandatoryParameterMissing", status: 400),
    Row(
      target: "\(path)?Email=a@b.example&Protocol=", error: "MandatoryParameterMissing", status: 400
    ),
    Row(target: "\(path)/v1.0/a@b.example", error: "MandatoryParameterMissing", status: 400),
    Row(target: "\(path)?Email=a@192.0.2.1&Protocol=AutodiscoverV1", status: 404),
  ])
  func isAnswered(_ row: Row) throws {
    let response = try #require(Handlers.everybody).ask("https://everybody.example\(row.target)")
    #expect(response.status == row.status)
    #expect(response["Cache-Control"] == "no-store", "an address is in the URL")
    guard row.status != 404 else { return }
    #expect(response["Content-Type"] == "application/json")
    #expect(try JSONSchema.validate(response.body, schema: "autodiscover-json.schema.json") == [])
    let json = try JSONValue(response.body)
    #expect(json["Url"]?.string == row.url)
    #expect(json["ErrorCode"]?.string == row.error)
    if let supported = row.supported {
      #expect(
        json["ErrorMessage"]?.string?.hasSuffix("Supported values are '\(supported)'") == true)
    }
  }

  @Test func onlyWhatThereIsIsSupported() throws {
    let handler = try #require(Handlers.hoster)
    let url = "https://example.ch\(Self.path)?Email=a@example.ch&Protocol=ActiveSync"
    let response = handler.ask(url)
    #expect(response.status == 400)
    #expect(response.text.hasSuffix("Supported values are 'AutodiscoverV1'\"}"))
  }

  @Test func aLongNameIsCut() throws {
    let name = String(repeating: "e\u{301}", count: 400)
    let response = try #require(Handlers.hoster)
      .ask("https://example.ch\(Self.path)?Protocol=\(name)")
    #expect(response.status == 400)
    #expect(response.body.count < 400)
  }
}
