// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension DomainChecker {
  /// Where the zone is kept, and so where records must be published.
  func zone() async -> [CheckItem] {
    async let startOfAuthority = inquiry.ask(domain, .soa)
    async let servers = inquiry.ask(domain, .ns)
    async let exchangers = inquiry.ask(domain, .mx)
    let (soa, ns, mx) = await (startOfAuthority, servers, exchangers)
    if var failed = failure(.zone, domain, .soa, soa) {
      if soa.status == .refused(code: 2) {
        failed.fix =
          "create the zone at the name servers: naming them at the registrar is not enough; or"
          + " mend DNSSEC"
      }
      return [failed]
    }
    if soa.status == .noName {
      return [
        CheckItem(
          .zone, .error, domain,
          "the domain is not registered, or its registrar has no zone for it",
          fix: "register it, or have its name servers set", source: "RFC 8020")
      ]
    }
    var items = aliasOfZone(soa)
    let zone = ns.nameServers.isEmpty ? soa.zone ?? domain : domain
    let names = zone == domain ? ns : await inquiry.ask(zone, .ns)
    items.append(await situation(zone, names.nameServers, soa.primary, mx))
    items += await nameServers(names.nameServers, of: zone)
    let ttl = (mx.records + names.records).map(\.ttl).max() ?? 0
    if ttl > 86_400 {
      items.append(
        CheckItem(
          .zone, .advice, domain, "a change may take \(hours(ttl)) to be seen everywhere",
          fix: "lower the TTL to 3600 before you change records", source: "RFC 1035 3.2.1"))
    }
    return items
  }

  private func aliasOfZone(_ soa: Answer) -> [CheckItem] {
    guard soa.isAlias(domain) else { return [] }
    return [
      CheckItem(
        .zone, .error, "\(domain) CNAME",
        "the domain itself is an alias: it can have no MX and no TXT of its own",
        fix: "replace the CNAME by A and AAAA records", source: "RFC 1034 3.6.2")
    ]
  }

  /// One of the situations of somebody who moves a domain: zone here or elsewhere, mail here or
  /// elsewhere. What is "here" is known from the provider's own zone.
  private func situation(
    _ zone: String, _ servers: [String], _ primary: String?, _ mx: Answer
  ) async -> CheckItem {
    let place = "\(zone) NS"
    let found = servers.isEmpty ? [] : [servers.joined(separator: " ")]
    guard let settings = plan.settings else {
      return CheckItem(
        .zone, .good, place, "records are published at \(list(servers))", found: found)
    }
    let provider = await inquiry.ask(settings.provider.id.ascii, .ns)
    if provider.failure != nil || servers.isEmpty {
      return CheckItem(
        .zone, .good, place, "records are published at \(list(servers))", found: found)
    }
    let own = provider.nameServers
    let isHere =
      zone == settings.provider.id.ascii
      || !Set(own).isDisjoint(with: servers + [primary].compactMap { $0 })
    let wanted = Set(settings.provider.dns?.mx.map(\.host.ascii) ?? [])
    let hosts = mx.exchangers.map(\.host)
    let isMailHere = hosts.contains(where: wanted.contains)
    let mail =
      wanted.isEmpty
      ? ""
      : hosts.isEmpty
        ? ", and there is no mail yet"
        : isMailHere
          ? ", and so is its mail" : ", and its mail goes to \(list(hosts))"
    let name = settings.provider.shortName.text
    if isHere {
      return CheckItem(
        .zone, .good, place, "the zone is at \(name)\(mail)", found: found)
    }
    return CheckItem(
      .zone, .advice, place,
      "the zone is elsewhere, at \(list(servers))"
        + (isMailHere ? ", and the mail is at \(name)" : mail),
      found: found,
      fix: "publish the records there: mkprofile --format dns \(plan.domain.unicode); a change"
        + " may take up to 48 hours")
  }

  private func nameServers(_ servers: [String], of zone: String) async -> [CheckItem] {
    var items: [CheckItem] = []
    if servers.count == 1 {
      items.append(
        CheckItem(
          .zone, .warning, "\(zone) NS",
          "there is one name server: without it nobody finds the mail",
          found: servers, fix: "add a second one in another network", source: "RFC 2182 5"))
    }
    await withTaskGroup(of: CheckItem?.self) { group in
      for server in servers.prefix(13) {
        group.addTask {
          let host = await inquiry.addresses(of: server)
          if host.isAlias {
            return CheckItem(
              .zone, .error, "\(server) CNAME", "a name server is an alias",
              fix: "name the host itself in the NS record", source: "RFC 2181 10.3")
          }
          guard host.addresses.isEmpty, host.failure == nil else { return nil }
          return CheckItem(
            .zone, .error, "\(server) A", "a name server has no address",
            fix: "publish its address, or take it out of the NS records")
        }
      }
      for await item in group { if let item { items.append(item) } }
    }
    return items.sorted { $0.place < $1.place }
  }

  private func hours(_ seconds: Int) -> String { "\((seconds + 3_599) / 3_600) hours" }

  func list(_ names: [String]) -> String {
    names.isEmpty ? "nobody" : names.prefix(4).joined(separator: ", ")
  }
}
