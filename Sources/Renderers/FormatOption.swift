// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Something that a person can choose for a format, on the command line and in a query.
public struct FormatOption: Hashable, Sendable {
  /// The name without dashes, such as `parts`.
  public let name: String
  /// One sentence about it, with a full stop.
  public let summary: String
  /// The accepted values in the order in which help lists them.
  public let values: [String]
  /// True where several values may be given, separated by commas.
  public let isList: Bool
  /// What its values look like.
  public let form: Form

  /// What the values of an option look like.
  public enum Form: Hashable, Sendable {
    /// One of the accepted values.
    case choice
    /// A day as `YYYY-MM-DD`.
    case date
  }

  /// An option with its accepted values; the first one is the default unless it is a list,
  /// whose default is all of them.
  public init(_ name: String, values: [String], isList: Bool = false, summary: String) {
    self.name = name
    self.values = values
    self.isList = isList
    self.summary = summary
    form = .choice
  }

  /// An option whose values cannot be listed; nothing is chosen by default.
  public init(_ name: String, form: Form, summary: String) {
    self.name = name
    self.summary = summary
    self.form = form
    values = []
    isList = false
  }

  /// What holds where nothing is chosen.
  public var defaults: [String] { isList ? values : Array(values.prefix(1)) }

  /// The chosen values, checked; throws with the accepted ones and the likely one.
  public func parse(_ text: String) throws(InvalidValue) -> [String] {
    if form == .date { return [try Self.date(text)] }
    let given =
      isList ? text.split(separator: ",").map { String($0).trimmingBlanks } : [text]
    guard !given.isEmpty, given.allSatisfy({ !$0.isEmpty }) else {
      throw InvalidValue("--\(name) has no value", fix: accepted)
    }
    for value in given where !values.contains(value) {
      throw InvalidValue(
        "\(value.quoted) is not a value of --\(name)\(value.suggestion(from: values))",
        fix: accepted)
    }
    return given
  }

  private static func date(_ text: String) throws(InvalidValue) -> String {
    let fields = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { UInt16($0) }
    guard fields.map(\.utf8.count) == [4, 2, 2], numbers.count == 3, numbers[0] > 0,
      1...12 ~= numbers[1], 1...31 ~= numbers[2]
    else {
      throw InvalidValue("\(text.quoted) is not a date", fix: "write it like 2026-11-23")
    }
    return text
  }

  private var accepted: String {
    "the accepted ones are \(values.joined(separator: ", "))"
  }
}

/// What was chosen for one rendering; everything else has its default.
public struct RenderOptions: Hashable, Sendable, CustomStringConvertible {
  private var chosen: [String: [String]] = [:]

  /// Nothing chosen.
  public init() {}

  /// Chooses a value, checked against the option.
  public mutating func choose(_ option: FormatOption, _ text: String) throws(InvalidValue) {
    chosen[option.name] = try option.parse(text)
  }

  /// The chosen values of an option, or its defaults.
  public subscript(option: FormatOption) -> [String] { chosen[option.name] ?? option.defaults }

  /// The choices in one line, the same for the same choices.
  public var description: String {
    if chosen.isEmpty { return "" }
    return chosen.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value.joined(separator: ","))" }
      .joined()
  }

  /// The chosen value of an option; nil where nothing was chosen.
  public func given(_ option: FormatOption) -> String? { chosen[option.name]?.first }

  /// The chosen value of an option that takes one.
  public func value(_ option: FormatOption) -> String { self[option].first ?? "" }
}
