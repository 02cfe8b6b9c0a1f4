// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  /// The names of all pages with their sections, as files are called.
  var manPageNames: [String] {
    ["mkprofile.1"] + namedCommands.map { "mkprofile-\($0.name).1" } + ["\(SettingsPage.name).5"]
      + EmbeddedFile.all(in: "manual").map { "mkprofile-\($0.name).7" }
  }

  /// A page; nil is that of the program.
  func manPage(named name: String?) throws(Failure) -> String {
    guard let name, name != "mkprofile.1" else { return manPage }
    if name == "\(SettingsPage.name).5" {
      return SettingsPage.page(version: Self.version, date: Self.date)
    }
    for command in namedCommands where name == "mkprofile-\(command.name).1" {
      return manPage(for: command)
    }
    for topic in ManualTopic.all where name == "mkprofile-\(topic.name).7" {
      return Roff(topic, version: Self.version, date: Self.date).text
    }
    throw .usage(
      "there is no page \(name.quoted)\(name.suggestion(from: manPageNames))",
      fix: "mkprofile man --list names all of them")
  }

  /// The page of a command.
  private func manPage(for command: Command) -> String {
    var page = Roff(
      title: "mkprofile-\(command.name)", section: 1, version: Self.version, date: Self.date)
    page.heading("NAME")
    page.paragraph("mkprofile-\(command.name) - \(command.summary.dropLast())")
    page.heading("SYNOPSIS")
    for synopsis in command.synopsis { page.usage("\(command.title) \(synopsis)".trimmingBlanks) }
    page.heading("DESCRIPTION")
    for text in [command.summary] + command.details { page.paragraph(text) }
    page.heading("OPTIONS")
    add(command.allOptions, to: &page)
    if !command.examples.isEmpty { page.heading("EXAMPLES") }
    for example in command.examples { page.term(example.line, example.does) }
    page.heading("EXIT STATUS")
    for (term, text) in HelpContent.exitCodes { page.term(term, text) }
    page.heading("SEE ALSO")
    page.paragraph("mkprofile(1), \(SettingsPage.name)(5)")
    return page.text
  }

  /// The man page, from the same tables as the help.
  var manPage: String {
    let render = renderCommand
    let named = commands.filter { !$0.name.isEmpty }
    var page = Roff(title: "mkprofile", section: 1, version: Self.version, date: Self.date)
    page.heading("NAME")
    page.paragraph("mkprofile - set mail clients, phones and printers up from one description")
    page.heading("SYNOPSIS")
    for command in commands {
      for synopsis in command.synopsis {
        page.usage("\(command.title) \(synopsis)".trimmingBlanks)
      }
    }
    page.heading("DESCRIPTION")
    for text in [HelpContent.purpose] + render.details + [HelpContent.streams] {
      page.paragraph(text)
    }
    page.heading("COMMANDS")
    for command in named {
      page.term(command.name, ([command.summary] + command.details).joined(separator: " "))
    }
    page.heading("FORMATS")
    for format in formats {
      page.term(format.name, "\(format.summary) Files end in .\(format.fileExtension).")
    }
    page.heading("OPTIONS")
    add(ownOptions(render), to: &page)
    for (formats, options) in formatOptions {
      page.subheading("Options of \(formats.listed)")
      add(options, to: &page)
    }
    for command in named where !command.options.isEmpty {
      page.subheading("Options of \(command.title)")
      add(command.options, to: &page)
    }
    page.heading("EXAMPLES")
    for example in commands.flatMap(\.examples) { page.term(example.line, example.does) }
    page.heading("FILES")
    for (term, text) in HelpContent.files(usualSettings) { page.term(term, text) }
    page.heading("ENVIRONMENT")
    for (term, text) in HelpContent.environment { page.term(term, text) }
    page.heading("EXIT STATUS")
    for (term, text) in HelpContent.exitCodes { page.term(term, text) }
    page.heading("SEE ALSO")
    page.paragraph(
      manPageNames.dropFirst().map { name in
        let section = name.suffix(1)
        return "\(name.dropLast(2))(\(section))"
      }.joined(separator: ", "))
    return page.text
  }

  private func add(_ options: [CommandOption], to page: inout Roff) {
    for option in options { page.term(option.usage, option.explanation) }
  }
}
