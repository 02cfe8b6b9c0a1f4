// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  /// The man page, from the same tables as the help.
  var manPage: String {
    let render = renderCommand
    let named = commands.filter { !$0.name.isEmpty }
    var page = Roff(title: "mkprofile", section: 1, version: Self.version)
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
    for (format, options) in formatOptions {
      page.subheading("Options of \(format.name)")
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
    return page.text
  }

  private func add(_ options: [CommandOption], to page: inout Roff) {
    for option in options { page.term(option.usage, option.explanation) }
  }
}
