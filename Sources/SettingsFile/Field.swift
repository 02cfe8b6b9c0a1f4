// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// A value of the file with what a finding about it needs. Whatever reads it reports why it
/// cannot, once, and gives nil.
package struct Field {
  /// The value with its place.
  package let node: Node
  /// The way to it, as findings name it.
  package let path: Path
  /// Where its mistakes go.
  package let report: Report

  /// A value at the end of a path.
  package init(node: Node, path: Path, report: Report) {
    self.node = node
    self.path = path
    self.report = report
  }

  /// Where the value begins.
  package var mark: Mark { node.mark }

  /// Where it stands.
  package var place: Place { report.place(mark) }

  /// Reports what makes the settings unusable.
  package func error(_ message: @autoclosure () -> String, fix: String? = nil) {
    report.error(mark, path, message(), fix: fix)
  }

  /// Says why a file that is named here cannot be used.
  func error(_ fault: InputFault, of path: String) {
    report.error(
      mark, self.path, "\(path.quotedPath) \(fault.message)", fix: fault.fix,
      isAboutMissingFile: fault.cause != .unusable)
  }

  /// Reports what is probably not meant.
  package func warning(_ message: @autoclosure () -> String, fix: String? = nil) {
    report.warning(mark, path, message(), fix: fix)
  }

  /// Says what stands here instead of what is wanted.
  package func wrongType(wanted: String, fix: String? = nil) {
    let subject = if case .root = path { "the document " } else { "" }
    let shown = subject + (node.kind == .empty ? "has no value" : "is \(node.kind.rawValue)")
    error("\(shown); \(wanted) is needed", fix: fix)
  }

  /// A text. Numbers are taken as they are written, since a name may well be one.
  package func text() -> String? {
    if let text = node.text { return text }
    switch node.kind {
    case .truth: wrongType(wanted: "text", fix: "put it in quotes to use it as text")
    case .keys: wrongType(wanted: "text", fix: "put a text with '{' in quotes")
    case .list, .text, .number, .empty: wrongType(wanted: "text")
    }
    return nil
  }

  /// A text that a type of the model reads.
  package func value<Value>(_ read: (String) throws(InvalidValue) -> Value) -> Value? {
    guard let text = text() else { return nil }
    do throws(InvalidValue) {
      return try read(text)
    } catch {
      self.error(error.message, fix: error.fix)
      return nil
    }
  }

  /// One line of text for people.
  package func displayText(limit: Int = 1_000) -> DisplayText? {
    value { text throws(InvalidValue) in try DisplayText(text, limit: limit) }
  }

  /// A colour.
  package func color() -> Color? {
    guard node.kind != .empty else {
      wrongType(wanted: "a colour", fix: "put it in quotes: YAML takes '#' for a comment")
      return nil
    }
    return value { text throws(InvalidValue) in try Color(text) }
  }

  /// A whole number, written in digits without quotes.
  package func integer(_ range: ClosedRange<Int>) -> Int? {
    let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard case .scalar(let text, let isPlain) = node.value, isPlain, node.text != nil else {
      if case .scalar(let text, isPlain: false) = node.value, let number = Int(text) {
        wrongType(wanted: wanted, fix: "write \(number) without quotes")
      } else {
        wrongType(wanted: wanted)
      }
      return nil
    }
    guard let number = Int(text), String(number) == text, range.contains(number) else {
      error("\(text.quoted) is not \(wanted)")
      return nil
    }
    return number
  }

  /// `true` or `false`.
  package func boolean() -> Bool? {
    switch node.value {
    case .scalar("true", isPlain: true): return true
    case .scalar("false", isPlain: true): return false
    case .scalar(let text, _) where node.text != nil:
      error("\(text.quoted) is not true or false", fix: "write true or false, without quotes")
    case .scalar, .sequence, .mapping: wrongType(wanted: "true or false")
    }
    return nil
  }

  /// One of the words that a type accepts.
  package func choice<Choice: RawRepresentable<String> & CaseIterable>(of type: Choice.Type)
    -> Choice?
  {
    guard let text = text() else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    error(
      "\(text.quoted) is not known\(text.suggestion(from: words))", fix: Self.accepted(words))
    return nil
  }

  /// The accepted words, for a fix.
  package static func accepted(_ words: [String]) -> String {
    guard words.count > 1 else { return "write \(words.joined())" }
    return "the accepted ones are \(words.joined(separator: ", "))"
  }

  /// The values of a list, at least one.
  package func items() -> [Field]? {
    guard case .sequence(let nodes) = node.value else {
      wrongType(wanted: "a list", fix: "begin every entry with '- '")
      return nil
    }
    guard !nodes.isEmpty else {
      error("is an empty list", fix: "name at least one, or leave the key out")
      return nil
    }
    return nodes.enumerated().map { index, node in
      Field(node: node, path: .item(path, index), report: report)
    }
  }

  /// The values of a list that could be read; a value that stands there twice is an error.
  package func list<Value: Hashable>(_ read: (Field) -> Value?) -> [Value] {
    var seen: Set<Value> = []
    return (items() ?? []).compactMap { item in
      guard let value = read(item) else { return nil }
      guard seen.insert(value).inserted else {
        item.error("is in the list twice", fix: "remove one of the two")
        return nil
      }
      return value
    }
  }
}
