// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One line on a terminal that shows how far a job is, and vanishes at the end.
package struct ProgressBar {
  private let io: InputOutput
  private var lastShown: UInt64?
  private var isVisible = false

  /// Often enough to look alive, seldom enough to cost nothing.
  private static let pause: UInt64 = 100
  private static let width = 24

  /// A bar on standard error, which has to be a terminal.
  package init(io: InputOutput) { self.io = io }

  /// Draws the bar anew, at most ten times a second; `total` 0 is an unknown one.
  package mutating func show(done: Int, total: Int, _ text: String) {
    let now = io.milliseconds()
    if let lastShown, now &- lastShown < Self.pause { return }
    lastShown = now
    isVisible = true
    io.writeError("\r\(Self.bar(done: done, total: total))\(text.printable)\u{1B}[K")
  }

  /// Takes the line away.
  package mutating func clear() {
    guard isVisible else { return }
    isVisible = false
    lastShown = nil
    io.writeError("\r\u{1B}[K")
  }

  private static func bar(done: Int, total: Int) -> String {
    guard total > 0 else { return "" }
    let share = min(1, max(0, Double(done) / Double(total)))
    let full = Int(share * Double(width))
    let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
    return "[\(bar)] \(Int(share * 100)) % "
  }
}
