// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// An option of the command line: parsing, help, completions and the man page all read this.
package struct CommandOption: Hashable, Sendable {
  /// What a shell offers as a value where no list of values is known.
  package enum Completion: Sendable { case nothing, files, folders }

  /// The name without dashes.
  package let name: String
  /// What stands for its value in help; nil for an option without one.
  package var placeholder: String?
  /// One sentence with a full stop.
  package let summary: String
  /// The accepted values; empty where any text is taken.
  package var values: [String] = []
  /// What a value is called, as in "unknown format"; nil for plain values.
  package var noun: String?
  /// What a shell offers for its value.
  package var completion = Completion.nothing
  /// True where several values may stand with commas between them.
  package var isList = false

  /// Words that people type for a value, with that value.
  package var likely: [String: String] = [:]

  /// True where formats differ in the values that they take, and check them themselves.
  package var isSharedByFormats = false

  /// True where the option may be given several times.
  package var isRepeatable = false

  /// An option.
  package init(
    name: String, placeholder: String? = nil, summary: String, values: [String] = [],
    noun: String? = nil, completion: Completion = .nothing, isList: Bool = false,
    isSharedByFormats: Bool = false, isRepeatable: Bool = false
  ) {
    (self.name, self.placeholder, self.summary) = (name, placeholder, summary)
    (self.values, self.noun, self.completion) = (values, noun, completion)
    (self.isList, self.isSharedByFormats) = (isList, isSharedByFormats)
    self.isRepeatable = isRepeatable
  }

  /// The name as it is typed.
  package var flag: String { "--\(name)" }

  /// The name with what stands for its value.
  package var usage: String { placeholder.map { "\(flag) \($0)" } ?? flag }
}

extension CommandOption {
  /// Shows help; every command takes it.
  package static let help = CommandOption(name: "help", summary: "Show help.")
  /// Shows the version; the program alone takes it.
  package static let version = CommandOption(name: "version", summary: "Show the version.")

  /// Warnings stop as errors do.
  package static let strict = CommandOption(
    name: "strict", summary: "Treat warnings as errors: nothing is written where there is one.")
  /// How findings are written.
  package static let findings = CommandOption(
    name: "findings", placeholder: "FORM",
    summary: "How findings are written to standard error; json is one object a line.",
    values: ["text", "json"])
  /// How a server writes down what it was asked.
  package static let logFormat = CommandOption(
    name: "log-format", placeholder: "FORM",
    summary: "How requests are logged; auto is text on a terminal and JSON lines elsewhere.",
    values: ["auto", "text", "json", "none"])
  /// Nothing but errors is said.
  package static let quiet = CommandOption(name: "quiet", summary: "Say nothing but errors.")
  /// Notes are said, too.
  package static let verbose = CommandOption(name: "verbose", summary: "Show notes, too.")
  /// When colours are used.
  package static let color = CommandOption(
    name: "color", placeholder: "WHEN", summary: "When to use colour.",
    values: ["auto", "always", "never"])

  /// What every command that finds something takes.
  package static let reporting = [strict, findings, quiet, verbose, color]
}
