// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Testing

/// Web addresses and patterns.
struct URLAndPatternTests {
  @Test(arguments: [
    ("https://example.ch", "https://example.ch"),
    ("HTTPS://EXAMPLE.ch/A", "https://example.ch/A"),
    ("https://bücher.example/ü?q=é#ß", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A9#%C3%9F"),
    ("http://e.ch:8080/", "http://e.ch:8080/"),
    ("webcal://e.ch/a.ics", "webcal://e.ch/a.ics"),
    ("https://e.ch?a=1&b=[2]", "https://e.ch?a=1&b=[2]"),
    ("https://e.ch/a%20b", "https://e.ch/a%20b"),
    ("https://e.ch./", "https://e.ch/"),
  ])
  func isRead(_ text: String, _ wanted: String) throws {
    let url = try WebURL(text)
    #expect(url.description == wanted)
    #expect(try WebURL(url.description) == url)
  }

  @Test(arguments: [
    "", "example.ch", "ftp://e.ch", "https:e.ch", "https:/e.ch", "https://", "https:///a", "//e.ch",
    "https://user@e.ch", "https://u:p@e.ch/", "https://e.ch:0", "https://e.ch:65536",
    "https://e.ch:",
    "https://e.ch:4a", "https://e.ch:+80", "https://192.0.2.1", "https://[::1]/",
    "https://e.ch/a b",
    "https://e.ch/\"", "https://e.ch/<", "https://e.ch/a\nb", "https://e.ch/\u{202E}",
    "javascript://e.ch", "https://e_f.ch", "https://e.ch\\a", "https://e.ch/100%",
    "https://e.ch/%2",
    "https://e.ch/%zz",
    "https://e.ch/" + String(repeating: "a", count: 2_001),
    "https://e.ch:99999999999999999999",
  ])
  func isRefused(_ text: String) {
    let error = #expect(throws: InvalidValue.self) { try WebURL(text) }
    #expect(error?.message.isEmpty == false)
  }

  @Test func partsAreTold() throws {
    let url = try WebURL("https://e.ch:8443/a")
    #expect(url.port.number == 8443)
    #expect(try WebURL("https://e.ch").port == .https)
    #expect(try WebURL("http://e.ch").port == .http)
    #expect(try WebURL("webcal://e.ch").port == .https)
    #expect(try !WebURL("http://e.ch").isSecure)
    #expect(try WebURL("https://e.ch/").isBare)
    #expect(!url.isBare)
    #expect(url.text(scheme: .webcal) == "webcal://e.ch:8443/a")
  }

  @Test func patternsHaveKnownPlaceholders() throws {
    let pattern = try Pattern("a{local}b{domain}{address}")
    #expect(
      pattern.segments == [
        .literal("a"), .placeholder(.local), .literal("b"), .placeholder(.domain),
        .placeholder(.address),
      ])
    #expect(pattern.filled { $0.rawValue } == "alocalbdomainaddress")
    #expect(pattern.filled { _ in nil } == nil)
    #expect(try Pattern("").segments == [])
    for text in ["{", "}", "a}b{", "{}", "{Local}", "{{local}}", "{local", "{user}"] {
      #expect(throws: InvalidValue.self) { try Pattern(text) }
    }
  }

  @Test func hostPatternsGiveHosts() {
    for text in ["mail.example.ch", "mail.{domain}", "{local}.example.ch", "{local}.{domain}"] {
      #expect(throws: Never.self) { try HostPattern(text) }
    }
    for text in ["{address}", "mail_{domain}", "{domain}:993", "192.0.2.1", "{domain", "-{domain}"]
    {
      #expect(throws: InvalidValue.self) { try HostPattern(text) }
    }
  }

  @Test func urlPatternsHaveTheirSchemes() {
    #expect(throws: Never.self) { try URLPattern("https://{domain}/{address}/{local}") }
    #expect(throws: Never.self) { try URLPattern("webcal://e.ch", schemes: [.https, .webcal]) }
    for text in ["http://e.ch", "{address}", "https://{address}/", "https://e.ch/{user}"] {
      #expect(throws: InvalidValue.self) { try URLPattern(text) }
    }
  }

  @Test func portsAre16Bits() {
    #expect(Port(1)?.number == 1)
    #expect(Port(65_535)?.description == "65535")
    for number in [0, -1, 65_536, Int.max, Int.min] { #expect(Port(number) == nil) }
  }
}
