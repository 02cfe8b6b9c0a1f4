// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import DomainProbes
import MailSettings
import TestNetwork
import Testing

/// Resolvers as they are, and name servers in their place.
@Suite(.serialized) struct ResolverTests {
  @Test(arguments: [
    TestZone.EDNS.formatError, .notImplemented, .failure, .silent,
  ])
  func aResolverMayDislikeEDNS(_ manners: TestZone.EDNS) async throws {
    let domain = try TestDomain { $0.zone = { $0.edns = manners } }
    // Silence takes as long as the patience lasts.
    let (report, _) = try await domain.check(
      [.mx, .spf, .dmarc], milliseconds: 600_000, patience: manners == .silent ? 3 : 12)
    #expect(report.reachedResolver)
    #expect(report.items.allSatisfy { $0.grade == .good }, "\(report.items)")
  }

  @Test func aNameServerLeavesItsZonesToOthers() async throws {
    let elsewhere = try TestDomain { changes in
      changes.zone = { $0.add("dav.other.test", "A 127.0.0.1") }
    }
    let domain = try TestDomain { changes in
      changes.zone = { zone in
        zone.ownZones = ["example.test"]
        zone.remove("dav.example.test", 1)
        zone.add("dav.example.test", "CNAME dav.other.test")
      }
    }
    let alone = Network(resolver: domain.resolver.address, milliseconds: 600_000, patience: 12)
    let first = await alone?.ask(Question("dav.example.test", .a))
    #expect(first?.addresses.isEmpty == true)
    #expect(first?.failure != nil, "an address that was not found out is not none")
    let helped = Network(
      resolver: domain.resolver.address, milliseconds: 600_000, patience: 12,
      elsewhere: .server(elsewhere.resolver.address))
    let second = await helped?.ask(Question("dav.example.test", .a))
    #expect(second?.addresses.map(\.description) == ["127.0.0.1"])
    let other = await helped?.ask(Question("hoster.test", .ns))
    #expect(other?.nameServers == ["ns1.example.test"])
  }

  @Test func aPlaceThatWasGivenNeedsNoRecord() async throws {
    let domain = try TestDomain { changes in
      changes.zone = { $0.remove("mail.example.test", 1) }
    }
    let (report, _) = try await domain.check([.servers], milliseconds: 600_000, patience: 12)
    #expect(
      report.items.contains { $0.message.hasPrefix("the name has no address: clients do not") })
    #expect(report.items.filter { $0.grade == .error }.allSatisfy { $0.place.hasSuffix(" A") })
  }
}
