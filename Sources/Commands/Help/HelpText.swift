// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  /// What the program says when nothing is typed.
  var shortUsage: String {
    Self.usage
      + HelpLayout.section(
        "Examples", Self.firstExamples.map { "  \($0.line)\n      \($0.does)\n" }.joined())
      + HelpLayout.section("Commands, in the order of use", commandList)
      + "\nTry 'mkprofile help' for more.\n"
  }

  private static let usage = """
    usage: mkprofile --format FORMAT [OPTIONS] ADDRESS | DOMAIN ...
           mkprofile COMMAND ...

    """

  /// From nothing to a service, a profile, and an eye on it.
  private static let firstExamples: [(line: String, does: String)] = [
    ("mkprofile quickstart example.ch", "Settings for a domain, and what is left to do, in order."),
    (
      "mkprofile --format mobileconfig anna@example.ch > anna.mobileconfig",
      "The profile that an iPhone or a Mac installs."
    ),
    ("mkprofile check example.ch", "What is still wrong with the domain, and what mends it."),
  ]

  private var commandList: String {
    HelpLayout.list(namedCommands.map { ($0.name, $0.summary) })
  }

  /// Help about the whole program, on one page.
  var help: String {
    let names = formats.map(\.name).joined(separator: ", ")
    return Self.usage + "\n" + HelpLayout.paragraph(HelpContent.purpose)
      + HelpLayout.section("Commands, in the order of use", commandList)
      + HelpLayout.section("Formats", HelpLayout.paragraph(names, indent: 2))
      + HelpLayout.section("The options that are used most", CommandOption.list(usualOptions))
      + "\nmkprofile help NAME explains a command or a format, mkprofile help options"
      + "\nlists every option, file, variable and exit code, mkprofile help topics the"
      + "\nchapters of the manual.\n"
  }

  private var usualOptions: [CommandOption] {
    [.settings, .output, .roster, .personName, .language, .quiet, .verbose, .version]
  }

  /// Every option of formats, and what commands share.
  var optionsHelp: String {
    let render = renderCommand
    return render.usage + "\n"
      + render.details.map { HelpLayout.paragraph($0) }.joined(separator: "\n")
      + "\n" + HelpLayout.paragraph(HelpContent.streams)
      + HelpLayout.section("Options", CommandOption.list(ownOptions(render)))
      + formatOptions.map { formats, options in
        // There may be more formats than fit on a line.
        "\n" + HelpLayout.paragraph("Options of \(formats.listed):") + CommandOption.list(options)
      }.joined()
      + HelpLayout.section("Examples", render.exampleLines)
      + HelpLayout.section("Files", HelpLayout.list(HelpContent.files(usualSettings)))
      + HelpLayout.section("Environment", HelpLayout.list(HelpContent.environment))
      + HelpLayout.section("Exit codes", HelpLayout.list(HelpContent.exitCodes))
  }

  /// The chapters of the manual with their titles.
  func topicList(_ topics: [ManualTopic]) -> [(term: String, text: String)] {
    topics.map { ($0.name, $0.title) }
      + [(SettingsPage.name, "Every key of the settings file")]
  }

  /// What can be typed after `help` beside commands and formats.
  var topicNames: [String] {
    ["topics", Self.optionsTopic, SettingsPage.name] + EmbeddedFile.all(in: "manual").map(\.name)
  }

  /// What `help` takes beside commands and formats.
  static let optionsTopic = "options"

  /// Help about one command.
  func help(for command: Command) -> String { command.help }

  /// Help about one format.
  func help(for format: any Renderer) -> String {
    let facts = [
      ("Files", "ADDRESS.\(format.fileExtension)"), ("Media type", format.mediaType),
    ]
    return "usage: mkprofile --format \(format.name) [OPTIONS] ADDRESS | DOMAIN ...\n\n"
      + HelpLayout.paragraph(format.summary) + "\n"
      + HelpLayout.list(facts.map { (term: $0.0, text: $0.1) })
      + HelpLayout.section(
        "Options of \(format.name)", CommandOption.list(format.options.map(CommandOption.init)))
      + "\nThe options that all formats have: mkprofile help options\n"
  }

  /// Help about what was named; nil is the program itself.
  func help(about name: String?) throws(Failure) -> String {
    guard let name, !name.isEmpty else { return help }
    if name == Self.optionsTopic { return optionsHelp }
    if let command = commands.first(where: { $0.name == name }) { return help(for: command) }
    if let format = formats.first(where: { $0.name == name }) { return help(for: format) }
    if name == SettingsPage.name { return SettingsPage.text }
    let topics = ManualTopic.all
    if name == "topics" { return HelpLayout.list(topicList(topics)) }
    if let topic = topics.first(where: { $0.name == name }) { return ManualText.write(topic) }
    let names = namedCommands.map(\.name) + formats.map(\.name) + topicNames
    throw .usage(
      "no command, format or topic is called \(name.quoted)\(name.suggestion(from: names))",
      fix: "there are \(names.joined(separator: ", "))")
  }
}
