// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System
import Trees

/// A conversation on its way from one thread to the next. Unchecked: one alone has it.
private struct OpenTalk: @unchecked Sendable {
  let talk: DirectoryTalk
}

/// Keeps the domains of a directory up to date: reads them whole, again every so many seconds, and
/// at once where the source says what has changed. While it is away, what was read stays.
package final class DomainFeed: Sendable {
  /// What has happened.
  package enum Event: Sendable {
    /// All domains were read; those that are different now, or nil for too many to list.
    case loaded(count: Int, changed: [DomainName]?, [Finding])
    /// Some are different now.
    case changed([DomainName], [Finding])
    /// It was said that people are different now: these, or nil for anybody.
    case people([MailAddress]?)
    /// The source has not answered, or not as it should.
    case failed(DirectoryFault)
  }

  /// What others want of the thread.
  private struct Wishes {
    var isOver = false
    var wantsReading = false
  }

  private let directory: ServedDirectory
  private let programs: DirectoryPrograms
  private let catalog: Guarded<SettingsCatalog>
  private let wishes = Monitor(Wishes())
  /// The conversation in which all domains were read first, and which tells of changes since.
  private let opened = Guarded<OpenTalk?>(nil)

  /// Milliseconds that a source may be silent while it gives all domains.
  package static let patience = 60_000
  /// Milliseconds between two attempts at most.
  private static let longestPause = 5_000
  /// The same where somebody has to mend something first.
  private static let longestPauseForSettings = 60_000
  /// Milliseconds between two looks at what tells nothing by itself.
  private static let tick = 500

  /// A feed of one directory of the settings, with `catalog` to know what they name themselves.
  package init(
    _ directory: ServedDirectory, _ catalog: SettingsCatalog, _ programs: DirectoryPrograms
  ) {
    self.directory = directory
    self.catalog = Guarded(catalog)
    self.programs = programs
  }

  /// The domains as they are now.
  package var domains: LiveDomains { directory.domains }

  /// Other settings hold from now on, with the same directory.
  package func adopt(_ catalog: SettingsCatalog) {
    self.catalog.withLock { $0 = catalog }
    wishes.change { $0.wantsReading = true }
  }

  /// Reads all domains once, on this thread; what changes from then on is known to `follow`, where
  /// that is to come.
  package func load(toFollow: Bool = false) throws(DirectoryFault) -> [Finding] {
    let talk = try open(watching: toFollow)
    let findings = try read(talk).findings
    if toFollow, directory.options.notify != nil {
      let kept = OpenTalk(talk: talk)
      opened.withLock { $0 = kept }
    }
    return findings
  }

  private func read(
    _ talk: DirectoryTalk
  ) throws(DirectoryFault) -> (changed: [DomainName]?, findings: [Finding]) {
    var reading = DomainReading(
      directory.options, catalog.withLock { $0 }, capacity: directory.domains.count)
    let question = DirectoryQuestion.domains(query: directory.options.domains?.words)
    try talk.ask(question, patience: Self.patience) { (line, number) throws(DirectoryFault) in
      let isMore = try DomainRows.read(line, number: number, into: &reading)
      // Of ten million nothing can be used: the rest is not waited for.
      if reading.isFull { try Self.refuse(reading.result) }
      return isMore
    }
    let findings = reading.result
    try Self.refuse(findings)
    let changed = reading.table.differences(from: directory.domains.snapshot, most: 1_000)
    // The same again: what is there stays.
    if changed?.isEmpty != true { directory.domains.replace(by: reading.table) }
    return (changed, findings)
  }

  private static func refuse(_ findings: [Finding]) throws(DirectoryFault) {
    guard let error = findings.first(where: { $0.severity == .error }) else { return }
    throw DirectoryFault(.settings, error.message, fix: error.fix)
  }

  // MARK: Watching

  /// Follows the source on a thread of its own until `stop`; `isRead` is true where all domains
  /// were read a moment ago.
  package func follow(isRead: Bool, _ report: @escaping @Sendable (Event) -> Void) {
    _ = OwnThread.start { [self] in
      var pause = 1_000
      var isRead = isRead
      while !isOver {
        var longest = Self.longestPause
        do throws(DirectoryFault) { try converse(isRead, report) { pause = 1_000 } } catch {
          if isOver { return }
          if error.kind == .settings { longest = Self.longestPauseForSettings }
          report(.failed(error))
        }
        isRead = false
        wait(milliseconds: pause)
        // Everything is read again in any case.
        _ = takeWish()
        pause = min(longest, pause * 2)
      }
    }
  }

  /// Ends the thread soon.
  package func stop() { wishes.change { $0.isOver = true } }

  private var isOver: Bool { wishes.change { $0.isOver } }

  /// True where everything is to be read again; nobody has to say so twice.
  private func takeWish() -> Bool {
    wishes.change { wishes in
      defer { wishes.wantsReading = false }
      return wishes.wantsReading
    }
  }

  private func wait(milliseconds: Int) {
    _ = wishes.wait(by: Deadline(milliseconds: milliseconds)) {
      $0.isOver || $0.wantsReading ? true : nil
    }
  }

  private func open(watching: Bool = false) throws(DirectoryFault) -> DirectoryTalk {
    let talk = try DirectoryTalk(
      directory.options, programs, by: Deadline(milliseconds: TalkPool.opening))
    if watching, directory.options.notify != nil {
      // Before the domains are read: nothing that changes meanwhile is missed.
      _ = try talk.ask(.watch, by: Deadline(milliseconds: TalkPool.opening))
    }
    return talk
  }

  private func converse(
    _ isRead: Bool, _ report: (Event) -> Void, _ succeeded: () -> Void
  ) throws(DirectoryFault) {
    guard directory.options.notify == nil else { return try watch(report, succeeded) }
    if isRead { waitForRefresh() }
    while !isOver {
      // A conversation of its own each time: nothing is held open for minutes.
      let (changed, findings) = try read(try open())
      succeeded()
      report(.loaded(count: directory.domains.count, changed: changed, findings))
      waitForRefresh()
    }
  }

  private func waitForRefresh() {
    let next = Deadline(milliseconds: directory.options.refresh * 1_000)
    let marks = fileMarks
    while !next.hasPassed {
      let pause = marks.isEmpty ? next : next.within(milliseconds: Self.tick)
      _ = wishes.wait(by: pause) { $0.isOver || $0.wantsReading ? true : nil }
      if isOver || takeWish() || fileMarks != marks { return }
    }
  }

  /// A file of SQLite and what is written ahead of it tell by themselves when they have changed.
  private var fileMarks: [FileMark] {
    guard case .url(.sqlite, let text) = directory.options.source else { return [] }
    let path = String(text.dropFirst("sqlite:".count))
    return [FileMark(path), FileMark("\(path)-wal")]
  }

  private func watch(
    _ report: (Event) -> Void, _ succeeded: () -> Void
  ) throws(DirectoryFault) {
    let kept = opened.withLock { opened in
      defer { opened = nil }
      return opened
    }
    let talk: DirectoryTalk
    if let kept { talk = kept.talk } else { talk = try open(watching: true) }
    var isDue = kept == nil
    var next = Deadline(milliseconds: directory.options.refresh * 1_000)
    while !isOver {
      if takeWish() || isDue || next.hasPassed {
        let (changed, findings) = try read(talk)
        isDue = false
        succeeded()
        report(.loaded(count: directory.domains.count, changed: changed, findings))
        next = Deadline(milliseconds: directory.options.refresh * 1_000)
      }
      if let news = try talk.news(by: next.within(milliseconds: Self.tick)) {
        isDue = try take(news, report)
      }
    }
  }

  /// Takes news in; true where everything has to be read again.
  private func take(
    _ news: DirectoryAnswer, _ report: (Event) -> Void
  ) throws(DirectoryFault) -> Bool {
    if news.isTrue("changed") {
      report(.people(nil))
      return true
    }
    if let people = news.list("people") {
      report(.people(people.compactMap { $0.text }.compactMap { try? MailAddress($0) }))
    }
    let rows = news.list("changed") == nil ? [] : try DomainRows.rows(news, "changed")
    let removed = news.list("removed")?.compactMap(\.text) ?? []
    guard !rows.isEmpty || !removed.isEmpty else { return false }
    let (changes, findings) = DomainReading.changes(
      rows, removed: removed, directory.options, catalog.withLock { $0 })
    let changed = directory.domains.change(changes)
    if !changed.isEmpty || !findings.isEmpty { report(.changed(changed, findings)) }
    return false
  }
}
