// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// Conversations about people or links, of which each serves one question at a time.
///
/// Unchecked: a conversation is in the hands of one thread, or in the pool.
final class TalkPool: @unchecked Sendable {
  private struct State {
    var idle: [DirectoryTalk] = []
    var count = 0
  }

  /// Questions about people at the same time at most; each has a connection of its own.
  static let most = 4
  /// Milliseconds for a source to be opened, beside the question.
  static let opening = 5_000

  private let state = Monitor(State())
  private let options: DirectoryOptions
  private let programs: DirectoryPrograms
  private let most: Int

  init(_ options: DirectoryOptions, _ programs: DirectoryPrograms, most: Int = TalkPool.most) {
    self.options = options
    self.programs = programs
    self.most = most
  }

  /// Asks about somebody.
  func person(
    _ address: MailAddress, by deadline: Deadline
  ) throws(DirectoryFault) -> DirectoryPerson? {
    let (talk, answer) = try begin(.person(address, query: options.person?.words), by: deadline)
    do throws(DirectoryFault) {
      let person = try answer.person()
      finish(talk)
      return person
    } catch {
      drop()
      throw error
    }
  }

  /// Asks a first question; the conversation goes on until `finish` or `drop`. One that went wrong
  /// ends; one that had waited may have lost its connection, so that a fresh one tries again.
  func begin(
    _ question: DirectoryQuestion, by deadline: Deadline
  ) throws(DirectoryFault) -> (DirectoryTalk, DirectoryAnswer) {
    let (talk, isFresh) = try take(by: deadline)
    do throws(DirectoryFault) { return (talk, try ask(talk, question, by: deadline)) } catch {
      guard !isFresh, error.kind == .unreachable, !deadline.hasPassed else { throw error }
    }
    let (fresh, _) = try take(by: deadline, isFresh: true)
    return (fresh, try ask(fresh, question, by: deadline))
  }

  /// Gives a conversation back, for others to go on with.
  func finish(_ talk: DirectoryTalk) { state.change { $0.idle.append(talk) } }

  /// Notes that a conversation is over, which ends with its last reference.
  func drop() { state.change { $0.count -= 1 } }

  private func ask(
    _ talk: DirectoryTalk, _ question: DirectoryQuestion, by deadline: Deadline
  ) throws(DirectoryFault) -> DirectoryAnswer {
    do throws(DirectoryFault) { return try talk.ask(question, by: deadline) } catch {
      drop()
      throw error
    }
  }

  private func take(
    by deadline: Deadline, isFresh: Bool = false
  ) throws(DirectoryFault) -> (DirectoryTalk, isFresh: Bool) {
    let turn = state.wait(by: deadline) { state -> DirectoryTalk?? in
      if !isFresh, let talk = state.idle.popLast() { return talk }
      if state.count >= most, let talk = state.idle.popLast() {
        // One that waits makes room.
        withExtendedLifetime(talk) {}
        state.count -= 1
      }
      guard state.count < most else { return nil }
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
