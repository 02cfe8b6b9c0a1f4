// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Renderers

/// An option of the command line: parsing, help, completions and the man page all read this.
struct CommandOption: Hashable, Sendable {
  /// What a shell offers as a value where no list of values is known.
  enum Completion: Sendable { case nothing, files, folders }

  /// The name without dashes.
  let name: String
  /// What stands for its value in help; nil for an option without one.
  var placeholder: String?
  /// One sentence with a full stop.
  let summary: String
  /// The accepted values; empty where any text is taken.
  var values: [String] = []
  /// What a value is called, as in "unknown format"; nil for plain values.
  var noun: String?
  var completion = Completion.nothing
  /// True where several values may stand with commas between them.
  var isList = false

  /// True where formats differ in the values that they take, and check them themselves.
  var isSharedByFormats = false

  /// True where the option may be given several times.
  var isRepeatable = false

  /// The name as it is typed.
  var flag: String { "--\(name)" }

  /// The name with what stands for its value.
  var usage: String { placeholder.map { "\(flag) \($0)" } ?? flag }
}

extension CommandOption {
  /// The option of a format; its values are checked by the format.
  init(_ option: FormatOption) {
    let placeholder =
      switch option.kind {
      case .word: "NAME"
      case .list: "LIST"
      case .date: "DATE"
      }
    self.init(
      name: option.name, placeholder: placeholder, summary: option.summary,
      values: option.values, isList: option.isList)
  }

  static let help = CommandOption(name: "help", summary: "Show help.")
  static let version = CommandOption(name: "version", summary: "Show the version.")

  static let settings = CommandOption(
    name: "settings", placeholder: "PATH",
    summary: "The settings: a YAML or JSON file, a folder of them, or - for standard input.",
    completion: .files)

  static func provider(_ names: [String]) -> CommandOption {
    CommandOption(
      name: "provider", placeholder: "NAME", summary: "Use a built-in provider instead.",
      values: names, noun: "provider")
  }

  static let strict = CommandOption(
    name: "strict", summary: "Treat warnings as errors: nothing is written where there is one.")
  static let findings = CommandOption(
    name: "findings", placeholder: "FORM",
    summary: "How findings are written to standard error; json is one object a line.",
    values: ["text", "json"])
  static let quiet = CommandOption(name: "quiet", summary: "Say nothing but errors.")
  static let verbose = CommandOption(name: "verbose", summary: "Show notes, too.")
  static let color = CommandOption(
    name: "color", placeholder: "WHEN", summary: "When to use colour.",
    values: ["auto", "always", "never"])

  /// What every command that finds something takes.
  static let reporting = [strict, findings, quiet, verbose, color]
}
