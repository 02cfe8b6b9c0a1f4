// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

@testable import Adoption

/// Documents of a few lines to try one thing with.
enum SmallDocuments {
  /// A profile with these payloads, each as the keys behind its type.
  static func profile(_ payloads: [(type: String, keys: String)], top: String = "") -> String {
    let items = payloads.enumerated().map { index, payload in
      """
      <dict><key>PayloadType</key><string>\(payload.type)</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>example.\(index)</string>
      <key>PayloadUUID</key><string>\(uuid(index + 1))</string>\(payload.keys)</dict>
      """
    }
    return """
      <plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
      <key>PayloadVersion</key><integer>1</integer>
      <key>PayloadIdentifier</key><string>example</string>
      <key>PayloadUUID</key><string>\(uuid(0))</string>
      <key>PayloadContent</key><array>\(items.joined())</array>\(top)</dict></plist>
      """
  }

  static func uuid(_ number: Int) -> String { "00000000-0000-4000-8000-00000000000\(number)" }

  /// The keys of a mail payload.
  static func mail(
    _ address: String = "anna@bay.example", host: String = "mail.bay.example",
    login: String? = nil, port: String = "<integer>993</integer>", ssl: Bool = true,
    authentication: String = "EmailAuthPassword", more: String = ""
  ) -> (type: String, keys: String) {
    let sides = [("Incoming", port), ("Outgoing", "<integer>465</integer>")].map { side, port in
      """
      <key>\(side)MailServerHostName</key><string>\(host)</string>
      <key>\(side)MailServerPortNumber</key>\(port)
      <key>\(side)MailServerUseSSL</key><\(ssl)/>
      <key>\(side)MailServerAuthentication</key><string>\(authentication)</string>
      <key>\(side)MailServerUsername</key><string>\(login ?? address)</string>
      """
    }
    return (
      "com.apple.mail.managed",
      """
      <key>EmailAccountType</key><string>EmailTypeIMAP</string>
      <key>EmailAddress</key><string>\(address)</string>\(sides.joined())\(more)
      """
    )
  }

  /// The keys of another payload as pairs.
  static func payload(
    _ type: String, _ keys: [(String, String)]
  ) -> (type: String, keys: String) {
    (type, keys.map { "<key>\($0)</key>\($1)" }.joined())
  }

  /// An autoconfig file with more in its servers, its provider and behind that.
  static func autoconfig(
    name: String = "Bay", domains: [String] = ["bay.example"], type: String = "imap",
    socket: String = "<port>993</port><socketType>SSL</socketType>", username: String? = nil,
    inServer: String = "", inProvider: String = "", outside: String = ""
  ) -> String {
    let names = domains.map { "<domain>\($0)</domain>" }.joined()
    let login = username ?? "%EMAILADDRESS%"
    return """
      <clientConfig version="1.1"><emailProvider id="bay.example">\(names)
      <displayName>\(name)</displayName><displayShortName>Bay</displayShortName>
      <incomingServer type="\(type)"><hostname>mail.bay.example</hostname>\(socket)
      <authentication>password-cleartext</authentication><username>\(login)</username>\(inServer)
      </incomingServer><outgoingServer type="smtp"><hostname>mail.bay.example</hostname>
      <port>465</port><socketType>SSL</socketType>
      <authentication>password-cleartext</authentication><username>\(login)</username>
      </outgoingServer>\(inProvider)</emailProvider>\(outside)</clientConfig>
      """
  }

  /// An autodiscover answer with these protocols.
  static func autodiscover(_ account: String) -> String {
    """
    <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
    <Response
    xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">
    <Account><AccountType>email</AccountType><Action>settings</Action>\(account)</Account>
    </Response></Autodiscover>
    """
  }

  static let mobilesync = """
    <Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
    <Response
    xmlns="http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006">
    <Culture>en:us</Culture><User><EMailAddress>anna@bay.example</EMailAddress></User>
    <Action><Settings><Server><Type>MobileSync</Type>
    <Url>https://eas.bay.example/Microsoft-Server-ActiveSync</Url></Server></Settings></Action>
    </Response></Autodiscover>
    """

  static let request = """
    <Autodiscover
    xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006">
    <Request><EMailAddress>anna@bay.example</EMailAddress></Request></Autodiscover>
    """

  static func source(_ text: String, _ name: String = "document") -> SourceDocument {
    SourceDocument(name: name, bytes: Array(text.utf8))
  }

  /// What import makes of a document: the settings as text, and all findings.
  static func imported(
    _ text: String, address: String? = nil, domain: String? = nil
  ) throws -> (settings: String, findings: String, result: ImportResult) {
    var options = ImportOptions()
    options.address = try address.map { (text) throws(InvalidValue) in try MailAddress(text) }
    options.domain = try domain.map { (text) throws(InvalidValue) in try DomainName(text) }
    let result = Importer.settings(from: source(text), options)
    return (
      String(decoding: result.settings ?? [], as: UTF8.self),
      result.findings.filter { $0.severity >= .warning }.map(\.description)
        .joined(separator: "\n"), result
    )
  }
}
