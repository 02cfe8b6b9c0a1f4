// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import System
import TestNetwork

/// A whole check of a healthy domain, beside the same questions asked one after another.
enum Checking {
  static func measure(_ report: Report) {
    guard let domain = try? TestDomain({ $0.delay = 50 }) else {
      return print("no port is free on the loopback interface")
    }
    var seconds: [Double] = []
    var oneByOne = 0.0
    for _ in 0..<3 {
      let start = wallSeconds()
      guard let (faults, milliseconds) = check(domain) else { return }
      seconds.append(wallSeconds() - start)
      oneByOne = Double(milliseconds) / 1_000
      if faults > 0 { print("the healthy domain has \(faults) faults") }
    }
    let best = seconds.min() ?? 0
    report.plain("questions of a check, one after another", oneByOne, "s")
    report.cost("a check with 50 ms for each answer", best, "s", goal: 1.5)
    report.cost("  beside one after another", 100 * best / oneByOne, "%", goal: 20)
  }

  private static func check(_ domain: TestDomain) -> (faults: Int, milliseconds: Int)? {
    let done = Answer()
    Task.detached {
      let (report, inquiry) = try await domain.check()
      let milliseconds = await inquiry.milliseconds
      done.fill((report.count(.error), milliseconds))
    }
    for _ in 0..<20_000 {
      if let value = done.value { return value }
      usleep(1_000)
    }
    print("the check does not end")
    return nil
  }

  /// What another task has found out.
  private final class Answer: @unchecked Sendable {
    private var mutex = pthread_mutex_t()
    private var found: (faults: Int, milliseconds: Int)?

    init() { pthread_mutex_init(&mutex, nil) }

    var value: (faults: Int, milliseconds: Int)? {
      pthread_mutex_lock(&mutex)
      defer { pthread_mutex_unlock(&mutex) }
      return found
    }

    func fill(_ value: (faults: Int, milliseconds: Int)) {
      pthread_mutex_lock(&mutex)
      found = value
      pthread_mutex_unlock(&mutex)
    }
  }
}
