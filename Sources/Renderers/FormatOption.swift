// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Something that a person can choose for a format, on the command line and in a query.
public struct FormatOption: Hashable, Sendable {
  /// What may be chosen.
  public enum Kind: Sendable, Hashable {
    /// One of the values.
    case word
    /// Several of the values, separated by commas.
    case list
    /// A day such as `2027-01-31`; on the command line only.
    case date
    /// One line of text, such as a path or a command; on the command line only.
    case text
    /// Nothing: it is given or not.
    case flag
  }

  /// The name without dashes, such as `parts`.
  public let name: String
  /// One sentence about it, with a full stop.
  public let summary: String
  /// The accepted values in the order in which help lists them; empty for a date and for text.
  public let values: [String]
  /// What may be chosen.
  public let kind: Kind
  /// What holds where nothing is chosen: the first value, all of a list, no date, no text.
  public let defaults: [String]
  /// What stands for the value in help, such as `FILE`.
  public let placeholder: String?

  /// An option with its accepted values. The default of a list are all of them, unless some have
  /// to be asked for.
  public init(
    _ name: String, values: [String], isList: Bool = false, onlyWhenAsked: [String] = [],
    summary: String
  ) {
    self.name = name
    self.values = values
    self.summary = summary
    kind = isList ? .list : .word
    placeholder = isList ? "LIST" : "NAME"
    defaults = isList ? values.filter { !onlyWhenAsked.contains($0) } : Array(values.prefix(1))
  }

  /// An option that takes a date.
  public init(date name: String, summary: String) {
    self.name = name
    self.summary = summary
    values = []
    kind = .date
    defaults = []
    placeholder = "DATE"
  }

  /// An option that takes nothing.
  public init(flag name: String, summary: String) {
    self.name = name
    self.summary = summary
    values = []
    kind = .flag
    defaults = []
    placeholder = nil
  }

  /// An option that takes one line of text, in help called by its placeholder.
  public init(text name: String, placeholder: String, summary: String) {
    self.name = name
    self.summary = summary
    self.placeholder = placeholder
    values = []
    kind = .text
    defaults = []
  }

  /// True where several values may be given, separated by commas.
  public var isList: Bool { kind == .list }

  /// The chosen values, checked; throws with the accepted ones and the likely one.
  public func parse(_ text: String) throws(InvalidValue) -> [String] {
    if kind == .date { return [try CalendarDate(text).description] }
    if kind == .flag { return [""] }
    if kind == .text { return [try DisplayText(text).text] }
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

  /// True where somebody has chosen.
  public func has(_ option: FormatOption) -> Bool { chosen[option.name] != nil }

  /// The choices in one line, the same for the same choices.
  public var description: String {
    if chosen.isEmpty { return "" }
    return chosen.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value.joined(separator: ","))" }
      .joined()
  }

  /// The chosen value of an option that takes one.
  public func value(_ option: FormatOption) -> String { self[option].first ?? "" }
}
