// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension Spelling {
  /// The values that sentences of a definition leave open, those of servers for one server.
  func fillings(_ definition: Definition, _ server: AccountServer?) -> [Gap: Line] {
    var fillings: [Gap: Line] = [
      .name: [name], .address: [address], .client: [.text(wording.text(definition.name))],
      .provider: [.given(account.provider.name, nil)],
      .domain: [.typed(account.domain.ascii)],
    ]
    if let url = account.webmail?.description { fillings[.url] = [.link(url, target: url)] }
    if let url = account.profileLink { fillings[.link] = [.link(url, target: url)] }
    fillings[.ttl] = [.typed("\((account.provider.dns ?? DNSOptions()).ttl)")]
    fillings.merge(pages) { _, new in new }
    fillings.merge(services) { _, new in new }
    if let server {
      fillings[.server] = [.text(server.mailProtocol.displayName)]
      fillings[.host] = [.typed(server.host.ascii)]
      fillings[.port] = [.typed(server.port.description)]
      fillings[.login] = login(server.username)
    }
    return fillings
  }

  /// The steps whose conditions hold, as lines.
  func lines(
    _ steps: [Step], _ conditions: Set<Condition>, _ fillings: [Gap: Line]
  ) -> [Line] {
    steps.filter { conditions.isSuperset(of: $0.conditions) }.map { step in
      let line =
        switch step.content {
        case .phrase(let phrase): wording.line(phrase, fillings)
        case .text(let words): wording.line(words, fillings)
        case .open(let paths): open(paths)
        }
      return step.isConfirmed ? line : line + [.text(" \(wording[.hedge])")]
    }
  }

  /// The provider's pages that sentences lead to, in the reader's language.
  private var pages: [Gap: Line] {
    let support = account.provider.support
    let urls: [(Gap, LocalizedURL?)] = [
      (.passwordURL, support?.passwordURL), (.appPasswordURL, support?.appPasswordURL),
      (.migrationURL, support?.migrationURL),
    ]
    return urls.reduce(into: [:]) { pages, page in
      guard let url = page.1?.url(for: account.languages).description else { return }
      pages[page.0] = [.link(url, target: url)]
    }
  }

  /// Where the services beside mail are: the first of each kind.
  private var services: [Gap: Line] {
    var services: [Gap: Line] = [:]
    let calendar = account.calendars.first { $0.kind == .caldav }
    let subscription = account.calendars.first { $0.kind == .webcal }
    let urls: [(Gap, WebURL?)] = [
      (.davURL, calendar?.url ?? account.contacts.first?.url), (.calendarURL, calendar?.url),
      (.subscriptionURL, subscription?.url),
      (.contactsURL, account.contacts.first?.url), (.filesURL, account.files.first?.url),
    ]
    for (gap, url) in urls { services[gap] = url.map { [.typed($0.description)] } }
    services[.sieveHost] = account.manageSieve.map {
      [.typed("\($0.host.ascii)"), .text(" ("), .typed($0.port.description), .text(")")]
    }
    services[.activeSyncHost] = account.activeSync.map { [.typed($0.ascii)] }
    return services
  }

  /// What is so of the account whatever the program.
  var conditions: Set<Condition> {
    let support = account.provider.support
    let hasDAV = !account.contacts.isEmpty || account.calendars.contains { $0.kind == .caldav }
    let hasMX = account.provider.dns?.mx.isEmpty == false
    let facts: [(Bool, Condition)] = [
      (!hasMX, .noMX), (account.webmail != nil, .webmail), (account.webmail == nil, .noWebmail),
      (account.profileLink != nil, .link), (account.profileLink == nil, .noLink),
      (support?.passwordURL != nil, .passwordURL), (support?.passwordURL == nil, .noPasswordURL),
      (support?.appPasswordURL != nil, .appPasswordURL),
      (support?.migrationURL != nil, .migrationURL),
      (account.calendars.contains { $0.kind == .caldav }, .caldav),
      (account.calendars.contains { $0.kind == .webcal }, .webcal),
      (!account.contacts.isEmpty, .carddav), (!account.directories.isEmpty, .ldap),
      (!account.files.isEmpty, .webdav), (hasDAV, .dav), (!hasDAV, .noDav),
      (account.activeSync != nil, .activeSync), (account.jmap != nil, .jmap),
      (account.manageSieve != nil, .manageSieve),
    ]
    return Set(facts.filter(\.0).map(\.1))
  }

  /// "Open this menu"; where versions differ, one after the other.
  private func open(_ paths: [MenuPath]) -> Line {
    var line: Line = []
    for path in paths {
      var words: Line = [wording.menu(arrows(wording.text(path.path)))]
      if let original = wording.original(path.path) { words.append(.original(arrows(original))) }
      if !line.isEmpty { line.append(.lineBreak) }
      if let versions = path.versions {
        line += wording.line(
          .pathOfVersion, [.version: wording.line(versions), .path: words])
      } else {
        line += wording.line(.openPath, [.path: words])
      }
    }
    return line
  }

  private func arrows(_ path: String) -> String {
    path.split(separator: ">").map { $0.trimmedBlanks }.joined(separator: " › ")
  }

  /// That a program has been given up, and what takes its place.
  func retirement(_ definition: Definition, _ successors: [Words]) -> Line? {
    guard let retirement = definition.retirement else { return nil }
    var fillings = fillings(definition, nil)
    fillings[.date] = [.text(wording.date(retirement.since))]
    let notice = wording.line(.retired, fillings)
    guard !successors.isEmpty else { return notice }
    fillings[.names] = [.text(successors.map { wording.text($0) }.joined(separator: ", "))]
    return notice + [.text(" ")] + wording.line(.retiredInstead, fillings)
  }
}

extension Substring {
  fileprivate var trimmedBlanks: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
