// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@Suite struct AutodiscoverSchemaTests {
  @Test(arguments: [
    ("autodiscover-response.xsd", Samples.autodiscover),
    ("mobilesync-response.xsd", Samples.mobilesync),
    ("autodiscover-error.xsd", Samples.error),
    ("autodiscover-request.xsd", Samples.autodiscoverRequest),
    ("mobilesync-request.xsd", Samples.mobilesyncRequest),
  ])
  func acceptsGoodDocuments(_ schema: String, _ document: String) {
    #expect(XMLSchemas.validate(Array(document.utf8), xsd: schema) == [])
  }

  @Test(arguments: [
    Spoiled("wrong envelope", "discover/responseschema", "discover/response", says: "Autodiscover"),
    Spoiled("wrong account", "responseschema/2006a", "responseschema/2006", says: "Response"),
    Spoiled("POP", "<Type>IMAP", "<Type>POP", says: "Type"),
    Spoiled("lower case", "<Type>IMAP", "<Type>imap", says: "Type"),
    Spoiled("two IMAP servers", "<Type>SMTP", "<Type>IMAP", says: "Duplicate"),
    Spoiled("empty login", "anna@example.ch", "", says: "LoginName"),
    Spoiled("SPA left out", "<SPA>off</SPA>", "", says: "SPA"),
    Spoiled("SSL true", "<SSL>on", "<SSL>true", says: "SSL"),
    Spoiled("STARTTLS by name", "<Encryption>TLS", "<Encryption>STARTTLS", says: "Encryption"),
    Spoiled("Auto", "<Encryption>SSL", "<Encryption>Auto", says: "Encryption"),
    Spoiled("port 0", "<Port>993", "<Port>0", says: "Port"),
    Spoiled("blank host", "imap.example.ch", "imap example", says: "Server"),
    Spoiled("AuthPackage", "<SPA>off</SPA>", "<AuthPackage>basic</AuthPackage>", says: "AuthPa"),
    Spoiled(
      "action before type", "<AccountType>email</AccountType>\n      <Action>settings</Action>",
      "<Action>settings</Action>\n      <AccountType>email</AccountType>", says: "Action"),
    Spoiled("a redirect", "<Action>settings", "<Action>redirectUrl", says: "Action"),
    Spoiled("empty name", "<DisplayName>Anna", "<DisplayName>", says: "DisplayName"),
  ])
  func refusesAutodiscover(_ row: Spoiled) throws {
    try refuses(row, Samples.autodiscover, "autodiscover-response.xsd")
  }

  @Test(arguments: [
    Spoiled("no https", "<Url>https", "<Url>http", says: "Url"),
    Spoiled("other path", "-ActiveSync", "-Exchange", says: "Url"),
    Spoiled("other type", "<Type>MobileSync", "<Type>CertEnroll", says: "Type"),
    Spoiled("culture", "en:us", "en-US", says: "Culture"),
    Spoiled("empty address", "anna@example.ch", "", says: "EMailAddress"),
    Spoiled("the account of Outlook", "mobilesync/resp", "outlook/resp", says: "Response"),
  ])
  func refusesMobilesync(_ row: Spoiled) throws {
    try refuses(row, Samples.mobilesync, "mobilesync-response.xsd")
  }

  @Test(arguments: [
    Spoiled("unknown code", "600", "404", says: "ErrorCode"),
    Spoiled("no id", " Id=\"1234567\"", "", says: "Id"),
    Spoiled("a time without fraction", "12:34:56.0000000", "12:34:56", says: "Time"),
    Spoiled("debug text", "<DebugData/>", "<DebugData>x</DebugData>", says: "DebugData"),
  ])
  func refusesErrors(_ row: Spoiled) throws {
    try refuses(row, Samples.error, "autodiscover-error.xsd")
  }

  @Test(arguments: [
    Spoiled("no address", "anna@example.ch", "", says: "EMailAddress"),
    Spoiled("another schema", "outlook/responseschema", "x/responseschema", says: "Acceptable"),
    Spoiled("an unknown child", "EMailAddress>", "Email>", says: "Email"),
  ])
  func refusesRequests(_ row: Spoiled) throws {
    try refuses(row, Samples.autodiscoverRequest, "autodiscover-request.xsd")
  }

  @Test func namesASchemaThatIsMissing() {
    let problems = XMLSchemas.validate(Array(Samples.error.utf8), xsd: "missing.xsd")
    #expect(problems.first == "the schema missing.xsd is unusable")
  }

  private func refuses(_ row: Spoiled, _ good: String, _ schema: String) throws {
    let document = try #require(row.document(good), "nothing to spoil")
    let problems = XMLSchemas.validate(document, xsd: schema)
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
  }
}
