// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CYAML
import System

extension Mark {
  init(_ mark: yaml_mark_t) {
    self.init(
      line: Int(clamping: mark.line &+ 1), column: Int(clamping: mark.column &+ 1))
  }
}

/// What libyaml could not read, in words for people who do not know its terms.
struct YAMLProblem {
  let fault: SyntaxFault

  init(_ parser: yaml_parser_t, _ bytes: UnsafeBufferPointer<UInt8>) {
    let problem = parser.problem.map { String(cString: $0) } ?? "this is not YAML"
    let context = parser.context.map { String(cString: $0) } ?? ""
    let mark = Mark(parser.problem_mark)
    // The index counts characters, not bytes.
    let here = bytes.lazy.filter { $0 & 0xC0 != 0x80 }
      .dropFirst(Int(clamping: parser.problem_mark.index)).first
    if here == UInt8(ascii: "\t") {
      fault = SyntaxFault(mark, "a tab cannot indent a line", fix: "indent with blanks")
    } else if let known = Self.words.first(where: { problem.holds($0.part) }) {
      // An end that never comes is best shown where the thing begins.
      let isEnd = problem.holds("end of stream")
      fault = SyntaxFault(
        isEnd && parser.context != nil ? Mark(parser.context_mark) : mark, known.message,
        fix: known.fix)
    } else {
      fault = SyntaxFault(mark, context.isEmpty ? problem : "\(problem) \(context)")
    }
  }

  /// What libyaml says, what it means, and the cure.
  private static let words: [(part: String, message: String, fix: String?)] = [
    (
      "mapping values are not allowed", "a colon stands where no key can be",
      "put a text with ': ' in quotes, or check the indentation"
    ),
    (
      "did not find expected key", "the indentation does not fit the lines above",
      "begin keys that belong together in one column"
    ),
    (
      "did not find expected '-'", "the indentation does not fit the list above",
      "begin every '-' of a list in one column"
    ),
    (
      "block sequence entries are not allowed", "a list cannot begin here",
      "begin it on a line of its own"
    ),
    ("expected ',' or ']'", "the list in [ ] lacks a comma or its end", bracketFix),
    ("expected ',' or '}'", "the keys in { } lack a comma or their end", bracketFix),
    ("expected node content", "a value is missing", nil),
    ("could not find expected ':'", "a key has no colon", "write 'key: value'"),
    ("unexpected end of stream", "the quotes are not closed", "close them"),
    ("tab character", "a tab cannot indent a line", "indent with blanks"),
    (
      "cannot start any token", "a text cannot begin with this character", "put the text in quotes"
    ),
    (
      "alphabetic or numeric character", "a name is missing after '*' or '&'",
      "put a text that begins with '*' or '&' in quotes"
    ),
    (
      "unknown escape", "the backslash escape is unknown",
      "write \\\\ for a backslash, or use single quotes"
    ),
    ("<document start>", "this does not belong to the settings above", nil),
  ]

  private static let bracketFix = "put texts with brackets, braces or commas in quotes"
}
