// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings

/// The chapter about every key of the settings file, from the schema.
enum SettingsPage {
  /// The name of the file and of its page.
  static let name = "mkprofile.yaml"

  /// The page of section 5.
  static func page(version: String, date: String) -> String {
    var page = Roff(title: name, section: 5, version: version, date: date)
    page.heading("NAME")
    page.paragraph("\(name) - the settings of a mail service")
    page.heading("DESCRIPTION")
    for text in introduction { page.paragraph(text) }
    let reference = SettingsReference()
    for mapping in reference.mappings {
      page.heading(mapping.title.uppercased())
      page.paragraph(summary(of: mapping, in: reference))
      for key in mapping.keys { page.term(head(of: key), body(of: key)) }
    }
    page.heading("SEE ALSO")
    page.paragraph("mkprofile(1), mkprofile-settings-file(7)")
    return page.text
  }

  /// The same for a terminal.
  static var text: String {
    let reference = SettingsReference()
    let mappings = reference.mappings.map { mapping in
      "\n\(mapping.title.uppercased())\n"
        + HelpLayout.paragraph(summary(of: mapping, in: reference)) + "\n"
        + mapping.keys.map { key in
          "  \(head(of: key))\n" + HelpLayout.paragraph(body(of: key), indent: 6)
        }.joined()
    }
    return introduction.map { HelpLayout.paragraph($0) }.joined(separator: "\n")
      + mappings.joined()
  }

  private static let introduction = [
    "The settings file describes a mail service once, in YAML or JSON, in UTF-8. Below stands"
      + " each set of keys with what its keys take, the value that counts where one is left out,"
      + " an example, and what becomes of it in each format. 'sheets' stands for the four formats of"
      + " set-up sheets. Keys in no format say how documents are found, served or signed.",
    "A relative path begins at the folder of the file. An unknown key, a key that stands twice and"
      + " a wrong value are errors with their line; 'mkprofile init' writes a file to begin with.",
  ]

  private static func summary(
    of mapping: SettingsReference.Mapping, in reference: SettingsReference
  ) -> String {
    let holders = reference.holders(of: mapping.name)
    let places = holders.joined(separator: ", ")
    // Without a list of providers a file is one of them.
    let isFile = holders.isEmpty || mapping.name == reference.mappings.first?.name
    let stands = isFile ? (holders.isEmpty ? "The whole file" : "The whole file, or in") : "In"
    return "\(mapping.summary) \(stands) \(places)".trimmingBlanks + "."
  }

  private static func head(of key: SettingsReference.Key) -> String {
    key.isRequired ? "\(key.name) (required)" : key.name
  }

  private static func body(of key: SettingsReference.Key) -> String {
    var parts = [key.summary, "Takes: \(key.type)."]
    if let standard = key.standard { parts.append("Default: \(standard).") }
    if !key.example.isEmpty { parts.append("Example: \(key.name): \(key.example)") }
    let makes = key.makes.map { "\($0.maker): \($0.text)" }.joined(separator: "; ")
    return parts.joined(separator: " ") + (makes.isEmpty ? "" : " \u{2013} \(makes)")
  }
}
