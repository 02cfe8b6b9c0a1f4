// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Renderers

extension CommandOption {
  /// The option of a format; its values are checked by the format.
  init(_ option: FormatOption) {
    self.init(
      name: option.name, placeholder: option.placeholder, summary: option.summary,
      values: option.values, isList: option.isList)
  }

  static let settings = CommandOption(
    name: "settings", placeholder: "PATH",
    summary: "The settings: a YAML or JSON file, a folder of them, or - for standard input.",
    completion: .files)

  static func provider(_ names: [String]) -> CommandOption {
    CommandOption(
      name: "provider", placeholder: "NAME", summary: "Use a built-in provider instead.",
      values: names, noun: "provider")
  }
}
