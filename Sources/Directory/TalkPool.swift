// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// Conversations about people, of which each serves one question at a time.
///
/// Unchecked: a conversation is in the hands of one thread, or in the pool.
final class TalkPool: @unchecked Sendable {
  private struct State {
    var idle: [DirectoryTalk] = []
    var count = 0
  }

  /// Questions at the same time at most; each has a connection of its own.
  static let most = 4
  /// Milliseconds for a source to be opened, beside the question.
  static let opening = 5_000

  private let state = Monitor(State())
  private let options: DirectoryOptions
  private let programs: DirectoryPrograms

  init(_ options: DirectoryOptions, _ programs: DirectoryPrograms) {
    self.options = options
    self.programs = programs
  }

  /// Asks about somebody. A conversation that went wrong ends; one that had waited may have lost
  /// its connection, so that a fresh one tries again.
  func person(
    _ address: MailAddress, by deadline: Deadline
  ) throws(DirectoryFault) -> DirectoryPerson? {
    let (talk, isFresh) = try take(by: deadline)
    do throws(DirectoryFault) { return try ask(talk, address, by: deadline) } catch {
      guard !isFresh, error.kind == .unreachable, !deadline.hasPassed else { throw error }
    }
    let (fresh, _) = try take(by: deadline, isFresh: true)
    return try ask(fresh, address, by: deadline)
  }

  private func ask(
    _ talk: DirectoryTalk, _ address: MailAddress, by deadline: Deadline
  ) throws(DirectoryFault) -> DirectoryPerson? {
    do throws(DirectoryFault) {
      let answer = try talk.ask(.person(address, query: options.person?.words), by: deadline)
      let person = try answer.person()
      state.change { $0.idle.append(talk) }
      return person
    } catch {
      state.change { $0.count -= 1 }
      throw error
    }
  }

  private func take(
    by deadline: Deadline, isFresh: Bool = false
  ) throws(DirectoryFault) -> (DirectoryTalk, isFresh: Bool) {
    let turn = state.wait(by: deadline) { state -> DirectoryTalk?? in
      if !isFresh, let talk = state.idle.popLast() { return talk }
      if state.count >= Self.most, let talk = state.idle.popLast() {
        // One that waits makes room.
        withExtendedLifetime(talk) {}
        state.count -= 1
      }
      guard state.count < Self.most else { return nil }
      state.count += 1
      return .some(nil)
    }
    guard let turn else {
      throw DirectoryFault(.unreachable, "\(options.sourceName) is busy with other questions")
    }
    if let talk = turn { return (talk, false) }
    do throws(DirectoryFault) {
      return (try DirectoryTalk(options, programs, by: deadline), true)
    } catch {
      state.change { $0.count -= 1 }
      throw error
    }
  }
}
