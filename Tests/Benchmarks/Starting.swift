// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Formats
import Renderers
import System

/// The cold start of the main job beside that of an empty program, and what the programs weigh.
enum Starting {
  static func measure(_ report: Report) {
    weigh(report)
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
      "  as a multiple of the empty program", median(ourTimes) / median(emptyTimes), "×", goal: 3.5)
    startEveryFormat(report, mkprofile, median(emptyTimes))
  }

  /// One document of each format that the main program makes itself.
  private static func startEveryFormat(_ report: Report, _ mkprofile: Program, _ empty: Double) {
    let more = ["declaration": ["--credential-url", "https://mdm.example.ch/{login}.json"]]
    for format in Formats.all where !["mobileconfig", "sheet-pdf"].contains(format.name) {
      let arguments =
        ["--format", format.name, "--provider", "infomaniak"] + (more[format.name] ?? [])
        + ["anna@example.ch"]
      guard mkprofile.run(arguments).status == 0 else { continue }
      let times = (0..<20).map { _ in mkprofile.run(arguments).wallSeconds }
      report.plain("start, render \(format.name), end", median(times) * 1_000, "ms")
      report.plain("  as a multiple of the empty program", median(times) / empty, "×")
    }
  }

  private static func weigh(_ report: Report) {
    var total = 0.0
    for name in ["mkprofile", "mkprofile-serve", "mkprofile-check", "mkprofile-pdf"] {
      var status = stat()
      guard stat(Program(name).path, &status) == 0 else { return print("\(name) is not there") }
      let megabytes = Double(status.st_size) / 1e6
      report.plain("size of \(name)", megabytes, "MB")
      total += megabytes
    }
    report.cost("size of the four programs", total, "MB", goal: 60)
  }
}
