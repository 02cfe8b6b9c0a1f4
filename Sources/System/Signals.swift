// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Signals as events: they are blocked in every thread and taken one by one.
package struct Signals {
  /// What a signal asks for.
  package enum Event {
    /// Read the settings again (SIGHUP).
    case reload
    /// End (SIGTERM, SIGINT).
    case stop
    /// Nothing within the time.
    case none
  }

  private var set = sigset_t()

  /// Blocks the signals; to be made before any other thread.
  package init() {
    sigemptyset(&set)
    for number in [SIGHUP, SIGTERM, SIGINT] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// The next signal, at most so many milliseconds from now.
  package mutating func wait(milliseconds: Int) -> Event {
    #if os(Linux)
      var time = timespec(tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
      let number = sigtimedwait(&set, nil, &time)
    #else
      var pending = sigset_t()
      usleep(UInt32(milliseconds) * 1_000)
      sigpending(&pending)
      let number = [SIGHUP, SIGTERM, SIGINT].first { sigismember(&pending, $0) == 1 } ?? -1
      if number > 0 { var taken: Int32 = 0; sigwait(&set, &taken) }
    #endif
    switch number {
    case SIGHUP: return .reload
    case SIGTERM, SIGINT: return .stop
    default: return .none
    }
  }
}
