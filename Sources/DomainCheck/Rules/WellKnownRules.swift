// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension DomainChecker {
  /// Where CalDAV, CardDAV and JMAP clients are sent on (RFC 6764 section 5, RFC 8620 section 2.2),
  /// and what is at the place itself.
  func wellKnown() async -> [CheckItem] {
    let places = await servicePlaces()
    let own = ownPlaces
    let hosts = Set(places.map(\.host) + own.map(\.host))
    async let first = each(places) { await wellKnown($0) }
    async let second = each(own) { (await service(at: $0), $0.url) }
    // One host's certificate and addresses are told once.
    async let third = each(hosts.sorted()) { host in
      let words = host.split(separator: ":")
      let port = words.count == 2 ? words.last.flatMap { Int($0) } ?? 443 : 443
      return await webHost(words.first.map(String.init) ?? host, port, .wellKnown)
    }
    let (found, named, servers) = await (first, second, third)
    let reached = Set(found.map(\.1))
    return found.map(\.0).sorted { $0.place < $1.place }
      + named.filter { !reached.contains($0.1) && !reached.contains($0.1 + "/") }.map(\.0)
      + servers.flatMap { $0 }
  }

  /// A place under `/.well-known` that clients ask.
  private struct ServicePlace: Hashable {
    let path: LookupPath
    /// With its port, where that is not the usual one.
    let host: String
    /// Where the settings have the service.
    let target: String?
  }

  private func servicePlaces() async -> [ServicePlace] {
    let settings = plan.settings
    let kinds: [(path: LookupPath, label: String, url: WebURL?)] = [
      (.caldav, "_caldavs._tcp", settings?.calendars.first { $0.kind == .caldav }?.url),
      (.carddav, "_carddavs._tcp", settings?.contacts.first?.url),
      (.jmap, "_jmap._tcp", settings?.jmap?.url),
    ]
    let places = await each(kinds) { path, label, url in
      let records = await inquiry.ask("\(label).\(domain)", .srv)
      let hosts = records.services.filter { !$0.host.isEmpty }.map {
        Self.authority($0.host, $0.port)
      }
      let own = url.map { Self.authority($0.host.ascii, Int($0.port.number)) }
      return Set(hosts + (own.map { [$0] } ?? [])).sorted().map {
        ServicePlace(path: path, host: $0, target: url?.description)
      }
    }
    return places.flatMap { $0 }
  }

  private static func authority(_ host: String, _ port: Int) -> String {
    port == 443 ? host : "\(host):\(port)"
  }

  /// The item about a place, and where a service answered in the end.
  private func wellKnown(_ place: ServicePlace) async -> (CheckItem, String) {
    let source = place.path == .jmap ? "RFC 8620 2.2" : "RFC 6764 5"
    let first = "https://\(place.host)\(place.path)"
    func item(_ grade: Grade, _ message: String, found: [String] = [], fix: String? = nil)
      -> CheckItem
    {
      CheckItem(
        .wellKnown, grade, first, message,
        expected: grade == .error ? [place.target].compactMap { $0 } : [], found: found, fix: fix,
        source: source)
    }
    let fix =
      "redirect it to \(place.target ?? "the context path of the server"); iPhones ask nothing else"
    let way = await follow(first, isDAV: place.path != .jmap)
    let last = way.urls.last ?? first
    switch way.end {
    case .service:
      if way.urls.count == 1 { return (item(.good, "is answered by the server itself"), first) }
      return (item(.good, "sends clients on to \(last)"), last)
    case .withoutTLS(let location):
      return (
        item(.error, "clients are sent on to a place without TLS", found: [location], fix: fix),
        last
      )
    case .loop:
      return (item(.error, "clients are sent on in a circle", found: way.urls, fix: fix), last)
    case .other(let reason):
      guard way.urls.count > 1 else {
        return (item(.error, "clients are not sent on: \(reason)", fix: fix), last)
      }
      return (
        item(
          .error, "sends clients on to \(last), where there is no service: \(reason)",
          fix: place.target == last ? Self.repair(last) : fix), last
      )
    }
  }

  private static func repair(_ url: String) -> String {
    "start the service, and let PROPFIND through to it: \(url)"
  }

  private enum WayEnd {
    case service
    case withoutTLS(String)
    case loop
    /// What is there instead.
    case other(String)
  }

  /// Goes the way of a client, from redirect to redirect.
  private func follow(_ url: String, isDAV: Bool) async -> (end: WayEnd, urls: [String]) {
    var urls = [url]
    while urls.count <= 6 {
      let url = urls.last ?? url
      let request = isDAV ? DAVRequest.propfind(url) : WebRequest(url, redirects: .none)
      let answer = await inquiry.fetch(request)
      if answer.failure == nil, (301...308).contains(answer.status), let next = answer.location {
        guard next.lowercased().hasPrefix("https://") else { return (.withoutTLS(next), urls) }
        guard !urls.contains(next) else { return (.loop, urls + [next]) }
        urls.append(next)
        continue
      }
      let isService =
        answer.failure == nil
        && (answer.status == 401 || answer.status == (isDAV ? 207 : 200))
        && !(answer.status == 200 && answer.contentType.lowercased().hasPrefix("text/html"))
      if isService { return (.service, urls) }
      let isPage = answer.failure == nil && answer.isSuccess
      return (.other(isPage ? "a web page or a file, \(answer.summary)" : answer.summary), urls)
    }
    return (.loop, urls)
  }

  /// A place that the settings name.
  private struct OwnPlace: Hashable {
    let url: String
    let host: String
    let origin: String
  }

  private var ownPlaces: [OwnPlace] {
    guard let settings = plan.settings else { return [] }
    let urls =
      settings.calendars.filter { $0.kind == .caldav }.map { ($0.url, $0.path) }
      + settings.contacts.map { ($0.url, $0.path) } + settings.files.map { ($0.url, $0.path) }
    var places: [OwnPlace] = []
    for (url, origin) in urls where !places.contains(where: { $0.url == url.description }) {
      places.append(
        OwnPlace(
          url: url.description, host: Self.authority(url.host.ascii, Int(url.port.number)),
          origin: origin))
    }
    return places
  }

  /// The service at a place that clients are told of.
  private func service(at place: OwnPlace) async -> CheckItem {
    let way = await follow(place.url, isDAV: true)
    let fix = "correct \(place.origin).url, or start the service there"
    switch way.end {
    case .service:
      return CheckItem(.wellKnown, .good, place.url, "a service answers")
    case .withoutTLS(let location):
      return CheckItem(
        .wellKnown, .error, place.url, "clients are sent on to a place without TLS",
        found: [location], fix: fix, source: "RFC 6764 8")
    case .loop:
      return CheckItem(
        .wellKnown, .error, place.url, "clients are sent on in a circle", found: way.urls, fix: fix,
        source: "RFC 9110 15.4")
    case .other(let reason):
      return CheckItem(
        .wellKnown, .error, place.url, "there is no service at this place: \(reason)", fix: fix,
        source: "RFC 4918 9.1")
    }
  }
}
