// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What was typed, taken apart.
package struct Arguments: Sendable {
  /// The values of options, by name; an empty text for an option without one.
  package private(set) var values: [String: [String]] = [:]
  /// Everything that is no option.
  package private(set) var operands: [String] = []

  /// The value of an option; nil where it was not given.
  package subscript(option: CommandOption) -> String? { values[option.name]?.last }

  /// Every value of an option that may be given several times, in order.
  package func all(_ option: CommandOption) -> [String] { values[option.name] ?? [] }

  /// True where the option was given.
  package func has(_ option: CommandOption) -> Bool { values[option.name] != nil }

  /// Nothing typed.
  package init() {}

  /// Takes arguments apart.
  package init(_ arguments: [String], options: [CommandOption]) throws(Failure) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        operands.append(argument)
        continue
      }
      try take(argument, &rest, options)
    }
  }

  /// Throws where an option has a value that it does not list.
  package func check(_ options: [CommandOption]) throws(Failure) {
    for option in options { for value in all(option) { try option.check(value) } }
  }

  private mutating func take(
    _ argument: String, _ rest: inout ArraySlice<String>, _ options: [CommandOption]
  ) throws(Failure) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let flag = argument == "-h" ? CommandOption.help.flag : parts.first.map(String.init) ?? ""
    guard let option = options.first(where: { $0.flag == flag }) else {
      throw .usage("unknown option \(flag.quoted)\(flag.suggestion(from: options.map(\.flag)))")
    }
    let attached = parts.count > 1 ? String(parts[1]) : nil
    let value = try value(of: option, attached, &rest)
    guard option.isRepeatable || values[option.name] == nil else {
      throw .usage("\(option.flag) is given twice", fix: "give it once")
    }
    values[option.name, default: []].append(value)
  }

  private func value(
    of option: CommandOption, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(Failure) -> String {
    guard let placeholder = option.placeholder else {
      if attached != nil { throw .usage("\(option.flag) takes no value") }
      return ""
    }
    let isValue = rest.first.map { $0 == "-" || !$0.hasPrefix("-") } ?? false
    guard let value = attached ?? (isValue ? rest.popFirst() : nil), !value.isEmpty else {
      throw .usage("\(option.flag) has no value", fix: "write \(option.flag)=\(placeholder)")
    }
    return value
  }
}

extension CommandOption {
  /// Throws with the accepted values and the likely one. Lists, and what formats
  /// share, are left to the format behind.
  fileprivate func check(_ value: String) throws(Failure) {
    guard !values.isEmpty, !isList, !isSharedByFormats, !values.contains(value) else { return }
    let meant = likely[value.lowercased()].map { "; did you mean '\($0)'?" }
    let suggestion = meant ?? value.suggestion(from: values)
    let message =
      noun.map { "unknown \($0) \(value.quoted)" } ?? "\(value.quoted) is not a value of \(flag)"
    throw .usage(message + suggestion, fix: accepted)
  }

  /// The accepted values in a sentence.
  package var accepted: String { "the accepted ones are \(values.joined(separator: ", "))" }
}
