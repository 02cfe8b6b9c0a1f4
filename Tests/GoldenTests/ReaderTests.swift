// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Renderers
import TestSupport
import Testing

/// The readers of the goldens notice a document that would set up something else.
@Suite struct ReaderTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var format: String
    var old: String
    var new: String
    var says: String

    init(_ format: String, _ old: String, _ new: String, says: String) {
      self.format = format
      self.old = old
      self.new = new
      self.says = says
    }

    var testDescription: String { "\(format): \(old) → \(new)" }
  }

  @Test(arguments: [
    Row("autoconfig", ">143<", ">144<", says: "begins with"),
    Row("autoconfig", ">993<", ">994<", says: "not there or not in this place"),
    Row("autoconfig", "%EMAILADDRESS%", "%EMAILLOCALPART%", says: "logs in as anna, not as anna@"),
    Row("autoconfig", "STARTTLS", "plain", says: "Android: refuses the document"),
    Row("autoconfig", "\"imap\"", "\"pop3\"", says: "FairEmail: refuses the document"),
    Row("autodiscover", ">imap.everything", ">mail.everything", says: "not the first"),
    Row("autodiscover", "<Port>143", "<Port>993", says: "not the first"),
    Row("autodiscover", "<SSL>on", "<SSL>off", says: "uses none on port 143"),
    Row("autodiscover", "<LoginName>anna@everything.example", "<LoginName>anna", says: "as anna"),
    Row("mobilesync", "eas.everything", "mail.everything", says: "server:"),
    Row("mobilesync", ">anna@", ">bob@", says: "address:"),
    Row("autodiscover-json", "https:", "http:", says: "oneOf"),
    Row("pacc", "imap.everything", "mail.everything", says: "is not in the settings"),
    Row("settings", "\"port\": 143", "\"port\": 144", says: "ports:"),
    Row("settings", "imap.everything", "mail.everything", says: "hosts:"),
    Row("mobileconfig", ">993<", ">143<", says: "not the best server"),
    Row("mobileconfig", ">993<", ">994<", says: "is not in the settings"),
    Row("mobileconfig", ">anna@everything.example<", ">anna<", says: "not Optional(\"anna@"),
    Row("sheet-text", "imap.everything", "mail.everything", says: "is not on the sheet"),
    Row("thunderbird-qr", "143,2,", "143,3,", says: "is not in the settings"),
    Row("thunderbird-qr", ",\"anna@everything.example\"]", ",\"anna\"]", says: "is not in the"),
    Row("msmtp", "port 587", "port 588", says: "is not in the settings"),
    Row("msmtp", "user anna@everything", "user anna@elsewhere", says: "is not in the settings"),
    Row("postfix-relay", "wrappermode = no", "wrappermode = yes", says: "is not in the settings"),
    Row("exim-smarthost", "port = 587", "port = 25", says: "is not in the settings"),
    Row("s-nail", "set mta=smtp://anna", "set mta=smtp://bob", says: "is not in the settings"),
    Row("dotenv", "SMTP_PORT=587", "SMTP_PORT=25", says: "is not in the settings"),
    Row("mbsync", "SSLType STARTTLS", "SSLType IMAPS", says: "is not in the settings"),
    Row("fetchmail", "port 143", "port 144", says: "is not in the settings"),
    Row("getmail", "port = 993", "port = 143", says: "is not in the settings"),
    Row("neomutt", "imap_user = \"anna", "imap_user = \"bob", says: "is not in the settings"),
    Row("aerc", "source = imap:", "source = imaps:", says: "is not in the settings"),
    Row("himalaya", "imap.starttls = true", "", says: "is not in the settings"),
    Row("declaration", "\"Port\": 993", "\"Port\": 994", says: "is not in the settings"),
    Row("declaration", "Password\",", "Pass\",", says: "AuthenticationMethod says Pass"),
    Row("declaration", "HostName", "Hostname", says: "Hostname is unknown"),
    Row(
      "declaration", "\"AuthenticationCredentialsAssetReference\": \"",
      "\"AuthenticationCredentialsAssetReference\": \"X", says: "refers to no asset"),
    Row("sheet-html", "imap.everything", "mail.everything", says: "is not on the sheet"),
  ])
  func noticesTheChange(_ row: Row) throws {
    let rendition = try #require(
      Rendition.all.first {
        $0.subject == "anna@everything.example" && $0.format.name == row.format
          && $0.choice == nil
      })
    let document = try rendition.render().get()
    try #require(document.text.contains(row.old), "nothing to change")
    let changed = document.text.replacing(row.old, with: row.new)
    let read = try #require(Readers.all[row.format])
    let problems = try read(
      Document(Array(changed.utf8), findings: document.findings), rendition)
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
  }
}
