// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// Many addresses to files: the rate beside that of a bare loop that writes and renames files,
/// and the memory beside that of a short roster.
enum Rosters {
  static func measure(_ report: Report) {
    withTemporaryFolder { folder in
      let small = roster(1_000, folder)
      let large = roster(100_000, folder)
      guard small.status == 0, large.status == 0 else { return print("mkprofile fails") }
      let bare = bareLoop(100_000, folder)
      report.plain("100,000 files by a bare loop", 100_000 / bare, "files/s")
      report.plain("100,000 profiles from a roster", 100_000 / large.wallSeconds, "files/s")
      report.cost(
        "  time as a multiple of the bare loop", large.wallSeconds / bare, "×", goal: 3)
      report.cost(
        "  memory beside that of 1,000 addresses",
        large.residentMegabytes - small.residentMegabytes, "MB more", goal: 8)
    }
  }

  private static func roster(_ count: Int, _ folder: String) -> Program.Run {
    let rows = (0..<count).map { "person\($0)@example.ch,Person \($0)\n" }.joined()
    write("email,name\n" + rows, to: "\(folder)/\(count).csv")
    return Program("mkprofile").run([
      "--quiet", "--format", "mobileconfig", "--provider", "infomaniak", "--roster",
      "\(folder)/\(count).csv", "--output", "\(folder)/\(count)/",
    ])
  }

  /// What the file system can do: write beside, rename, no flush and no rendering.
  private static func bareLoop(_ count: Int, _ folder: String) -> Double {
    let content = String(repeating: "x", count: 2_600)
    let start = wallSeconds()
    for index in 0..<count {
      write(content, to: "\(folder)/bare-\(index).tmp")
      rename("\(folder)/bare-\(index).tmp", "\(folder)/bare-\(index).txt")
    }
    return wallSeconds() - start
  }
}
