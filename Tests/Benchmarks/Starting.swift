// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The cold start of the main job beside that of an empty program.
enum Starting {
  static func measure(_ report: Report) {
    let empty = Program("empty-program")
    let mkprofile = Program("mkprofile")
    let arguments = ["--format", "mobileconfig", "--provider", "infomaniak", "anna@example.ch"]
    guard mkprofile.run(arguments).status == 0 else { return print("mkprofile fails") }
    var emptyTimes: [Double] = []
    var ourTimes: [Double] = []
    for _ in 0..<200 {
      emptyTimes.append(empty.run([]).wallSeconds)
      ourTimes.append(mkprofile.run(arguments).wallSeconds)
    }
    report.plain("start of an empty program", median(emptyTimes) * 1_000, "ms")
    report.plain("start, render, end", median(ourTimes) * 1_000, "ms")
    report.cost(
      "  as a multiple of the empty program", median(ourTimes) / median(emptyTimes), "×", goal: 2)
  }
}
