// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Checking
import Commands
import DomainCheck
import DomainProbes
import FoundationEssentials
import MailSettings
import Renderers
import SettingsFile
import TestNetwork
import Testing

@testable import Adoption

/// Settings from what a domain publishes, over real sockets.
@Suite(.serialized) struct DomainImportTests {
  private static func lookUp(
    _ domain: TestDomain, milliseconds: Int = 600_000
  ) async throws -> ImportResult {
    var options = NetworkOptions()
    options.resolver = domain.resolver.address
    options.milliseconds = milliseconds
    options.patience = 12
    options.authorities = domain.authority.file.path
    options.connectTo = domain.connections
    return try await DomainImport.settings(
      of: try DomainName("example.test"), ImportOptions(), try Network(options)
    ).get()
  }

  private static func account(_ result: ImportResult) throws -> AccountSettings {
    let settings = try #require(result.settings, "\(result.findings)")
    let catalog = try SettingsLoader.read(settings, name: "settings").catalog
    return try #require(catalog.account(for: try MailAddress("anna@example.test")))
  }

  private static func text(_ result: ImportResult) -> String {
    String(decoding: result.settings ?? [], as: UTF8.self)
  }

  /// What a domain answers on the paths of documents, where it answers nothing.
  private static let documents = [
    "/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml",
    "/autodiscover/autodiscover.xml", "/.well-known/user-agent-configuration.json",
  ]

  private static func withoutDocuments(_ changes: inout TestDomain.Changes) {
    for path in documents { changes.web[path] = (404, "", "") }
  }

  private static func servers(_ account: AccountSettings) -> [String] {
    (account.incoming + account.outgoing).map {
      "\($0.mailProtocol) \($0.host):\($0.port) \($0.security) \($0.username.value ?? "")"
    }
  }

  private static let xml = "Content-Type: text/xml\r\n"

  private static func autoconfig(imap: String, username: String = "%EMAILADDRESS%") -> String {
    """
    <clientConfig version="1.1"><emailProvider id="hoster.test"><domain>example.test</domain>
    <displayName>Hoster</displayName><incomingServer type="imap"><hostname>\(imap)</hostname>
    <port>993</port><socketType>SSL</socketType><authentication>password-cleartext</authentication>
    <username>\(username)</username></incomingServer><outgoingServer type="smtp">
    <hostname>mail.example.test</hostname><port>465</port><socketType>SSL</socketType>
    <authentication>password-cleartext</authentication><username>\(username)</username>
    </outgoingServer></emailProvider></clientConfig>
    """
  }

  @Test func aGoodDomainGivesItsSettings() async throws {
    let domain = try TestDomain()
    let result = try await Self.lookUp(domain)
    let account = try Self.account(result)
    let original = AccountSettings(
      domain.account.provider, address: try MailAddress("anna@example.test"))
    #expect(Self.servers(account) == Self.servers(original))
    #expect(account.calendars.map(\.url.host.ascii) == ["dav.example.test"])
    #expect(!result.findings.contains { $0.severity > .note }, "\(result.findings)")
    let text = Self.text(result)
    #expect(
      text.contains("# from https://autoconfig.example.test/mail/config-v1.1.xml\n"), "\(text)")
  }

  @Test func serviceRecordsAloneAreEnough() async throws {
    let domain = try TestDomain { Self.withoutDocuments(&$0) }
    let result = try await Self.lookUp(domain)
    let account = try Self.account(result)
    let original = AccountSettings(
      domain.account.provider, address: try MailAddress("anna@example.test"))
    #expect(Self.servers(account) == Self.servers(original))
    let text = Self.text(result)
    #expect(text.contains("- protocol: imap   # _imaps._tcp.example.test SRV"), "\(text)")
    #expect(text.contains("username: address   # guessed: records do not say it"))
    #expect(text.contains("url: \"https://dav.example.test/dav/\""))
  }

  @Test(arguments: [
    ("/mail/config-v1.1.xml", "autodiscover.xml"),
    ("/autodiscover/autodiscover.xml", "config-v1.1.xml"),
  ])
  func oneDocumentIsEnough(_ missing: String, _ used: String) async throws {
    let domain = try TestDomain { changes in
      changes.web[missing] = (404, "", "")
      changes.web["/.well-known/autoconfig/mail/config-v1.1.xml"] = (404, "", "")
    }
    let result = try await Self.lookUp(domain)
    _ = try Self.account(result)
    #expect(Self.text(result).contains(used), "\(result.findings)")
  }

  @Test func paccAloneIsEnough() async throws {
    let domain = try TestDomain { changes in
      for path in Self.documents.dropLast() { changes.web[path] = (404, "", "") }
      changes.zone = { zone in
        for name in zone.names where name.hasPrefix("_") { zone.remove(name, 33) }
      }
    }
    let result = try await Self.lookUp(domain)
    #expect(Self.text(result).contains("user-agent-configuration.json"), "\(result.findings)")
  }

  @Test func aProfileIsFound() async throws {
    let domain = try TestDomain { changes in
      Self.withoutDocuments(&changes)
      changes.web["/mail/profile.mobileconfig"] = (
        200, "Content-Type: application/x-apple-aspen-config\r\n",
        """
        <plist version="1.0"><dict><key>PayloadType</key><string>Configuration</string>
        <key>PayloadContent</key><array><dict><key>PayloadType</key>
        <string>com.apple.mail.managed</string><key>EmailAccountType</key>
        <string>EmailTypeIMAP</string><key>EmailAddress</key><string>a@example.test</string>
        <key>IncomingMailServerHostName</key><string>apple.example.test</string>
        <key>IncomingMailServerPortNumber</key><integer>993</integer>
        <key>IncomingMailServerUseSSL</key><true/><key>OutgoingMailServerHostName</key>
        <string>mail.example.test</string><key>OutgoingMailServerPortNumber</key>
        <integer>465</integer><key>OutgoingMailServerUseSSL</key><true/></dict></array></dict>
        </plist>
        """
      )
    }
    let result = try await Self.lookUp(domain)
    #expect(Self.text(result).contains("apple.example.test"), "\(result.findings)")
    #expect(
      result.findings.contains {
        $0.message.contains("imap mail.example.test:993 tls according to the service records")
      }, "\(result.findings)")
  }

  @Test func disagreementsAreFindings() async throws {
    let domain = try TestDomain { changes in
      changes.web["/mail/config-v1.1.xml"] = (
        200, Self.xml, Self.autoconfig(imap: "new.example.test", username: "%EMAILLOCALPART%")
      )
    }
    let result = try await Self.lookUp(domain)
    #expect(try Self.account(result).incoming.map(\.host.ascii) == ["new.example.test"])
    let messages = result.findings.map(\.message)
    for part in [
      "imap mail.example.test:993 tls according to https://example.test/.well-known/autoconfig/",
      "imap mail.example.test:993 tls according to https://example.test/autodiscover/",
      "imap mail.example.test:993 tls according to the service records of example.test",
      "the user name for smtp mail.example.test:465 tls is",
    ] {
      #expect(messages.contains { $0.contains(part) }, "\(part): \(messages)")
    }
  }

  @Test func recordsThatDenyAServerAreAFinding() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        zone.remove("_imaps._tcp.example.test", 33)
        zone.add("_imaps._tcp.example.test", "SRV 0 0 0 .")
      }
    }
    let result = try await Self.lookUp(domain)
    #expect(
      result.findings.contains { $0.message.contains("imap with tls is not offered") },
      "\(result.findings)")
  }

  @Test func aWebPageStopsThunderbirdAndNotTheImport() async throws {
    let domain = try TestDomain { changes in
      changes.web["/mail/config-v1.1.xml"] = (
        200, "Content-Type: text/html\r\n", "<html>parked\u{1B}[31m</html>"
      )
    }
    let result = try await Self.lookUp(domain)
    _ = try Self.account(result)
    #expect(
      result.findings.contains { $0.message.contains("Thunderbird reads no further address") },
      "\(result.findings)")
    #expect(!"\(result.findings)".contains("\u{1B}"))
  }

  @Test func aWayWithoutTLSIsAFinding() async throws {
    let domain = try TestDomain { changes in
      changes.web["/mail/config-v1.1.xml"] = (
        302, "Location: http://setup.example.test/moved.xml\r\n", ""
      )
      changes.web["/moved.xml"] = (200, Self.xml, Self.autoconfig(imap: "mail.example.test"))
    }
    let result = try await Self.lookUp(domain)
    _ = try Self.account(result)
    #expect(
      result.findings.contains {
        $0.message.hasPrefix("http://setup.example.test/moved.xml came without TLS")
      }, "\(result.findings)")
  }

  @Test func theMailExchangersDomainIsAsked() async throws {
    let domain = try TestDomain { changes in
      Self.withoutDocuments(&changes)
      changes.zone = { zone in
        for name in zone.names where name.hasPrefix("_") { zone.remove(name, 33) }
        zone.remove("example.test", 15)
        zone.add("example.test", "MX 10 mx1.customers.hoster.test")
        zone.add("autoconfig.hoster.test", "A 127.0.0.1")
        zone.remove("autoconfig.example.test", 1)
        zone.remove("autoconfig.example.test", 5)
      }
      changes.web["/mail/config-v1.1.xml"] = (
        200, Self.xml, Self.autoconfig(imap: "imap.hoster.test")
      )
    }
    let result = try await Self.lookUp(domain)
    #expect(try Self.account(result).incoming.map(\.host.ascii) == ["imap.hoster.test"])
    #expect(Self.text(result).contains("https://autoconfig.hoster.test/"), "\(result.findings)")
  }

  @Test func aDomainWithNothingIsAnError() async throws {
    let domain = try TestDomain { changes in
      Self.withoutDocuments(&changes)
      changes.zone = { zone in
        for name in zone.names where name.hasPrefix("_") { zone.remove(name, 33) }
      }
    }
    let result = try await Self.lookUp(domain)
    #expect(result.settings == nil)
    #expect(result.findings.last?.message.contains("publishes nothing") == true)
  }

  @Test func aResolverThatIsNotThereIsSaid() async throws {
    var options = NetworkOptions()
    options.resolver = "127.0.0.1:1"
    options.milliseconds = 2_000
    let result = await DomainImport.settings(
      of: try DomainName("example.test"), ImportOptions(), try Network(options))
    #expect(throws: LiveProblem.self) { try result.get() }
  }
}
