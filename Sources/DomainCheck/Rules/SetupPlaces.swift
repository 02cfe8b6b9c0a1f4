// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

extension DomainChecker {
  /// Places that answer with other settings, and that no client is said to use already: clients
  /// ask several, and not all in the same order.
  func stalePlaces(_ lookups: SetupLookups, told: Set<String>) async -> [CheckItem] {
    let readers =
      lookups.autoconfig.filter { $0.program == .thunderbird }
      + lookups.autodiscover.filter { $0.program == .outlook }
    let known = Set(told.map(Self.plain))
    var items: [CheckItem] = []
    for client in readers {
      let answers = await each(client.requests) { await inquiry.fetch($0) }
      var first: (url: String, servers: [ClientServer])?
      for (request, answer) in zip(client.requests, answers) {
        guard answer.failure == nil, answer.status == 200 else { continue }
        let document = SetupDocument(answer.body, client, for: plan.address)
        guard document.problem == nil, document.obstacle == nil else { continue }
        let url = Self.plain(request.url)
        if plan.settings != nil {
          guard let difference = difference(document.servers, client), !known.contains(url)
          else { continue }
          items.append(stale(url, difference, document.servers))
        } else if let first {
          guard first.servers != document.servers else { continue }
          var item = stale(
            url, "answers with other servers than \(first.url)", document.servers)
          item.expected = first.servers.map(\.summary)
          items.append(item)
        } else {
          first = (url, document.servers)
        }
      }
    }
    return items
  }

  private static func plain(_ url: String) -> String { String(url.prefix { $0 != "?" }) }

  private func stale(_ url: String, _ difference: String, _ servers: [ClientServer]) -> CheckItem {
    CheckItem(
      .setup, .warning, url, difference, found: servers.map(\.summary),
      fix: "serve the settings of today there, or answer 404",
      source: "draft-ietf-mailmaint-autoconfig")
  }

  /// How servers differ from those of the settings, and that is not how the client reads the right
  /// document; nil where they do not.
  private func difference(_ servers: [ClientServer], _ client: ClientLookup) -> String? {
    let item = judge(
      SetupDocument(servers), client, "", "")
    guard item.grade == .error else { return nil }
    return item.message.hasPrefix("sets up other servers")
      ? "answers with other servers than the settings" : item.message
  }

  /// The hosts that serve settings: each address, and the certificate at each.
  func setupHosts(_ lookups: SetupLookups) async -> [CheckItem] {
    let prefixes = LookupLabel.setup.map { "\($0.rawValue).\(domain)" }
    // The domain's own web site may be for something else.
    let requests = (lookups.autoconfig + lookups.autodiscover).flatMap(\.requests)
      .filter { $0.url.hasPrefix("https://\(domain)/") }
    async let serves = each(requests) { await inquiry.fetch($0).isSuccess }
    let named = await each(prefixes) { host in
      let isThere = await !inquiry.addresses(of: host).addresses.isEmpty
      guard isThere || inquiry.tools.isRerouted(host, 443) else { return [CheckItem]() }
      return await webHost(host, 443, .setup)
    }
    let own = await serves.contains(true) ? await webHost(domain, 443, .setup) : []
    return (named + [own]).flatMap { $0 }
  }

  /// Names that lead to Microsoft although the mail is elsewhere: Outlook follows them first.
  func leftovers() async -> [CheckItem] {
    let exchangers = await inquiry.ask(domain, .mx).exchangers.map(\.host)
    let wanted =
      plan.settings.map { ($0.incoming + $0.outgoing).map(\.host.ascii) } ?? exchangers
    guard !wanted.contains(where: Self.isMicrosoft) else { return [] }
    let found = await each(["autodiscover", "msoid", "lyncdiscover"]) { prefix in
      await leftover("\(prefix).\(domain)", plan.expected(prefix, "CNAME"))
    }
    return found.compactMap { $0 }
  }

  private func leftover(_ name: String, _ expected: [String]?) async -> CheckItem? {
    let answer = await inquiry.ask(name, .cname)
    let target = answer.records.lazy.compactMap { record in
      if case .cname(let host) = record.data, record.name == name { host } else { nil }
    }.first
    // What should be there is compared elsewhere.
    guard let target, Self.isMicrosoft(target), expected == nil else { return nil }
    return CheckItem(
      .setup, .warning, "\(name) CNAME",
      "leads to Microsoft, where the mail is not: Outlook asks there first",
      found: ["\(target)."], source: "MS-OXDISCO",
      edits: [edit(name, .cname, answer, to: [])])
  }

  private static func isMicrosoft(_ host: String) -> Bool {
    [
      "outlook.com", "office365.com", "microsoft.com", "lync.com", "microsoftonline-p.net",
      "mx.microsoft", "hotmail.com", "office.com",
    ].contains { host == $0 || host.hasSuffix(".\($0)") }
  }

  /// Where links and QR codes lead people.
  func publicPage() async -> [CheckItem] {
    guard let url = plan.settings?.provider.publicURL else { return [] }
    let place = url.rest.hasSuffix("/") ? url.description : "\(url)/"
    async let servers = webHost(url.host.ascii, Int(url.port.number), .setup)
    let answer = await inquiry.fetch(WebRequest(place))
    var items = url.scheme == .https ? await servers : []
    if answer.failure == nil, answer.status < 400 {
      if items.isEmpty {
        items.append(CheckItem(.setup, .good, place, "links and QR codes lead to a page"))
      }
      return items
    }
    if items.contains(where: { $0.grade == .error }) { return items }
    items.append(
      CheckItem(
        .setup, .error, place,
        "links and QR codes lead nowhere: \(answer.summary)",
        fix: SetupRepair.fix(of: answer, at: place)
          ?? "serve the pages there with 'mkprofile serve' or 'mkprofile export', or correct"
          + " provider.publicURL"))
    return items
  }
}
