// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Adoption

/// What a profile or a file says in another way than clients read it is told, never skipped.
@Suite struct MistypedImportTests {
  typealias Row = LosslessImportTests.Row

  private static func mail(_ more: String = "", top: String = "") -> String {
    SmallDocuments.profile([SmallDocuments.mail(more: more)], top: top)
  }

  private static func beside(_ payloads: (String, [(String, String)])...) -> String {
    SmallDocuments.profile(
      [SmallDocuments.mail()] + payloads.map { SmallDocuments.payload($0.0, $0.1) })
  }

  private static func calendar(_ key: String, _ value: String) -> String {
    beside(
      (
        "com.apple.caldav.account",
        [("CalDAVHostName", "<string>d.bay.example</string>"), (key, value)]
      )
    )
  }

  private static func directory(_ bases: String) -> String {
    beside(
      (
        "com.apple.ldap.account",
        [("LDAPAccountHostName", "<string>l.bay.example</string>"), ("LDAPSearchSettings", bases)]
      ))
  }

  private static func exchange(
    _ type: String, _ accounts: (host: String, user: String)...
  ) -> String {
    SmallDocuments.profile(
      [SmallDocuments.mail()]
        + accounts.map {
          SmallDocuments.payload(
            type,
            [
              ("Host", "<string>\($0.host).bay.example</string>"), ("SSL", "<true/>"),
              ("UserName", "<string>\($0.user)</string>"),
            ])
        })
  }

  private static let other = "it is of another type than devices want"

  @Test(arguments: [
    Row(
      "a port as text", calendar("CalDAVPort", "<string>8443</string>"),
      says: [
        "CalDAVPort ('8443') of com.apple.caldav.account is left out: \(other)"
      ]),
    Row(
      "a switch as text", mail("<key>PreventMove</key><string>true</string>"),
      says: [
        "PreventMove ('true') of com.apple.mail.managed is left out: \(other)"
      ], never: ["preventMove"]),
    Row(
      "a name as a number", calendar("CalDAVAccountDescription", "<integer>5</integer>"),
      says: [
        "CalDAVAccountDescription (5)"
      ]),
    Row(
      "a password as a number", mail("<key>IncomingPassword</key><integer>5</integer>"),
      says: [
        "IncomingPassword (not shown)"
      ]),
    Row(
      "a switch of the profile",
      mail(top: "<key>PayloadRemovalDisallowed</key><integer>1</integer>"),
      says: ["PayloadRemovalDisallowed (1) of the profile is left out"],
      never: ["removalDisallowed"]),
    Row(
      "a day as text", mail(top: "<key>RemovalDate</key><string>2099-01-01</string>"),
      says: ["RemovalDate ('2099-01-01') is left out: it is no date"], never: ["removalDate"]),
    Row(
      "a day without a time", mail(top: "<key>RemovalDate</key><date>2099-01-01</date>"),
      gives: ["removalDate: 2099-01-01"], says: ["devices take a time in UTC only"]),
    Row(
      "one consent", mail(top: "<key>ConsentText</key><string>Yes</string>"),
      says: ["ConsentText ('Yes') of the profile is left out"]),
    Row(
      "a consent that is none",
      mail(top: "<key>ConsentText</key><dict><key>de</key><true/></dict>"),
      says: ["ConsentText in 'de' is left out: it is no text"]),
    Row("one search base", directory("<dict/>"), says: ["LDAPSearchSettings (0 keys)"]),
    Row(
      "search bases that are none",
      directory(
        "<array><string>x</string><dict><key>LDAPSearchSettingSearchBase</key><true/></dict></array>"
      ),
      says: ["a search base is left out", "LDAPSearchSettingSearchBase (true)"]),
    Row(
      "keys of a search base",
      directory(
        "<array><dict><key>LDAPSearchSettingSearchBase</key><string>o=a</string>"
          + "<key>Depth</key><integer>2</integer></dict></array>"),
      gives: ["o=a"], says: ["Depth (2) of LDAPSearchSettings is left out"]),
  ])
  func otherTypesAreTold(_ row: Row) throws { try LosslessImportTests.check(row) }

  @Test(arguments: [
    Row(
      "an account of another kind",
      mail().replacing("EmailTypeIMAP", with: "EmailTypeExchange"),
      gives: ["protocol: imap"], says: ["EmailAccountType 'EmailTypeExchange' is neither"]),
    Row(
      "an account of no kind", mail().replacing("EmailAccountType", with: "Kind"),
      gives: ["protocol: imap"], says: ["EmailAccountType is neither"]),
    Row(
      "a second account of EWS",
      exchange("com.apple.ews.account", ("one", "anna"), ("two", "anna")),
      gives: ["https://one.bay.example"], says: ["'https://two.bay.example/EWS/Exchange.asmx'"],
      never: ["two.bay.example"]),
    Row(
      "a second log-in of ActiveSync",
      exchange("com.apple.eas.account", ("eas", "anna"), ("eas", "BAY\\anna")),
      gives: ["username: local-part"],
      says: ["a second account at eas.bay.example with another log-in"]),
    Row(
      "the same account of ActiveSync twice",
      exchange("com.apple.eas.account", ("eas", "anna"), ("eas", "anna")),
      gives: ["host: eas.bay.example"]),
    Row(
      "calendars of two people",
      beside(
        (
          "com.apple.caldav.account",
          [
            ("CalDAVHostName", "<string>d.bay.example</string>"),
            ("CalDAVUsername", "<string>anna@bay.example</string>"),
          ]
        ),
        (
          "com.apple.caldav.account",
          [
            ("CalDAVHostName", "<string>d.bay.example</string>"),
            ("CalDAVUsername", "<string>team@bay.example</string>"),
          ]
        )),
      gives: ["https://d.bay.example"], says: ["a second calendar that is the same"]),
    Row(
      "a calendar with and without a user name",
      SmallDocuments.autoconfig(
        inProvider: "<calendar type='caldav'><username>%EMAILADDRESS%</username>"
          + "<serverURL>https://d.bay.example/</serverURL></calendar><calendar type='caldav'>"
          + "<serverURL>https://D.bay.example/</serverURL></calendar>"),
      gives: ["https://d.bay.example/"], says: ["a second calendar that is the same"]),
    Row(
      "a page twice",
      SmallDocuments.autoconfig(
        inProvider: "<documentation url='https://bay.example/'/>"
          + "<documentation url='https://Bay.example/'/>"),
      gives: ["https://bay.example/"], says: ["a second page that is the same"]),
    Row(
      "a directory twice",
      beside(
        ("com.apple.ldap.account", [("LDAPAccountHostName", "<string>l.bay.example</string>")]),
        ("com.apple.ldap.account", [("LDAPAccountHostName", "<string>l.bay.example</string>")])),
      gives: ["host: l.bay.example"], says: ["a second directory that is the same"]),
    Row(
      "a search base twice",
      directory(
        "<array>"
          + String(
            repeating: "<dict><key>LDAPSearchSettingSearchBase</key><string>o=a</string></dict>",
            count: 2) + "</array>"), gives: ["o=a"]),
    Row(
      "a consent in one language twice",
      mail(
        top: "<key>ConsentText</key><dict><key>de</key><string>Ja</string>"
          + "<key>DE</key><string>Jawohl</string></dict>"),
      gives: ["Ja"], says: ["ConsentText in 'DE' is left out"]),
    Row(
      "the device itself",
      SmallDocuments.autoconfig(
        inProvider: "<incomingServer type='imap'>"
          + "<hostname>localhost</hostname></incomingServer>"),
      says: ["'localhost' is the device itself"], never: ["host: localhost"]),
    Row(
      "braces in a user name", SmallDocuments.autoconfig(username: "{local}"),
      gives: ["username: address"], says: ["the user name '{local}' would be the same"],
      never: ["local-part", "{local}\"  "]),
    Row(
      "braces in a host",
      SmallDocuments.autoconfig(
        inProvider: "<incomingServer type='imap'>"
          + "<hostname>imap.{domain}</hostname></incomingServer>"),
      says: ["'imap.{domain}' is not a host name"], never: ["imap.{domain}"]),
  ])
  func nothingReplacesAnother(_ row: Row) throws { try LosslessImportTests.check(row) }
}

extension MistypedImportTests {
  private static func outlook(_ more: String, account: String = "") -> String {
    SmallDocuments.autodiscover(
      """
      <Protocol><Type>IMAP</Type><Server>i.bay.example</Server><Port>993</Port>\(more)
      <LoginName>anna@bay.example</LoginName></Protocol>\(account)
      """)
  }

  private static func exchange(_ urls: String) -> String {
    outlook("", account: "<Protocol><Type>EXCH</Type>\(urls)</Protocol>")
  }

  @Test(arguments: [
    Row(
      "a password", outlook("<Password>geheim</Password>"), says: ["<Password> is left out"],
      never: ["geheim"]),
    Row(
      "a second port", outlook("<Port>143</Port>"), gives: ["port: 993"],
      says: ["a second <Port> '143' is left out"]),
    Row(
      "an encryption that is none", outlook("<Encryption>Full</Encryption>"),
      says: ["<Encryption> 'Full' is left out"]),
    Row(
      "a second account",
      outlook("").replacing(
        "</Response>", with: "<Account><Action>settings</Action></Account></Response>"),
      says: ["a second <Account> is left out"]),
    Row(
      "two addresses of EWS",
      exchange(
        "<ASUrl>https://in.bay.example/EWS</ASUrl><EwsUrl>https://out.bay.example/EWS</EwsUrl>"),
      gives: ["https://in.bay.example/EWS"], says: ["<EwsUrl> 'https://out.bay.example/EWS'"],
      never: ["out.bay.example"]),
    Row(
      "MAPI over HTTP", outlook("", account: "<Protocol Type='mapiHttp'><MailStore/></Protocol>"),
      says: ["MailStore of the protocol mapiHttp is left out"]),
    Row(
      "a type at another place", outlook("", account: "<Protocol Type='SMTP'><Server/></Protocol>"),
      says: ["a protocol of the type 'SMTP' is left out"]),
    Row(
      "PACC without a host",
      #"{"protocols":{"imap":{"host":"i.bay.example"},"smtp":{"host":["a"]},"caldav":{}}}"#,
      says: ["protocols.smtp is left out: it has no host", "protocols.caldav is left out"]),
  ])
  func answersLoseNothing(_ row: Row) throws {
    try LosslessImportTests.check(row, domain: "bay.example")
    let told = try SmallDocuments.imported(row.document, domain: "bay.example").findings
    #expect(!told.contains("geheim"))
  }
}
