// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import SettingsFile
import Testing

/// Servers on paper: what is said of each address, of abilities and of certificates.
@Suite struct ServerTests {
  private static func good(_ abilities: [String]) -> ServerAnswer {
    var answer = ServerAnswer()
    answer.after = abilities
    answer.saysAbilities = true
    answer.version = "TLS1.3"
    var facts = CertificateFacts(names: ["mail.test"], expires: 1_800_000_000, issuer: "CN=A")
    facts.purposes = ["1.3.6.1.5.5.7.3.1"]
    facts.starts = 1_790_000_000
    answer.chain = [facts]
    return answer
  }

  private static func failed(_ failure: ServerAnswer.Failure) -> ServerAnswer {
    var answer = ServerAnswer()
    answer.failure = failure
    return answer
  }

  private func check(_ name: String, _ domain: String, _ area: Area, _ world: PaperWorld)
    async throws -> [CheckItem]
  {
    let row = ZoneCase(name, [area], domain, .good, "")
    return try await row.check(world).items
  }

  private static let imap = good(["IMAP4REV1", "AUTH=PLAIN"])
  private static let smtp = good(["AUTH PLAIN LOGIN"])

  @Test func anAddressWhereNobodyListensIsNamed() async throws {
    let row = ZoneCase("servers-ipv6-dead", [.servers], "apple.example", .warning, "")
    var world = row.world
    world.servers["127.0.0.1:993"] = Self.imap
    world.servers["127.0.0.1:465"] = Self.smtp
    let items = try await row.check(world).items
    #expect(items.map(\.grade) == [.warning, .warning], "\(items)")
    #expect(items.allSatisfy { $0.message == "::1 does not answer: nobody listens there" })
    #expect(
      items.first?.edits.map { $0.update(in: "apple.example") } == [
        "update delete mail.apple.example. AAAA\n"
      ],
      "\(items)")
  }

  @Test func whoNeedsIPv4FindsNobody() async throws {
    let row = ZoneCase("servers-ipv6-dead", [.servers], "apple.example", .error, "")
    var world = row.world
    world.servers["::1:993"] = Self.imap
    world.servers["::1:465"] = Self.smtp
    let items = try await row.check(world).items
    #expect(items.map(\.grade) == [.error, .error], "\(items)")
    #expect(items.first?.message == "127.0.0.1 does not answer: nobody listens there")
  }

  @Test func whatThisMachineCannotReachIsNoFault() async throws {
    let row = ZoneCase("servers-ipv6-dead", [.servers], "apple.example", .good, "")
    var world = row.world
    for port in [993, 465] {
      world.servers["127.0.0.1:\(port)"] = port == 993 ? Self.imap : Self.smtp
      world.servers["::1:\(port)"] = Self.failed(.noRoute)
    }
    let items = try await row.check(world).items
    #expect(items.allSatisfy { $0.grade == .good }, "\(items)")
  }

  @Test func oneAddressWithAnotherCertificateIsNamed() async throws {
    let row = ZoneCase("servers-ipv6-dead", [.servers], "apple.example", .error, "")
    var world = row.world
    world.servers["mail.apple.example:465"] = Self.smtp
    world.servers["127.0.0.1:993"] = Self.imap
    var other = Self.imap
    other.certificateFaults = [.otherHost(["b.test"])]
    world.servers["::1:993"] = other
    let items = try await row.check(world).items
    let item = items.first { $0.grade == .error }
    #expect(item?.place == "IMAP mail.apple.example:993 [::1]", "\(items)")
    #expect(item?.message == "the certificate is not for mail.apple.example")
  }

  struct Abilities: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let abilities: [String]
    var isSaid = true
    let grade: Grade
  }

  @Test(arguments: [
    Abilities(testDescription: "none", abilities: ["UIDL", "TOP"], grade: .error),
    Abilities(testDescription: "nothing at all", abilities: [], grade: .error),
    Abilities(testDescription: "USER", abilities: ["USER", "UIDL"], grade: .good),
    Abilities(testDescription: "SASL", abilities: ["SASL PLAIN"], grade: .good),
    Abilities(testDescription: "tokens", abilities: ["SASL XOAUTH2"], grade: .error),
    Abilities(testDescription: "no CAPA", abilities: [], isSaid: false, grade: .good),
  ])
  func pop3SaysHowPeopleLogIn(_ row: Abilities) async throws {
    let plum = ZoneCase("servers-pop3-without-log-in", [.servers], "plum.example", .good, "")
    var world = plum.world
    world.servers["mail.plum.example:465"] = Self.smtp
    world.servers["mail.plum.example:995"] = Self.good(row.abilities)
    world.servers["mail.plum.example:995"]?.saysAbilities = row.isSaid
    let items = try await plum.check(world).items
    #expect(items.map(\.grade).max() == row.grade, "\(items)")
  }

  @Test func aDeadAddressOfTheSetUpHostIsNamed() async throws {
    let row = ZoneCase("setup-address-dead", [.setup], "aspen.example", .warning, "")
    var world = row.world
    world.servers["127.0.0.1:443"] = Self.good([])
    let items = try await row.check(world).items
    let item = items.first { $0.place == "https://autoconfig.aspen.example" }
    #expect(item?.grade == .warning, "\(items)")
    #expect(item?.message == "127.66.66.66 does not answer: nobody listens there")
  }

  @Test func facts() {
    var facts = CertificateFacts(names: ["a.test"], expires: 1_800_000_000, issuer: "CN=A")
    facts.purposes = ["1.3.6.1.5.5.7.3.1"]
    facts.starts = 1_790_000_000
    #expect(facts.lenientFaults.isEmpty)
    facts.purposes = ["2.5.29.37.0"]
    #expect(facts.lenientFaults.isEmpty)
    facts.purposes = ["1.3.6.1.5.5.7.3.2"]
    #expect(facts.lenientFaults == [.otherPurpose])
    facts.purposes = []
    facts.starts = 1_500_000_000
    #expect(facts.lenientFaults.isEmpty, "Apple's rules are for newer ones")
    facts.starts = 1_700_000_000
    #expect(facts.lenientFaults == [.noPurpose, .tooLong(days: 1_157)])
  }
}
