// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Good documents, which the tests spoil in one place at a time.
enum Samples {
  static let autoconfig = """
    <?xml version="1.0" encoding="UTF-8"?>
    <clientConfig version="1.2">
      <emailProvider id="example.ch">
        <domain>example.ch</domain>
        <displayName>Example &amp; Co</displayName>
        <displayShortName>Example</displayShortName>
        <incomingServer type="imap">
          <hostname>imap.example.ch</hostname>
          <port>993</port>
          <socketType>SSL</socketType>
          <authentication>OAuth2</authentication>
          <authentication>password-cleartext</authentication>
          <username>%EMAILADDRESS%</username>
        </incomingServer>
        <incomingServer type="pop3">
          <hostname>pop.example.ch</hostname>
          <port>995</port>
          <socketType>SSL</socketType>
          <authentication>password-cleartext</authentication>
          <username>%EMAILADDRESS%</username>
        </incomingServer>
        <incomingServer type="jmap">
          <url>https://jmap.example.ch/session</url>
          <authentication>password-cleartext</authentication>
          <username>%EMAILADDRESS%</username>
        </incomingServer>
        <outgoingServer type="smtp">
          <hostname>smtp.example.ch</hostname>
          <port>587</port>
          <socketType>STARTTLS</socketType>
          <authentication>password-cleartext</authentication>
          <username>%EMAILADDRESS%</username>
        </outgoingServer>
        <documentation url="https://example.ch/help"><descr lang="de">Hilfe</descr></documentation>
      </emailProvider>
      <calendar type="caldav">
        <username>%EMAILADDRESS%</username>
        <authentication system="http">Basic</authentication>
        <url>https://dav.example.ch/</url>
      </calendar>
      <webMail><loginPage url="https://mail.example.ch/?a=1&amp;b=2"/></webMail>
      <addressbook type="carddav">
        <username>%EMAILADDRESS%</username>
        <authentication system="http">Basic</authentication>
        <url>https://dav.example.ch:8443/contacts</url>
      </addressbook>
      <oAuth2>
        <issuer>login.example.ch</issuer>
        <scope>imap smtp</scope>
        <authURL>https://login.example.ch/authorize</authURL>
        <tokenURL>https://login.example.ch/token</tokenURL>
      </oAuth2>
    </clientConfig>
    """

  /// The same without a server and a way to log in that some clients trip over.
  static let plainAutoconfig = {
    let jmap = autoconfig.components(separatedBy: "    <incomingServer type=\"jmap\">")
    let rest = jmap[1].components(separatedBy: "</incomingServer>\n").dropFirst()
    return (jmap[0] + rest.joined(separator: "</incomingServer>\n"))
      .replacing("      <authentication>OAuth2</authentication>\n", with: "")
  }()

  private static let autodiscoverNamespace = "http://schemas.microsoft.com/exchange/autodiscover"

  static let autodiscover = """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="\(autodiscoverNamespace)/responseschema/2006">
      <Response xmlns="\(autodiscoverNamespace)/outlook/responseschema/2006a">
        <User><DisplayName>Anna</DisplayName></User>
        <Account>
          <AccountType>email</AccountType>
          <Action>settings</Action>
          <Protocol>
            <Type>IMAP</Type>
            <Server>imap.example.ch</Server>
            <Port>993</Port>
            <DomainRequired>off</DomainRequired>
            <LoginName>anna@example.ch</LoginName>
            <SPA>off</SPA>
            <SSL>on</SSL>
            <Encryption>SSL</Encryption>
            <AuthRequired>on</AuthRequired>
          </Protocol>
          <Protocol>
            <Type>SMTP</Type>
            <Server>smtp.example.ch</Server>
            <Port>587</Port>
            <DomainRequired>off</DomainRequired>
            <SPA>off</SPA>
            <SSL>on</SSL>
            <Encryption>TLS</Encryption>
            <AuthRequired>on</AuthRequired>
            <UsePOPAuth>off</UsePOPAuth>
            <SMTPLast>off</SMTPLast>
          </Protocol>
        </Account>
      </Response>
    </Autodiscover>
    """

  static let mobilesync = """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="\(autodiscoverNamespace)/responseschema/2006">
      <Response xmlns="\(autodiscoverNamespace)/mobilesync/responseschema/2006">
        <Culture>en:us</Culture>
        <User><DisplayName>Anna</DisplayName><EMailAddress>anna@example.ch</EMailAddress></User>
        <Action><Settings><Server>
          <Type>MobileSync</Type>
          <Url>https://eas.example.ch/Microsoft-Server-ActiveSync</Url>
          <Name>https://eas.example.ch/Microsoft-Server-ActiveSync</Name>
        </Server></Settings></Action>
      </Response>
    </Autodiscover>
    """

  static let error = """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="\(autodiscoverNamespace)/responseschema/2006">
      <Response>
        <Error Time="12:34:56.0000000" Id="1234567">
          <ErrorCode>600</ErrorCode>
          <Message>Invalid Request</Message>
          <DebugData/>
        </Error>
      </Response>
    </Autodiscover>
    """

  static let autodiscoverRequest = """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="\(autodiscoverNamespace)/outlook/requestschema/2006">
      <Request>
        <AcceptableResponseSchema>\(autodiscoverNamespace)/outlook/responseschema/2006a\
    </AcceptableResponseSchema>
        <EMailAddress>anna@example.ch</EMailAddress>
      </Request>
    </Autodiscover>
    """

  static let mobilesyncRequest = """
    <?xml version="1.0" encoding="utf-8"?>
    <Autodiscover xmlns="\(autodiscoverNamespace)/mobilesync/requestschema/2006">
      <Request>
        <EMailAddress>anna@example.ch</EMailAddress>
        <AcceptableResponseSchema>\(autodiscoverNamespace)/mobilesync/responseschema/2006\
    </AcceptableResponseSchema>
      </Request>
    </Autodiscover>
    """

  static let pacc = """
    {
      "protocols": {
        "imap": {"host": "imap.example.ch"}, "smtp": {"host": "smtp.example.ch"},
        "caldav": {"url": "https://dav.example.ch/"}
      },
      "authentication": {"oauth-public": {"issuer": "https://login.example.ch"}, "password": true},
      "info": {
        "provider": {"name": "Example", "shortName": "Ex"},
        "help": {"documentation": "https://example.ch/help", "contact": ["mailto:help@example.ch"]}
      }
    }
    """

  static let profile = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <dict>
      <key>PayloadContent</key>
      <array>
        <dict>
          <key>EmailAccountType</key><string>EmailTypeIMAP</string>
          <key>EmailAddress</key><string>anna@example.ch</string>
          <key>IncomingMailServerAuthentication</key><string>EmailAuthPassword</string>
          <key>IncomingMailServerHostName</key><string>imap.example.ch</string>
          <key>IncomingMailServerPortNumber</key><integer>993</integer>
          <key>IncomingMailServerUseSSL</key><true/>
          <key>OutgoingMailServerAuthentication</key><string>EmailAuthPassword</string>
          <key>OutgoingMailServerHostName</key><string>smtp.example.ch</string>
          <key>OutgoingPasswordSameAsIncomingPassword</key><true/>
          <key>PayloadIdentifier</key><string>ch.example.mail</string>
          <key>PayloadType</key><string>com.apple.mail.managed</string>
          <key>PayloadUUID</key><string>AAAAAAAA-0000-5000-8000-000000000001</string>
          <key>PayloadVersion</key><integer>1</integer>
        </dict>
        <dict>
          <key>LDAPAccountHostName</key><string>ldap.example.ch</string>
          <key>LDAPSearchSettings</key>
          <array>
            <dict>
              <key>LDAPSearchSettingSearchBase</key><string>dc=example</string>
              <key>LDAPSearchSettingScope</key><string>LDAPSearchSettingScopeSubtree</string>
            </dict>
          </array>
          <key>PayloadIdentifier</key><string>ch.example.ldap</string>
          <key>PayloadType</key><string>com.apple.ldap.account</string>
          <key>PayloadUUID</key><string>AAAAAAAA-0000-5000-8000-000000000002</string>
          <key>PayloadVersion</key><integer>1</integer>
        </dict>
      </array>
      <key>ConsentText</key>
      <dict><key>default</key><string>Yes?</string><key>de</key><string>Ja?</string></dict>
      <key>PayloadIdentifier</key><string>ch.example</string>
      <key>PayloadType</key><string>Configuration</string>
      <key>PayloadUUID</key><string>AAAAAAAA-0000-5000-8000-000000000003</string>
      <key>PayloadVersion</key><integer>1</integer>
    </dict>
    </plist>
    """
}

/// A good document with something replaced in it, and what must be said about it.
struct Spoiled: CustomTestStringConvertible, Sendable {
  var why: String
  var old: String
  var new: String
  var says: String

  init(_ why: String, _ old: String, _ new: String, says: String) {
    self.why = why
    self.old = old
    self.new = new
    self.says = says
  }

  var testDescription: String { why }

  /// The spoiled document; nil where there is nothing to replace.
  func document(_ good: String) -> [UInt8]? {
    good.contains(old) ? Array(good.replacing(old, with: new).utf8) : nil
  }
}
