// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The signal that arrived, 0 for none. A handler may do no more than note it.
nonisolated(unsafe) private var pendingSignal: Int32 = 0
nonisolated(unsafe) private var isWatching = false

/// Ctrl-C and `kill`: noted while files are being written, so that no half of one stays.
enum Interrupts {
  /// True once somebody asked the program to stop. The first call begins the watch: before it,
  /// the signals end the program at once, as they do the second time they arrive.
  static func isPending() -> Bool {
    if !isWatching {
      isWatching = true
      for number in [SIGINT, SIGTERM, SIGHUP] where pendingSignal == 0 { watch(number) }
    }
    return pendingSignal != 0
  }

  /// Ends the program by the signal that arrived, so that the shell knows; nothing without one.
  static func raiseAgain() {
    guard pendingSignal != 0 else { return }
    signal(pendingSignal, SIG_DFL)
    raise(pendingSignal)
  }

  /// A closed pipe becomes an error of `write` instead of the end of the program.
  static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

  private static func watch(_ number: Int32) {
    var action = sigaction()
    #if os(Linux)
      action.__sigaction_handler.sa_handler = { pendingSignal = $0 }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    #else
      action.__sigaction_u.__sa_handler = { pendingSignal = $0 }
      action.sa_flags = SA_RESETHAND
    #endif
    sigaction(number, &action, nil)
  }
}
