// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import TestSupport
import Testing

@testable import Renderers

/// Devices keep an account whose identifier and UUID stay, and drop it where they change.
@Suite struct ProfileIdentityTests {
  struct Change: CustomTestStringConvertible, Sendable {
    let what: String
    let change: @Sendable (inout Provider) throws -> Void
    var testDescription: String { what }
  }

  @Test(arguments: [
    Change(what: "nothing") { _ in },
    Change(what: "the servers moved") {
      $0.incoming = [try Sample.server(.imap, host: "new.example.net")]
      $0.outgoing = [try Sample.server(.smtp, host: "new.example.net")]
      $0.activeSync = try HostPattern("new.example.net")
      $0.calendars[0].url = try URLPattern("https://new.example.net/dav")
      $0.contacts[0].url = try URLPattern("https://new.example.net/dav")
      $0.directories[0].host = try HostPattern("new.example.net")
      $0.webmail = try URLPattern("https://new.example.net")
    },
    Change(what: "ports and security changed") {
      $0.incoming = [try Sample.server(.imap, .starttls, port: 1_143)]
      $0.outgoing = [try Sample.server(.smtp, .starttls, port: 2_525)]
      $0.directories[0] = DirectoryService(
        host: try HostPattern("ldap.example.ch"), security: .none)
    },
    Change(what: "POP3 instead of IMAP") { $0.incoming = [try Sample.server(.pop3)] },
    Change(what: "another way to log in") {
      $0.incoming = [try Sample.server(.imap, with: [.encryptedPassword], username: .localPart)]
      $0.activeSyncUsername = .localPart
    },
    Change(what: "other names") {
      $0.name = try DisplayText("Another Name")
      $0.shortName = try DisplayText("Other")
      $0.apple.organization = try DisplayText("Somebody")
      $0.apple.consentText = LocalizedText([(.english, try DisplayText("Yes?"))])
      $0.apple.webClip?.label = LocalizedText([(.english, try DisplayText("Post"))])
      $0.calendars[0].name = LocalizedText([(.english, try DisplayText("Appointments"))])
    },
    Change(what: "another language") { $0.languages = [try Language("fr")] },
    Change(what: "an alternative server came") {
      $0.incoming.insert(try Sample.server(.imap, .starttls), at: 0)
      $0.outgoing.append(try Sample.server(.smtp, .starttls))
    },
    Change(what: "a removal date came") {
      $0.apple.removalDate = try CalendarDate("2030-01-01")
      $0.apple.removeAfterDays = 3
    },
    Change(what: "certificates in another order") { $0.apple.certificates.reverse() },
  ])
  func staysThrough(_ row: Change) throws {
    let before = try Sample.profile(Sample.person(), parts: Self.all).identities
    var provider = try Sample.everything()
    try row.change(&provider)
    let after = try Sample.profile(
      Sample.person(provider, "Anna@EXAMPLE.ch", login: "primary.example"), parts: Self.all)
    #expect(after.identities == before)
  }

  @Test func aCertificateThatComesOrGoesLeavesTheOthers() throws {
    let before = try Sample.profile(Sample.person()).identities
    var provider = try Sample.everything()
    provider.apple.certificates.removeFirst()
    let after = try Sample.profile(Sample.person(provider)).identities
    #expect(after.count == before.count - 1)
    for (name, identity) in after { #expect(before[name] == identity, "\(name)") }
  }

  @Test func aServiceAtTheEndLeavesTheOthers() throws {
    let before = try Sample.profile(Sample.person()).identities
    var provider = try Sample.everything()
    provider.calendars.append(
      CalendarService(.caldav, url: try URLPattern("https://team.example.ch")))
    let after = try Sample.profile(Sample.person(provider)).identities
    #expect(after.count == before.count + 1)
    for (name, identity) in before { #expect(after[name] == identity, "\(name)") }
  }

  /// Everything at once, but for ActiveSync, which is not there beside all of the others.
  private static let all = ProfilePart.allCases.map(\.rawValue).joined(separator: ",")

  @Test(arguments: ProfilePart.allCases)
  func leavingAPartOutTouchesNothingElse(_ part: ProfilePart) throws {
    let account = try Sample.person()
    let whole = try Sample.profile(account).identities
    let others = ProfilePart.allCases.filter { $0 != part && $0 != .activesync }
    let without = try Sample.profile(
      account, parts: others.map(\.rawValue).joined(separator: ",")
    ).identities
    for (name, identity) in without { #expect(whole[name] == identity, "\(name)") }
    let alone = try Sample.profile(account, parts: part.rawValue).identities
    for (name, identity) in alone where part != .activesync {
      #expect(whole[name] == identity, "\(name)")
    }
    #expect(alone[""] == whole[""], "the profile replaces the other one")
    let again = try Sample.profile(account).identities
    #expect(again == whole)
  }

  @Test(arguments: ["iphone", "mac"])
  func theDeviceChangesNoIdentity(_ device: String) throws {
    let account = try Sample.person()
    let whole = try Sample.profile(account).identities
    for (name, identity) in try Sample.profile(account, device: device).identities {
      #expect(whole[name] == identity, "\(name)")
    }
  }

  @Test func anAccountIsTheSameAloneAndTogether() throws {
    let anna = try Sample.person()
    let bob = try Sample.account(Sample.everything(), "bob@example.ch")
    let alone = try Sample.profile(bob, parts: "mail").identities
    let together = try Sample.profile(anna, bob, parts: "mail")
    #expect(together.identities[""] == (try Sample.profile(anna).identities[""]))
    let mails = together.payloads.map {
      [$0["PayloadIdentifier"]?.string ?? "", $0["PayloadUUID"]?.string ?? ""]
    }
    #expect(mails.count == 2)
    #expect(mails.last == alone["com.apple.mail.managed 0"])
  }

  /// Providers, addresses and domains that are easily taken for each other.
  @Test func nothingCollides() throws {
    var random = SeededGenerator(seed: Fuzzing.seed(3))
    let labels = ["a", "b", "ab", "a-b", "mail", "caldav", "0", "1", "example"]
    func label() -> String { labels.randomElement(using: &random) ?? "a" }
    var owners: [String: String] = [:]
    for _ in 0..<Fuzzing.rounds(400) {
      let provider = "\(label()).\(label()).ch"
      let separator = ["+", ".", "-", "="].randomElement(using: &random) ?? "."
      let local = Bool.random(using: &random) ? label() : label() + separator + label()
      let address = "\(local)@\(label()).\(label()).ch"
      let account = try Sample.person(Sample.everything(id: provider), address)
      let parts = Bool.random(using: &random) ? nil : "activesync"
      for (name, identity) in try Sample.profile(account, parts: parts).identities {
        let owner = "\(provider) \(address) \(name)"
        for value in identity {
          #expect(owners[value] == nil || owners[value] == owner, "\(value)")
          owners[value] = owner
        }
      }
    }
    #expect(owners.count > 1_000)
  }

  @Test func theUUIDIsTheDocumentedOne() throws {
    let profile = try Sample.profile(Sample.account())
    #expect(profile.top["PayloadUUID"] == .string("\(NameUUID(["example.ch", "anna@example.ch"]))"))
    #expect(
      profile["mail.managed"]?["PayloadUUID"]
        == .string("\(NameUUID(["example.ch", "anna@example.ch", "mail", "0"]))"))
  }
}
