// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Questions to a person at a terminal. Where there is none, nothing is asked and every answer is
/// nil.
package struct Dialogue {
  private let io: InputOutput
  private let isAsking: Bool
  private var pending: [UInt8] = []
  private var hasEnded = false

  /// Bytes of an answer at most.
  private static let longest = 1_024

  /// A dialogue that asks, or does not.
  package init(_ io: InputOutput, isAsking: Bool) { (self.io, self.isAsking) = (io, isAsking) }

  /// The answer to a question, or the usual one where nothing was typed; nil where nobody answers.
  package mutating func ask(_ question: String, usual: String? = nil) throws(Failure) -> String? {
    guard isAsking else { return nil }
    io.writeError("\(question)\(usual.map { " [\($0)]" } ?? ""): ".printable)
    guard let line = try line() else { return usual }
    return line.isEmpty ? usual : line
  }

  /// True where a question is answered with yes, which is the usual answer; false where nobody does.
  package mutating func confirm(_ question: String) throws(Failure) -> Bool {
    guard let answer = try ask("\(question) (y/n)", usual: "y") else { return false }
    return answer.lowercased().hasPrefix("y")
  }

  /// Says something about an answer.
  package func say(_ text: String) { io.writeError("\(text.printable)\n") }

  /// One line without blanks around it; nil at the end.
  private mutating func line() throws(Failure) -> String? {
    while !pending.contains(0x0A), !hasEnded, pending.count <= Self.longest {
      switch io.readInput() {
      case .success(let bytes) where bytes.isEmpty: hasEnded = true
      case .success(let bytes): pending += bytes
      case .failure(let error) where error.isInterruption && !io.isInterrupted(): continue
      case .failure(let error):
        throw Failure(.noSuchFile, "cannot read the answer: \(error)")
      }
    }
    guard !pending.isEmpty else { return nil }
    let line = pending.prefix { $0 != 0x0A }
    pending.removeFirst(min(pending.count, line.count + 1))
    var text = String(decoding: line, as: UTF8.self)[...]
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    return String(text)
  }
}
