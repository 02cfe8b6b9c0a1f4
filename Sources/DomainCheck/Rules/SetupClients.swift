// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import ClientRules
import MailSettings

/// What is said of one client.
struct ClientVerdict: Sendable {
  var items: [CheckItem]
  /// The URLs that are at fault by what is said.
  var told: [String] = []
}

/// Settings as a client finds them.
struct SetupFound: Sendable {
  let document: SetupDocument
  /// Where, as people write it.
  let url: String
}

/// A place that a client looks at in vain.
struct SetupMiss: Sendable {
  let url: String
  let reason: String
  /// What is to be done there; nil where somebody else's place has nothing.
  let fix: String?
}

extension DomainChecker {
  /// Each client, by every way that it goes until one leads to settings.
  func clients(_ lookups: SetupLookups) async -> [ClientVerdict] {
    let programs = lookups.autoconfig.map(\.program)
    let others = lookups.autodiscover.map(\.program).filter { !programs.contains($0) }
    return await each(programs + others) { program in
      await client(
        program, lookups, lookups.autoconfig.first { $0.program == program },
        lookups.autodiscover.first { $0.program == program })
    }
  }

  private func client(
    _ program: ClientProgram, _ lookups: SetupLookups, _ autoconfig: ClientLookup?,
    _ autodiscover: ClientLookup?
  ) async -> ClientVerdict {
    var misses: [SetupMiss] = []
    if program == .fairEmail, let autoconfig, let found = await serviceRecords() {
      let records = SetupFound(document: found, url: "the service records of \(domain)")
      return verdict(records, autoconfig, "service records", misses)
    }
    if let autoconfig {
      if let found = await search(autoconfig, &misses) {
        return verdict(found, autoconfig, "autoconfig", [])
      }
      let host = await inquiry.ask(domain, .mx).exchangers.first?.host
      let exchanger = host.flatMap { try? DomainName($0) }
      let fallback = lookups.fallbacks(of: autoconfig, exchanger: exchanger)
      if let found = await search(fallback, &misses, isOwn: false) {
        return verdict(found, autoconfig, "autoconfig", [])
      }
    }
    if let autodiscover {
      if let found = await search(autodiscover, &misses) {
        return verdict(found, autodiscover, "autodiscover", autoconfig == nil ? [] : misses)
      }
      if program == .outlook, let found = await outlookElsewhere(autodiscover, &misses) {
        return verdict(found, autodiscover, "autodiscover", [])
      }
    }
    let kind = autoconfig == nil ? "autodiscover" : "autoconfig"
    let fault = misses.first { $0.fix != nil }
    return ClientVerdict(
      items: [
        CheckItem(
          .setup, autoconfig == nil ? .warning : .error, "\(program.name), \(kind)",
          "finds no settings", found: misses.map { "\($0.url): \($0.reason)" },
          fix: fault?.fix
            ?? "serve them with 'mkprofile serve' or 'mkprofile export', and publish the names:"
            + " mkprofile --format dns \(plan.domain.unicode)",
          source: autoconfig == nil ? "MS-OXDSCLI" : "draft-ietf-mailmaint-autoconfig")
      ], told: misses.map(\.url))
  }

  /// What a client makes of what it found, and whether it had to go another way to it.
  private func verdict(
    _ found: SetupFound, _ client: ClientLookup, _ way: String, _ misses: [SetupMiss]
  ) -> ClientVerdict {
    let place = "\(client.program.name), \(way)"
    let item = judge(found.document, client, place, found.url)
    var verdict = ClientVerdict(items: [item])
    if item.grade > .advice { verdict.told = [found.url] }
    if item.grade == .good, !misses.isEmpty {
      // A place that has nothing is no fault; one that misleads is.
      let fault = misses.first { $0.fix != nil }
      verdict.items.append(
        CheckItem(
          .setup, fault == nil ? .advice : .warning, place,
          "it finds its settings this way alone: autoconfig leads it to nothing",
          found: misses.map { "\($0.url): \($0.reason)" },
          fix: fault?.fix ?? "serve autoconfig as well: mkprofile serve, or mkprofile export",
          source: "draft-ietf-mailmaint-autoconfig"))
      verdict.told += misses.map(\.url)
    }
    return verdict
  }

  /// All requests of a client at once; what it would make of the answers comes after.
  func search(
    _ client: ClientLookup, _ misses: inout [SetupMiss], isOwn: Bool = true
  ) async -> SetupFound? {
    let answers = await each(client.requests) { await inquiry.fetch($0) }
    for (request, answer) in zip(client.requests, answers) {
      let url = request.url
      if let refusal = client.refusal(answer) {
        misses.append(
          SetupMiss(
            url: url, reason: refusal,
            fix: isOwn ? SetupRepair.fix(of: answer, at: url) : nil))
        // Thunderbird reads the first success and nothing else.
        if client.stopsAtFirstSuccess, answer.isSuccess { return nil }
        continue
      }
      let document = SetupDocument(answer.body, client, for: plan.address)
      guard let problem = document.problem else { return SetupFound(document: document, url: url) }
      misses.append(
        SetupMiss(
          url: url, reason: problem,
          fix: isOwn ? SetupRepair.fix(of: answer, at: url, isUnreadable: true) : nil))
      if client.stopsAtFirstSuccess { return nil }
    }
    return nil
  }

  /// Where Outlook looks after the usual places: a redirect without TLS, then a service record
  /// (MS-OXDISCO section 3.1.5).
  private func outlookElsewhere(
    _ client: ClientLookup, _ misses: inout [SetupMiss]
  ) async -> SetupFound? {
    guard let sample = client.requests.first else { return nil }
    let plain = WebRequest(
      "http://autodiscover.\(domain)\(LookupPath.autodiscover)", redirects: .none)
    async let redirect = inquiry.fetch(plain)
    async let records = inquiry.ask("_autodiscover._tcp.\(domain)", .srv)
    var urls: [String] = []
    if let target = await redirect.location, target.lowercased().hasPrefix("https://") {
      urls.append(target)
    }
    urls += await records.services.filter { !$0.host.isEmpty }.prefix(2).map {
      "https://\($0.host)\($0.port == 443 ? "" : ":\($0.port)")\(LookupPath.autodiscover)"
    }
    guard !urls.isEmpty else { return nil }
    var further = client
    further.requests = urls.map { url in
      var request = sample
      request.url = url
      return request
    }
    return await search(further, &misses)
  }
}

/// What mends a place that clients look at in vain.
enum SetupRepair {
  /// The sentence for a fault of the place itself; nil where there simply is nothing.
  static func fix(of answer: WebAnswer, at url: String, isUnreadable: Bool = false) -> String? {
    let place = String(url.prefix { $0 != "?" })
    switch answer.failure {
    case .tls:
      return "install a certificate for \(host(of: answer.urls.last ?? url)) with its whole chain"
    case .tooManyRedirects: return "end the circle of redirects, and serve the settings at \(place)"
    case .tooLarge: return "serve the settings alone at \(place)"
    case .timeout: return "start the web server at \(place)"
    case .noAddress, .refused, .other, .otherKey: return nil
    case nil: break
    }
    switch answer.status {
    case 401, 403: return "serve it without a password: clients look before anybody has logged in"
    case 404, 410: return nil
    case 405, 501:
      return "let it answer POST as well, as 'mkprofile serve' does: \(place)"
    case 500...: return "mend the server behind \(place): it fails with status \(answer.status)"
    case 200...299 where isPage(answer):
      return "answer 404 there, or with the settings: \(place)"
    case 200...299 where !isUnreadable: return "send it as Content-Type: text/xml: \(place)"
    case 200...299: return "serve the settings of today at \(place)"
    default: return "answer 200 there, with the settings: \(place)"
    }
  }

  private static func isPage(_ answer: WebAnswer) -> Bool {
    if answer.contentType.lowercased().hasPrefix("text/html") { return true }
    let start = answer.body.drop { $0 <= 0x20 }.prefix(15)
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return text.hasPrefix("<html") || text.hasPrefix("<!doctype html")
  }

  private static func host(of url: String) -> String {
    (try? WebURL(url))?.host.ascii ?? url
  }
}
