// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import TestSupport

@testable import Renderers

/// Profiles as tests look at them.
struct ReadProfile {
  let top: PlistValue
  let payloads: [PlistValue]
  let findings: [Finding]

  init(_ document: Document) throws {
    top = try PlistValue(document.bytes)
    payloads = top["PayloadContent"]?.array ?? []
    findings = document.findings
  }

  /// Identifier and UUID of the whole and of each payload, by what it is.
  var identities: [String: [String]] {
    var out = ["": Self.identity(top)]
    for payload in payloads {
      let type = payload["PayloadType"]?.string ?? ""
      let index = payload["PayloadIdentifier"]?.string?.split(separator: ".").last ?? ""
      out["\(type) \(index)"] = Self.identity(payload)
    }
    return out
  }

  var types: [String] {
    payloads.compactMap { $0["PayloadType"]?.string }
      .map { String($0.split(separator: ".").dropFirst(2).joined(separator: ".")) }
  }

  subscript(type: String) -> PlistValue? {
    payloads.first { $0["PayloadType"]?.string == "com.apple.\(type)" }
  }

  private static func identity(_ value: PlistValue) -> [String] {
    [value["PayloadIdentifier"]?.string ?? "", value["PayloadUUID"]?.string ?? ""]
  }
}

extension Sample {
  /// A provider with every part that a profile can have.
  static func everything(id: String = "example.ch") throws -> Provider {
    try provider(id: id) { provider in
      provider.calendars = [
        CalendarService(.caldav, url: try URLPattern("https://dav.example.ch")),
        CalendarService(
          .webcal, url: try URLPattern("webcal://cal.example.ch/h.ics", schemes: [.webcal])),
      ]
      provider.contacts = [ContactService(url: try URLPattern("https://dav.example.ch:8443/dav"))]
      var directory = DirectoryService(host: try HostPattern("ldap.example.ch"))
      directory.username = .address
      provider.directories = [directory]
      provider.activeSync = try HostPattern("eas.example.ch")
      provider.webmail = try URLPattern("https://webmail.example.ch/")
      provider.apple.webClip = WebClip()
      provider.apple.certificates = try ["root.pem", "intermediate.der"].flatMap { name in
        try TrustedCertificate.read(
          Repository.bytes("Tests/FixtureFiles/\(name)"), fileName: name)
      }
    }
  }

  static func identity() throws -> PersonalIdentity {
    PersonalIdentity(
      bytes: try Repository.bytes("Tests/FixtureFiles/anna.p12"), name: try DisplayText("anna.p12"))
  }

  static func person(
    _ provider: Provider? = nil, _ address: String = "anna@example.ch", login: String? = nil
  ) throws -> AccountSettings {
    AccountSettings(
      try provider ?? everything(), address: try MailAddress(address),
      loginDomain: try login.map { try DomainName($0) },
      person: Person(name: try DisplayText("Anna"), identity: try identity()))
  }

  /// The profile of accounts with some options.
  static func profile(
    _ accounts: AccountSettings..., parts: String? = nil, device: String? = nil
  ) throws -> ReadProfile {
    var options = RenderOptions()
    if let parts { try options.choose(MobileConfig.partsOption, parts) }
    if let device { try options.choose(MobileConfig.deviceOption, device) }
    let document = try MobileConfig().render(together: accounts, options)
    return try ReadProfile(document)
  }
}
