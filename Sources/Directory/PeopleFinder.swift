// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// Asks about people, at most some at once, with a time limit; keeps answers, and spares a source
/// that fails. Those who ask for the same at the same time share one question.
package final class PeopleFinder: Sendable {
  /// Asks once; may wait.
  package typealias Asker =
    @Sendable (MailAddress, Deadline) throws(DirectoryFault) ->
    DirectoryPerson?

  /// What has happened, for metrics.
  package struct Counts: Hashable, Sendable {
    /// Questions that were answered.
    package var answers = 0
    /// Questions that were not.
    package var failures = 0
    /// Answers that were kept.
    package var kept = 0
    /// True while nobody asks, since it fails.
    package var isResting = false
    /// Why the last question was not answered.
    package var lastFault: DirectoryFault?

    /// Nothing yet.
    package init() {}
  }

  private struct State {
    var cache: PersonCache
    var breaker = Breaker()
    var asking: [String: Promise<PersonAnswer>] = [:]
    var counts = Counts()
    var lastFault: DirectoryFault?
  }

  /// Answers that are kept at most.
  package static let mostKept = 100_000

  private let state: Guarded<State>
  private let asker: Asker
  private let timeout: Int
  private let seconds: Int
  private let now: @Sendable () -> Int64

  /// Asks a source as the settings say.
  package convenience init(_ options: DirectoryOptions, _ programs: DirectoryPrograms) {
    let pool = TalkPool(options, programs)
    self.init(options) { (address, deadline) throws(DirectoryFault) in
      try pool.person(address, by: deadline)
    }
  }

  /// Asks something else in its place.
  package init(
    _ options: DirectoryOptions, mostKept: Int = PeopleFinder.mostKept,
    now: @escaping @Sendable () -> Int64 = { Clock.monotonic }, asker: @escaping Asker
  ) {
    state = Guarded(State(cache: PersonCache(entries: mostKept)))
    timeout = options.timeout * 1_000
    seconds = options.refresh
    self.asker = asker
    self.now = now
  }

  /// What has happened so far.
  package var counts: Counts {
    state.withLock { state in
      var counts = state.counts
      counts.isResting = state.breaker.isOpen
      counts.lastFault = state.lastFault
      return counts
    }
  }

  /// What is known without asking; nil where it has to be asked.
  package func known(_ address: MailAddress) -> PersonAnswer? {
    let moment = now()
    return state.withLock { state in
      guard let answer = state.cache.answer(address.description, at: moment) else { return nil }
      state.counts.kept += 1
      return answer
    }
  }

  private enum Turn {
    case answer(PersonAnswer)
    case wait(Promise<PersonAnswer>)
    case ask(Promise<PersonAnswer>)
  }

  /// The answer about somebody, known or asked for now: within the time limit in any case.
  package func ask(_ address: MailAddress) -> PersonAnswer {
    let deadline = Deadline(milliseconds: timeout)
    switch turn(address.description) {
    case .answer(let answer): return answer
    case .wait(let promise):
      return promise.value(by: deadline) ?? .unavailable(Self.late)
    case .ask(let promise):
      let answer = question(address, deadline)
      promise.keep(answer)
      return answer
    }
  }

  private static let late = DirectoryFault(.unreachable, "has not answered in time")

  private func turn(_ key: String) -> Turn {
    let moment = now()
    return state.withLock { state in
      if let answer = state.cache.answer(key, at: moment) {
        state.counts.kept += 1
        return .answer(answer)
      }
      if let promise = state.asking[key] { return .wait(promise) }
      guard state.breaker.mayAsk(at: moment) else {
        let fault = state.lastFault ?? DirectoryFault(.unreachable, "the directory is away")
        return .answer(.unavailable(fault))
      }
      let promise = Promise<PersonAnswer>()
      state.asking[key] = promise
      return .ask(promise)
    }
  }

  private func question(_ address: MailAddress, _ deadline: Deadline) -> PersonAnswer {
    let answer: PersonAnswer
    do throws(DirectoryFault) {
      answer = try asker(address, deadline).map { .known($0) } ?? .unknown
    } catch { answer = .unavailable(error) }
    let moment = now()
    state.withLock { state in
      state.asking[address.description] = nil
      if case .unavailable(let fault) = answer {
        state.breaker.failed(at: moment)
        state.counts.failures += 1
        state.lastFault = fault
        return
      }
      state.breaker.succeeded()
      state.counts.answers += 1
      // That nobody is known is kept as long: else the time of a second answer would tell.
      state.cache.keep(answer, for: address.description, Int64(seconds) * 1_000_000, at: moment)
    }
    return answer
  }

  /// Forgets what is kept of somebody, or of everybody.
  package func forget(_ address: MailAddress? = nil) {
    state.withLock { state in
      if let address {
        state.cache.forget(address.description)
      } else {
        state.cache.forgetAll()
      }
    }
  }
}
