// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers

extension CLI {
  private static let json = CommandOption(
    name: "json", summary: "A JSON object instead of sentences.")

  /// Says what happens on the device.
  var explainCommand: Command {
    let options = MobileConfig().options.map(CommandOption.init)
    return Command(
      name: "explain",
      synopsis: ["[--settings PATH | --provider NAME]\n[OPTIONS] ADDRESS ..."],
      summary: "Say what an iPhone or a Mac shows and asks with a profile.",
      details: [
        "Makes the profile of an address, or of several together, and tells what is in it: the"
          + " accounts that appear, the passwords that are asked for, the redirects that must be"
          + " there, and how people install it."
      ],
      options: [
        .settings, .provider(providers.map(\.name)), .personName, .login, .language, Self.json,
      ] + options + CommandOption.reporting,
      examples: [
        ("mkprofile explain anna@example.ch", "The profile of one address."),
        ("mkprofile explain --device mac --parts mail anna@example.ch", "On a Mac, mail alone."),
      ],
      run: { invocation throws(Failure) in try invocation.explain(asJSON: Self.json) })
  }
}

extension Invocation {
  fileprivate func explain(asJSON json: CommandOption) throws(Failure) -> ExitCode {
    let format = MobileConfig()
    let options = try chosen(format.options)
    let person = try person()
    let (subjects, unreadable) = try subjects(person, areTogether: true)
    guard unreadable == 0 else { return .badInput }
    let job = RenderJob(format, try settings(), reporter)
    guard let accounts = job.accounts(for: subjects, person), let first = accounts.first,
      let profile = job.reporting(
        subjects.first?.description,
        { () throws(RenderFailure) in
          let profile = try format.profile(accounts, options)
          return (profile, profile.findings)
        })
    else { return .badInput }
    let explanation = Explanation(
      ProfileForecast(profile.content), signing: first.provider.signing,
      targets: Explanation.targets(of: accounts))
    if arguments.has(json) {
      try io.write(explanation.json)
    } else {
      try io.write(explanation.text)
    }
    return .done
  }

  /// What was chosen among the options of a format.
  private func chosen(_ options: [FormatOption]) throws(Failure) -> RenderOptions {
    var chosen = RenderOptions()
    for option in options {
      guard let text = arguments[CommandOption(option)] else { continue }
      do { try chosen.choose(option, text) } catch { throw .usage(error.message, fix: error.fix) }
    }
    return chosen
  }
}
