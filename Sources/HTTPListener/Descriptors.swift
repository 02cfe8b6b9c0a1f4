// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// How many files and connections this process may have open at the same time.
package enum Descriptors {
  /// For the programs that sign and print, settings that are read again and the log.
  static let others = 24

  /// Connections that every listener may have, so that all of them together and what else is open
  /// stay below the system's limit; that is raised as far as the system allows. At least one.
  ///
  /// `operators` is kept for connections to health and metrics.
  package static func share(
    of connections: Int, listeners: Int, threads: Int, operators: Int
  ) -> Int {
    let count = max(listeners, 1)
    // A listener has a descriptor to wake up each thread and one more.
    let (wakers, isTooMany) = count.multipliedReportingOverflow(by: threads + 1)
    let fixed = openNow + others + operators + (isTooMany ? Int(Int32.max) : wakers)
    let (all, isTooLarge) = connections.multipliedReportingOverflow(by: count)
    let wanted = isTooLarge ? Int.max : all
    let limit = raise(to: wanted > Int.max - fixed ? Int.max : wanted + fixed)
    return min(connections, max(1, (limit - fixed) / count))
  }

  /// The limit of this process, raised to a number as far as the system allows.
  private static func raise(to wanted: Int) -> Int {
    var limit = rlimit()
    guard getrlimit(SystemCall.descriptorLimit, &limit) == 0 else { return wanted }
    let number = rlim_t(clamping: wanted)
    if limit.rlim_cur < number {
      var raised = limit
      raised.rlim_cur = min(number, limit.rlim_max)
      if setrlimit(SystemCall.descriptorLimit, &raised) == 0 { limit = raised }
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// Descriptors that are open now.
  private static var openNow: Int {
    (0..<Int32(1_024)).reduce(0) { $0 + (fcntl($1, F_GETFD) >= 0 ? 1 : 0) }
  }
}
