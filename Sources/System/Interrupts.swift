// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The signal that arrived, 0 for none. A handler may do no more than note it; an atomic number
/// without a lock is what POSIX allows there.
private let pendingSignal = Atomic<Int32>(0)
private let isWatching = Atomic<Bool>(false)

/// Ctrl-C and `kill`: noted while files are being written, so that no half of one stays.
package enum Interrupts {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP]

  /// True once somebody asked the program to stop. The first call begins the watch: before it,
  /// the signals end the program at once, as they do the second time they arrive.
  package static func isPending() -> Bool {
    let isPending = pendingSignal.load(ordering: .relaxed) != 0
    if !isWatching.exchange(true, ordering: .relaxed), !isPending {
      for number in numbers { watch(number, andAgain: false) }
    }
    return isPending
  }

  /// Waits so many milliseconds, or until somebody asks the program to stop.
  package static func pause(milliseconds: Int) {
    let deadline = Deadline(milliseconds: milliseconds)
    // A signal between the question and the wait would be slept over: it arrives in the wait.
    var blocked = sigset_t()
    var before = sigset_t()
    sigemptyset(&blocked)
    for number in numbers { sigaddset(&blocked, number) }
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    while !isPending(), !deadline.hasPassed {
      let rest = Int(deadline.remaining)
      var time = timespec(tv_sec: rest / 1_000, tv_nsec: rest % 1_000 * 1_000_000)
      pselect(0, nil, nil, nil, &time, &before)
    }
  }

  /// Does something that a signal interrupts and that must be tidied up after: signals are noted
  /// meanwhile, and raised again when it has come back.
  package static func noting<Result>(_ work: () -> Result) -> Result {
    let before = numbers.map { number in
      var action = sigaction()
      sigaction(number, nil, &action)
      watch(number, andAgain: true)
      return (number, action)
    }
    let result = work()
    for (number, action) in before {
      var action = action
      sigaction(number, &action, nil)
    }
    let number = pendingSignal.load(ordering: .relaxed)
    if number != 0, !isWatching.load(ordering: .relaxed) {
      pendingSignal.store(0, ordering: .relaxed)
      raise(number)
    }
    return result
  }

  /// Ends the program by the signal that arrived, so that the shell knows; nothing without one.
  package static func raiseAgain() {
    let number = pendingSignal.load(ordering: .relaxed)
    guard number != 0 else { return }
    signal(number, SIG_DFL)
    raise(number)
  }

  /// A closed pipe becomes an error of `write` instead of the end of the program.
  package static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

  private static func watch(_ number: Int32, andAgain: Bool) {
    var action = sigaction()
    #if os(Linux)
      action.__sigaction_handler.sa_handler = { pendingSignal.store($0, ordering: .relaxed) }
      action.sa_flags = andAgain ? 0 : Int32(bitPattern: UInt32(SA_RESETHAND))
    #else
      action.__sigaction_u.__sa_handler = { pendingSignal.store($0, ordering: .relaxed) }
      action.sa_flags = andAgain ? 0 : SA_RESETHAND
    #endif
    sigaction(number, &action, nil)
  }
}
