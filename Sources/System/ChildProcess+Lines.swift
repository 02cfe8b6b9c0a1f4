// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Conversations: a line goes in, lines come out, and the child stays.
extension ChildProcess {
  /// The next line of its output without its end; nil where none is complete at the deadline, which
  /// ends nothing. Throws where the child has gone, or a line has more than `limit` bytes.
  package func line(limit: Int, by deadline: Deadline) throws(ProcessFailure) -> [UInt8]? {
    while true {
      if let line = takeLine() {
        guard line.count <= limit else { throw giveUp(.tooMuchOutput(limit)) }
        return line
      }
      guard pendingBytes <= limit else { throw giveUp(.tooMuchOutput(limit)) }
      guard isTalking else { throw giveUp(.endedEarly) }
      if deadline.hasPassed { return nil }
      try take(by: deadline)
    }
  }
}
