// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// What several servers know of links together, in the table `mkprofile_links` of the PostgreSQL
/// that `directory:` names. One server at a time has a link; whoever comes second finds what the
/// first has made.
package final class LinkStore: Sendable {
  /// What stands there of a link.
  package struct Note: Hashable, Sendable {
    /// When the last profile was made, in seconds since 1970 UTC; nil before the first.
    package var made: Int64?
    /// The sealed `LinkNote`; nil once nobody can fetch it any more.
    package var sealed: String?
    /// True where it was written while this server waited for the link.
    package var isFresh = false

    /// Nothing is noted.
    package init() {}
  }

  /// What came of a change.
  package enum Outcome: Hashable, Sendable {
    /// The link was had, and what was to be noted is.
    case done
    /// Another server has had the link for too long; nothing was asked of anybody.
    case busy
    /// Nothing was asked of anybody: there is no such table, or the database is away.
    case unavailable(DirectoryFault)
    /// The link was had, and nothing could be noted.
    case lost(DirectoryFault)
  }

  /// As many as a server answers at the same time: presses, pages and downloads.
  private static let most = 8

  private let pool: TalkPool
  private let breaker = Guarded((breaker: Breaker(), fault: DirectoryFault?.none))
  private let timeout: Int
  private let patience: Int

  /// The store of a directory of PostgreSQL; nil for any other. `patience` is how many milliseconds
  /// a server may have a link.
  package init?(_ options: DirectoryOptions, _ programs: DirectoryPrograms, patience: Int) {
    guard case .url(.postgresql, _) = options.source else { return nil }
    pool = TalkPool(options, programs, most: Self.most)
    timeout = options.timeout * 1_000
    self.patience = patience
  }

  /// What stands there, without waiting for who has the link.
  package func note(of link: String) throws(DirectoryFault) -> Note {
    let deadline = Deadline(milliseconds: timeout)
    let (talk, answer) = try begin(.link(link), deadline)
    pool.finish(talk)
    return Note(answer)
  }

  /// Waits for the link and runs `body` with what stands there, once or not at all; what that gives
  /// is noted, nil for no change. `expires` is the end of the link, and `now` the time, both in
  /// seconds since 1970 UTC.
  package func change(
    _ link: String, expires: Int64, at now: Int64, _ body: (Note) -> Note?
  ) -> Outcome {
    let (talk, answer): (DirectoryTalk, DirectoryAnswer)
    do throws(DirectoryFault) {
      let deadline = Deadline(milliseconds: timeout + patience)
      (talk, answer) = try begin(.takeLink(link, milliseconds: patience), deadline)
    } catch { return .unavailable(error) }
    guard !answer.isTrue("busy") else {
      pool.finish(talk)
      return .busy
    }
    let note = body(Note(answer))
    do throws(DirectoryFault) {
      let last = note.map { DirectoryQuestion.keepLink($0, expires: expires, now: now) }
      _ = try talk.ask(last ?? .leaveLink, by: Deadline(milliseconds: timeout))
      pool.finish(talk)
      return .done
    } catch {
      // The end of the conversation is the end of its transaction.
      pool.drop()
      return note == nil ? .done : .lost(error)
    }
  }

  /// Begins with a question; spares a database that fails.
  private func begin(
    _ question: DirectoryQuestion, _ deadline: Deadline
  ) throws(DirectoryFault) -> (DirectoryTalk, DirectoryAnswer) {
    let resting = breaker.withLock { $0.breaker.mayAsk(at: Clock.monotonic) ? nil : $0.fault }
    if let resting { throw resting }
    do throws(DirectoryFault) {
      let begun = try pool.begin(question, by: deadline)
      breaker.withLock { $0 = (Breaker(), nil) }
      return begun
    } catch {
      breaker.withLock { state in
        state.breaker.failed(at: Clock.monotonic)
        state.fault = error
      }
      throw error
    }
  }
}

extension LinkStore.Note {
  /// What an answer says.
  fileprivate init(_ answer: DirectoryAnswer) {
    made = answer.text("made").flatMap { Int64($0) }
    sealed = answer.text("sealed")
    isFresh = answer.isTrue("isFresh")
  }
}
