// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Renderers

@Suite struct AppPasswordTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let text: String
    /// The passwords of mail, calendars, contacts and ActiveSync; nil where it is no password.
    let parts: [String?]?
    var testDescription: String { text }
  }

  @Test(arguments: [
    Row(text: "abc", parts: ["abc", "abc", "abc", "abc"]),
    Row(text: "{abc", parts: ["{abc", "{abc", "{abc", "{abc"]),
    Row(text: #"{"mail":"m"}"#, parts: ["m", nil, nil, "m"]),
    Row(
      text: #"{"mail": "m", "calendar": "c", "contacts": "d", "activesync": "e"}"#,
      parts: ["m", "c", "d", "e"]),
    Row(text: #"{"calendar": "c \"quoted\""}"#, parts: [nil, #"c "quoted""#, nil, nil]),
    Row(text: "{}", parts: nil),
    Row(text: "{abc}", parts: nil),
    Row(text: #"{"fax": "m"}"#, parts: nil),
    Row(text: #"{"mail": ""}"#, parts: nil),
    Row(text: #"{"mail": " m"}"#, parts: nil),
    Row(text: #"{"mail": 12}"#, parts: nil),
    Row(text: #"{"mail": null, "calendar": "c"}"#, parts: nil),
    Row(text: #"{"mail": "m", "mail": "n"}"#, parts: nil),
    Row(text: "{\"mail\": \"" + String(repeating: "m", count: 257) + "\"}", parts: nil),
    Row(text: "", parts: nil),
  ])
  func passwordsAreReadByTheirParts(_ row: Row) {
    let password = AppPassword(row.text)
    #expect((password == nil) == (row.parts == nil))
    let parts: [AppPassword.Part] = [.mail, .calendar, .contacts, .activesync]
    if let password, let wanted = row.parts {
      #expect(parts.map { password.text(for: $0) } == wanted)
      #expect(password.text == row.text)
      #expect("\(password)" == "\u{2022}\u{2022}\u{2022}")
    }
  }

  @Test func eachPayloadHasItsOwn() throws {
    var provider = Provider(id: try DomainName("example.ch"), name: try DisplayText("Example"))
    provider.incoming = [Server(.imap, host: try HostPattern("mail.example.ch"))]
    provider.outgoing = [Server(.smtp, host: try HostPattern("mail.example.ch"))]
    provider.calendars = [
      CalendarService(.caldav, url: try URLPattern("https://dav.example.ch/cal/"))
    ]
    provider.contacts = [ContactService(url: try URLPattern("https://dav.example.ch/card/"))]
    let account = AccountSettings(provider, address: try MailAddress("anna@example.ch"))
    let password = try #require(AppPassword(#"{"mail": "m-1", "contacts": "k-3"}"#))
    let document = try MobileConfig(password: password).render(account, RenderOptions())
    let text = String(decoding: document.bytes, as: UTF8.self)
    func value(_ key: String) -> String? {
      text.components(separatedBy: "<key>\(key)</key>").dropFirst().first?
        .components(separatedBy: "<string>").dropFirst().first?
        .components(separatedBy: "</string>").first
    }
    #expect(value("IncomingPassword") == "m-1")
    #expect(text.contains("<key>OutgoingPasswordSameAsIncomingPassword</key>"))
    #expect(!text.contains("CalDAVPassword"))
    #expect(value("CardDAVPassword") == "k-3")
  }
}
