// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands
import Directory
import HTTPListener
import MailSettings
import SettingsFile
import System

/// The directories of the settings while the server runs. They outlive the settings that name them:
/// what is known of one stays while settings are read again.
final class DirectoryKeeper: Sendable {
  /// A directory by its provider and what the settings say of it.
  private struct Key: Hashable {
    let provider: DomainName
    let options: DirectoryOptions
  }

  private struct Kept {
    let domains: LiveDomains
    let feed: DomainFeed?
    let finder: PeopleFinder?
  }

  private struct State {
    var kept: [Key: Kept] = [:]
    /// Feeds that were read and follow nobody yet.
    var fresh: [(DomainFeed, name: String)] = []
    /// The last fault of each source, so that it is said once.
    var faults: [String: String] = [:]
    var counts = Counts()
  }

  /// What has happened, for metrics.
  struct Counts: Hashable {
    /// How often domains were read or changed.
    var updates = 0
    /// How often a source did not answer.
    var failures = 0
    /// When domains were last read or changed, in microseconds since 1970 UTC; 0 for never.
    var updated: Int64 = 0
  }

  private let state = Guarded(State())
  private let programs: DirectoryPrograms
  private let log: RequestLog

  init(_ log: RequestLog, programs: DirectoryPrograms = .beside) {
    self.programs = programs
    self.log = log
  }

  var counts: Counts { state.withLock { $0.counts } }

  /// The settings with what is known of their directories, and who is asked about people. Those
  /// that are new are read now; throws where that fails.
  func adopt(
    _ catalog: SettingsCatalog
  ) throws(SettingsFailure) -> (catalog: SettingsCatalog, people: PeopleDesk?, findings: [Finding])
  {
    let old = state.withLock { $0.kept }
    var kept: [Key: Kept] = [:]
    var domains: [Int: LiveDomains] = [:]
    var finders: [Int: PeopleFinder] = [:]
    var fresh: [(DomainFeed, name: String)] = []
    var findings: [Finding] = []
    for (index, directory) in catalog.directories.enumerated() {
      guard catalog.providers.indices.contains(directory.provider) else { continue }
      let key = Key(
        provider: catalog.providers[directory.provider].id, options: directory.options)
      if let known = old[key], kept[key] == nil {
        kept[key] = known
      } else {
        let (new, found) = try open(directory, catalog)
        findings += found
        kept[key] = new
        if let feed = new.feed { fresh.append((feed, directory.options.sourceName)) }
      }
      domains[index] = kept[key]?.domains
      finders[index] = kept[key]?.finder
    }
    let catalog = catalog.withDomains(domains)
    for (key, known) in old {
      if kept[key] == nil { known.feed?.stop() } else { known.feed?.adopt(catalog) }
    }
    let (all, new) = (kept, fresh)
    state.withLock { state in
      state.kept = all
      state.fresh += new
    }
    return (catalog, finders.isEmpty ? nil : PeopleDesk(catalog, finders), findings)
  }

  private func open(
    _ directory: ServedDirectory, _ catalog: SettingsCatalog
  ) throws(SettingsFailure) -> (Kept, [Finding]) {
    let options = directory.options
    let finder = options.person == nil ? nil : PeopleFinder(options, programs)
    guard options.domains != nil else {
      return (Kept(domains: directory.domains, feed: nil, finder: finder), [])
    }
    let feed = DomainFeed(directory, catalog, programs)
    do throws(DirectoryFault) {
      let findings = try feed.load(toFollow: true)
      note(isFailure: false)
      return (Kept(domains: directory.domains, feed: feed, finder: finder), findings)
    } catch {
      note(isFailure: true)
      let finding = error.finding(.error, at: "directory.domains", options.places)
      throw SettingsFailure(
        cause: error.kind == .settings ? .invalid : .unreadable, findings: [finding])
    }
  }

  private func note(isFailure: Bool) {
    state.withLock { state in
      if isFailure {
        state.counts.failures += 1
      } else {
        state.counts.updates += 1
        state.counts.updated = Clock.wall
      }
    }
  }

  /// Lets the feeds that were read follow their sources; `forget` learns which domains are
  /// different, nil for any.
  func follow(_ forget: @escaping @Sendable ([DomainName]?) -> Void) {
    let fresh = state.withLock { state in
      defer { state.fresh = [] }
      return state.fresh
    }
    for (feed, name) in fresh {
      feed.follow(isRead: true) { [weak self] event in self?.take(event, name, feed, forget) }
    }
  }

  private func take(
    _ event: DomainFeed.Event, _ name: String, _ feed: DomainFeed,
    _ forget: ([DomainName]?) -> Void
  ) {
    switch event {
    case .loaded(let count, let changed, let findings):
      note(isFailure: false)
      if let changed { if !changed.isEmpty { forget(changed) } } else { forget(nil) }
      let hadFault = state.withLock { $0.faults.removeValue(forKey: name) != nil }
      guard hadFault || !findings.isEmpty else { return }
      log.say(
        hadFault ? .warning : .note,
        "read \(count) domains from \(name)\(hadFault ? " again" : "")",
        findings)
    case .changed(let domains, let findings):
      note(isFailure: false)
      if !domains.isEmpty { forget(domains) }
      if !findings.isEmpty { log.say(.warning, "rows of \(name) cannot be used", findings) }
    case .people(let addresses):
      let finder = state.withLock { state in
        state.kept.values.first { $0.feed === feed }?.finder
      }
      if let addresses {
        for address in addresses { finder?.forget(address) }
      } else {
        finder?.forget()
      }
    case .failed(let fault): fail(fault, name, "the domains stay as they are")
    }
  }

  private func fail(_ fault: DirectoryFault, _ name: String, _ effect: String) {
    note(isFailure: true)
    let isNew =
      state.withLock { $0.faults.updateValue(fault.message, forKey: name) } != fault.message
    guard isNew else { return }
    let finding = Finding(.error, at: "directory", fault.message, fix: fault.fix)
    log.say(.error, "\(name) does not answer as it should: \(effect)", [finding])
  }

  /// Says once where questions about people fail; to be called each second.
  func tellAboutPeople() {
    for (key, kept) in state.withLock({ $0.kept }) {
      guard let finder = kept.finder else { continue }
      let name = "\(key.options.sourceName), asked about people,"
      let counts = finder.counts
      if let fault = counts.lastFault, counts.isResting {
        fail(fault, name, "the rules of the settings give the user names")
      } else if !counts.isResting {
        let hadFault = state.withLock { $0.faults.removeValue(forKey: name) != nil }
        if hadFault { log.say(.warning, "\(name) answers again") }
      }
    }
  }

  /// Ends everything that follows a source.
  func stop() {
    for kept in state.withLock({ Array($0.kept.values) }) { kept.feed?.stop() }
  }
}
