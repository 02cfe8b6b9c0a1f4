// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SettingsFile
import SetupSheets

extension CLI {
  /// What the program does without a command.
  var renderCommand: Command {
    Command(
      name: "",
      synopsis: [
        "--format FORMAT [--settings PATH | --provider NAME]\n"
          + "[--output PATH] [OPTIONS] ADDRESS | DOMAIN ...",
        "--format FORMAT --roster FILE.csv --output FOLDER/ [OPTIONS]",
        "--format sheet-pdf --roster FILE.csv --output FILE.pdf",
      ],
      summary: "Make the document that sets a device up.",
      details: [
        "Makes one document for each mail address or domain and writes it to standard output,"
          + " or to files with --output. An argument with @ is an address.",
        "A roster is a CSV file with a header and the columns \(RosterColumn.accepted) in any order."
          + " A person may have several programs: thunderbird+apple-mail-ios as client, or a row for"
          + " each. Exports of Google Workspace, Microsoft 365 and cPanel are known by their headers,"
          + " other columns are named with --map. What Excel writes is read: sep=;, empty rows,"
          + " Windows-1252.",
        "Sheets as PDF come in one file where --output is a file: an index by name, then what each"
          + " person gets, in the order of the roster and each on a fresh leaf. Where a person gets"
          + " several sheets, a letter comes first.",
      ],
      options: [
        .format(formats), .settings, .provider(providers.map(\.name)), .output, .roster,
        .rosterMap, .dryRun, .personName, .login, .language, .templates, .together,
        .allDomains, .withPassword,
        .large, .identity,
        .identityPassphraseFile, .legacyIdentity, .unsigned, .allowUnsigned,
      ] + CommandOption.reporting + CommandOption.ofFormats(formats),
      examples: [
        (
          "mkprofile --format mobileconfig anna@example.ch > anna.mobileconfig",
          "The profile that an iPhone or a Mac installs."
        ),
        (
          "mkprofile --format autoconfig --provider infomaniak example.ch",
          "What Thunderbird looks up, for everybody at a domain."
        ),
        (
          "mkprofile --format mobileconfig --together anna@example.ch team@example.ch",
          "One profile that sets two mailboxes up."
        ),
        (
          "mkprofile --format mobileconfig --roster staff.csv --output profiles/",
          "One profile for each row of a list of people."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.render() })
  }
}

extension Invocation {
  fileprivate func render() throws(Failure) -> ExitCode {
    let format = try format()
    let options = try renderOptions(format)
    var person = try person()
    if arguments.has(.quiet), arguments.has(.verbose) {
      throw .usage("--quiet and --verbose exclude each other", fix: "give one of them")
    }
    if let printed = format as? PrintedSheet, !printed.canPrint {
      throw cli.becomeProgram("mkprofile-pdf")
    }
    if let path = arguments[.roster] {
      return try renderRoster(path, format, options, person)
    }
    try refuseMapWithoutRoster()
    let isTogether = arguments.has(.together)
    let catalog = arguments.has(.allDomains) ? try settings(toRender: format) : nil
    let (subjects, unreadable) =
      if let catalog { (try everyDomain(of: catalog, person), 0) } else {
        try subjects(person, areTogether: isTogether)
      }
    person = try withIdentity(person, for: subjects, as: format)
    if isTogether {
      return try renderTogether(subjects, unreadable, format, options, person, catalog)
    }
    let count = max(arguments.operands.count, subjects.count)
    if count > 1, let output = arguments[.output], output != "-",
      case .folder = OutputTarget(output, documents: count)
    {
      try refuseFileName(output, format.fileExtension)
    }
    let target = OutputTarget(arguments[.output], documents: count)
    if target.isStandardOutput, count > 1, !arguments.has(.dryRun) {
      throw .usage(
        "\(count) documents cannot go to standard output together",
        fix: "write them to files with --output FOLDER/")
    }
    let served = if let catalog { catalog } else { try settings(toRender: format) }
    let job = RenderJob(format, served, reporter, signer: documentSigner(format))
    let sink = DocumentSink(
      target, format.fileExtension, self, isPrivate: holdsSecrets(person))
    var failed = unreadable
    for subject in subjects {
      guard let bytes = job.document(for: subject, person: person, options: options) else {
        failed += 1
        continue
      }
      try sink.add(bytes, for: subject.description)
    }
    try sink.finish(failed: failed, of: "address", "addresses")
    if failed == 0 { return .done }
    return count == 1 ? .badInput : .errorsFound
  }

  /// What --all-domains stands for.
  private func everyDomain(
    of catalog: SettingsCatalog, _ person: Person
  ) throws(Failure) -> [Subject] {
    guard arguments.operands.isEmpty else {
      throw .usage(
        "\(CommandOption.allDomains.flag) takes no addresses and domains", fix: "leave one out")
    }
    if person.name != nil || person.login != nil {
      let option = person.name == nil ? CommandOption.login : .personName
      throw .usage("\(option.flag) is for one address", fix: "give a single address")
    }
    let domains = catalog.domains
    guard !domains.isEmpty else {
      throw Failure(.badInput, "the settings name no domain", fix: "name one on the command line")
    }
    // A document for several is called by the first, which is to be the provider's own.
    let own = Set(catalog.providers.map(\.id))
    return (domains.filter(own.contains) + domains.filter { !own.contains($0) }).map { .domain($0) }
  }

  private func renderTogether(
    _ subjects: [Subject], _ unreadable: Int, _ format: any Renderer, _ options: RenderOptions,
    _ person: Person, _ catalog: SettingsCatalog?
  ) throws(Failure) -> ExitCode {
    guard let several = format as? any SeveralAccountsRenderer else {
      let names = cli.formats.filter { $0 is any SeveralAccountsRenderer }.map(\.name)
      throw .usage(
        "\(CommandOption.together.flag) is for \(names.listed), not for \(format.name)")
    }
    guard unreadable == 0, let first = subjects.first else { return .badInput }
    let sink = DocumentSink(
      OutputTarget(arguments[.output], documents: 1), format.fileExtension, self,
      isPrivate: holdsSecrets(person))
    let served = if let catalog { catalog } else { try settings(toRender: format) }
    let job = RenderJob(format, served, reporter, signer: documentSigner(format))
    guard
      let bytes = job.document(together: subjects, person: person, options: options, in: several)
    else { return .badInput }
    try sink.add(bytes, for: first.description)
    try sink.finish(failed: 0, of: "address", "addresses")
    return .done
  }

  /// True where documents hold a private key or a password.
  private func holdsSecrets(_ person: Person) -> Bool {
    person.identity != nil || arguments.has(.withPassword)
  }

  /// The good ones of what was typed; the others, and repetitions, are reported. Addresses that
  /// go into one document may be of one person.
  func subjects(
    _ person: Person, areTogether: Bool
  ) throws(Failure) -> (subjects: [Subject], failed: Int) {
    guard !arguments.operands.isEmpty else {
      throw .usage(
        "there is no address and no domain",
        fix: "add one, such as anna@example.ch, or a list of people with --roster FILE.csv")
    }
    if person.name != nil || person.login != nil {
      let option = person.name == nil ? CommandOption.login : .personName
      let mayBeSeveral = areTogether && person.login == nil
      guard arguments.operands.count == 1 || mayBeSeveral,
        arguments.operands.allSatisfy({ $0.contains("@") })
      else {
        throw .usage(
          "\(option.flag) is for one address",
          fix: "give a single address, or write the names into a roster")
      }
    }
    var subjects: [Subject] = []
    var seen: Set<Subject> = []
    var failed = 0
    for text in arguments.operands {
      do throws(InvalidValue) {
        let subject = try Subject(text)
        if seen.insert(subject).inserted {
          subjects.append(subject)
        } else {
          reporter.report([Finding(.warning, at: "", "\(text.quoted) is given twice")])
        }
      } catch {
        failed += 1
        reporter.report([Finding(.error, at: "", error.message, fix: error.fix)])
      }
    }
    return (subjects, failed)
  }
}
