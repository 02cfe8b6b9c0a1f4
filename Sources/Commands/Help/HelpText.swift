// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  /// What the program says when nothing is typed.
  var shortUsage: String {
    renderCommand.usage + "\nTry 'mkprofile help' for more.\n"
  }

  /// Help about the whole program.
  var help: String {
    let render = renderCommand
    let named = commands.filter { !$0.name.isEmpty }
    return render.usage + "       mkprofile COMMAND ...\n\n"
      + TextLayout.paragraph(HelpContent.purpose) + "\n"
      + render.details.map { TextLayout.paragraph($0) }.joined(separator: "\n")
      + "\n" + TextLayout.paragraph(HelpContent.streams)
      + TextLayout.section("Commands", TextLayout.list(named.map { ($0.name, $0.summary) }))
      + TextLayout.section("Formats", TextLayout.list(formats.map { ($0.name, $0.summary) }))
      + TextLayout.section("Options", CommandOption.list(ownOptions(render)))
      + formatOptions.map { format, options in
        TextLayout.section("Options of \(format.name)", CommandOption.list(options))
      }.joined()
      + TextLayout.section("Examples", render.exampleLines)
      + TextLayout.section("Files", TextLayout.list(HelpContent.files(usualSettings)))
      + TextLayout.section("Environment", TextLayout.list(HelpContent.environment))
      + TextLayout.section("Exit codes", TextLayout.list(HelpContent.exitCodes))
      + "\nThe manual: mkprofile help topics\n"
  }

  /// The chapters of the manual with their titles.
  func topicList(_ topics: [ManualTopic]) -> [(term: String, text: String)] {
    topics.map { ($0.name, $0.title) }
      + [(SettingsPage.name, "Every key of the settings file")]
  }

  /// What can be typed after `help` beside commands and formats.
  var topicNames: [String] {
    ["topics", SettingsPage.name] + EmbeddedFile.all(in: "manual").map(\.name)
  }

  /// Help about one command.
  func help(for command: Command) -> String { command.help }

  /// Help about one format.
  func help(for format: any Renderer) -> String {
    let facts = [
      ("Files", "ADDRESS.\(format.fileExtension)"), ("Media type", format.mediaType),
    ]
    return "usage: mkprofile --format \(format.name) [OPTIONS] ADDRESS | DOMAIN ...\n\n"
      + TextLayout.paragraph(format.summary) + "\n"
      + TextLayout.list(facts.map { (term: $0.0, text: $0.1) })
      + TextLayout.section(
        "Options of \(format.name)", CommandOption.list(format.options.map(CommandOption.init)))
      + "\nThe options that all formats have: mkprofile help\n"
  }

  /// Help about what was named; nil is the program itself.
  func help(about name: String?) throws(Failure) -> String {
    guard let name, !name.isEmpty else { return help }
    if let command = commands.first(where: { $0.name == name }) { return help(for: command) }
    if let format = formats.first(where: { $0.name == name }) { return help(for: format) }
    if name == SettingsPage.name { return SettingsPage.text }
    let topics = ManualTopic.all
    if name == "topics" { return TextLayout.list(topicList(topics)) }
    if let topic = topics.first(where: { $0.name == name }) { return ManualText.write(topic) }
    let names = commands.map(\.name).filter { !$0.isEmpty } + formats.map(\.name) + topicNames
    throw .usage(
      "no command, format or topic is called \(name.quoted)\(name.suggestion(from: names))",
      fix: "there are \(names.joined(separator: ", "))")
  }
}
