// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Collects lines of measured value, goal and ratio.
final class Report {
  /// Prints one measurement: a cost (time, memory) meets its goal when it is not above it.
  func cost(_ name: String, _ value: Double, _ unit: String, goal: Double) {
    line(name, value, unit, "at most", goal, ratio: value / goal)
  }

  /// Prints one measurement: a rate meets its goal when it is not below it.
  func rate(_ name: String, _ value: Double, _ unit: String, goal: Double) {
    line(name, value, unit, "at least", goal, ratio: goal / value)
  }

  /// Prints one measurement without a goal.
  func plain(_ name: String, _ value: Double, _ unit: String) {
    print("\(name.padded(46))\(text(value).leftPadded(11)) \(unit)")
  }

  /// Says how to read the numbers.
  func finish() {
    print("\nRatios to the goal: up to 1.00 is met. Times are of this machine only.")
  }

  private func line(
    _ name: String, _ value: Double, _ unit: String, _ relation: String, _ goal: Double,
    ratio: Double
  ) {
    let mark = ratio <= 1 ? "" : "  <-- not met"
    print(
      "\(name.padded(46))\(text(value).leftPadded(11)) \(unit.padded(9)) "
        + "\(relation) \(text(goal).leftPadded(9))  ratio \(text(ratio, places: 2))\(mark)")
  }

  private func text(_ value: Double, places: Int = 1) -> String {
    if value >= 1_000 { return String(Int(value.rounded())) }
    let scale = places == 1 ? 10.0 : 100.0
    return String((value * scale).rounded() / scale)
  }
}

extension String {
  func padded(_ width: Int) -> String { self + spaces(width) }
  func leftPadded(_ width: Int) -> String { spaces(width) + self }
  private func spaces(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count))
  }
}

/// Seconds of processor time of this process.
func processorSeconds() -> Double {
  var usage = rusage()
  // 0 is RUSAGE_SELF, whose type differs between C libraries.
  getrusage(0, &usage)
  return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
}

/// Seconds of a clock that only moves forward.
func wallSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Runs a body until half a second of processor time has gone; gives runs a second.
func runsPerSecond(_ body: () -> Int) -> Double {
  var runs = 0
  var kept = 0
  let start = processorSeconds()
  var elapsed = 0.0
  while elapsed < 0.5 {
    for _ in 0..<100 { kept &+= body() }
    runs += 100
    elapsed = processorSeconds() - start
  }
  precondition(kept != 0, "the measured work was optimised away")
  return Double(runs) / elapsed
}
