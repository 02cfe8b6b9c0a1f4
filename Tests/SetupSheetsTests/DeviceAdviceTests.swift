// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import SetupSheets

@Suite struct DeviceAdviceTests {
  private func text(
    _ device: String, _ address: String = "scan@example.org", language: String? = nil
  ) throws -> String {
    var options = RenderOptions()
    try options.choose(Samples.choices.device, device)
    let account = try Samples.account(Samples.usual(), address, language: language)
    return try SheetText().render(account, options).flat
  }

  @Test(arguments: ["apc", "qnap", "synology", "bmc"])
  func onlyScannersAreToldHowToScan(_ device: String) throws {
    #expect(try !text(device).contains("200–300 dpi") && !text(device).contains("Scan a page"))
    #expect(try text("epson").contains("200–300 dpi"))
  }

  @Test(arguments: ["lexmark", "hp", "canon", "synology", "sharp"])
  func thereIsNoTableByAWordThatIsTheSame(_ device: String) throws {
    let account = try Samples.account(Samples.usual(), "scan@example.org")
    let sheet = DeviceSheet(.named(device), account, .english).sheet
    #expect(!sheet.grids.contains { $0.caption.contains("depends on the menu entry") })
    let values = sheet.tables[0].flat.filter { $0.hasSuffix(": 465") || $0.hasSuffix(": 587") }
    #expect(values.count == 1)
    #expect(try text("epson").contains("depends on the menu entry"))
  }

  @Test func aLimitThatTheValueBreaksIsSaid() throws {
    let long = "a-rather-long-name-for-the-scanner-on-the-second-floor@mail.example.org"
    let sheet = try text("xerox", long)
    #expect(sheet.contains("This user name has 71 characters, but Xerox takes 63 at most"))
    #expect(sheet.contains("This sender address has 71 characters"))
    #expect(try text("xerox", "scan+a@example.org").contains("Xerox refuses the + in this address"))
    #expect(try !text("xerox").contains("This user name has"))
  }

  @Test func anUnsuitableDeviceGetsAWayOutInsteadOfSteps() throws {
    let sheet = try text("bmc")
    #expect(sheet.contains("is not suitable") && sheet.contains("relay in your own network"))
    #expect(!sheet.contains("Give each device a mailbox") && !sheet.contains("SMTP server"))
  }

  @Test(arguments: SheetLibrary.builtIn.devices.filter { $0 != "generic" })
  func otherMenusAreNotSpokenOf(_ device: String) throws {
    #expect(try !text(device).contains("TLS if available"))
    #expect(try text("generic").contains("TLS if available"))
  }

  @Test func menusStandInTheReadersLanguageOrSayThatTheyDoNot() throws {
    #expect(try text("brother", language: "de").contains("Netzwerk › Protokoll › SMTP"))
    let english = "Menüs und Felder sind hier auf Englisch genannt"
    #expect(try text("xerox", language: "de").contains(english))
    #expect(try !text("brother", language: "de").contains(english))
  }

  @Test func whatIsKnownOfADeviceIsNotAskedOfIt() throws {
    for words in ["must be able to log in", "only an IP address as server is not suitable"] {
      #expect(try text("generic").contains(words) && !text("epson").contains(words))
    }
    #expect(try text("epson").contains("never as an IP address"))
    var provider = try Samples.bare()
    provider.outgoing = [try Samples.server(.smtp, "mail.example.net", .starttls)]
    let account = try Samples.account(provider)
    for device in ["epson", "lexmark", "opnsense"] {
      let sheet = DeviceSheet(.named(device), account, .english).sheet
      #expect(!sheet.text.contains("A device whose menu"), "\(device)")
    }
  }

  /// The sheet of a program speaks of no device.
  @Test(
    arguments: SheetLibrary.builtIn.devices.filter {
      DeviceDefinition.named($0).kind == .application
    })
  func aProgramIsNoDevice(_ name: String) throws {
    let account = try Samples.account(Samples.usual(), "app@example.org")
    let text = DeviceSheet(.named(name), account, .english).sheet.text
    for words in ["Give each device", "the device is at fault", "A device whose"] {
      #expect(!text.contains(words), "\(words)")
    }
    #expect(text.contains("Give each program that sends by itself a mailbox of its own"))
    #expect(text.contains("the program is at fault"))
  }

  @Test func aDeviceThatTrustsNobodyGetsTheCertificate() throws {
    #expect(try text("toshiba").contains("Import the certificate of the authority (CA)"))
    #expect(try text("toshiba").contains("TLS 1.2 or newer"))
  }
}
