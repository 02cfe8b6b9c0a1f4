// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import DomainCheck
import MailSettings
import SettingsFile
import System

extension CommandOption {
  static let only = CommandOption(
    name: "only", placeholder: "LIST", summary: "The parts to look at.", values: Area.names,
    noun: "part", isList: true)
  static let skip = CommandOption(
    name: "skip", placeholder: "LIST", summary: "The parts to leave out.", values: Area.names,
    noun: "part", isList: true)
  static let resolver = CommandOption(
    name: "resolver", placeholder: "HOST:PORT",
    summary: "The resolver to ask, such as 192.0.2.53:53, [2001:db8::53]:53 or ns.example.ch:53.")
  static let timeout = CommandOption(
    name: "timeout", placeholder: "SECONDS", summary: "Time for a domain. Default: 20.")
  static let fromSettings = CommandOption(
    name: "from-settings",
    summary: "Compare with the settings that are found where they usually are.")
  static let json = CommandOption(name: "json", summary: "Write the result as JSON.")
  static let markdown = CommandOption(name: "markdown", summary: "Write the result as Markdown.")
  static let nsupdate = CommandOption(
    name: "nsupdate", summary: "Write the records that mend the faults as commands for nsupdate.")
  static let selector = CommandOption(
    name: "selector", placeholder: "NAME", summary: "A DKIM selector to look at; may be repeated.",
    isRepeatable: true)
  static let authorities = CommandOption(
    name: "ca-file", placeholder: "FILE",
    summary: "Trust these authorities (PEM) instead of those of the system.", completion: .files)
  static let connectTo = CommandOption(
    name: "connect-to", placeholder: "HOST:PORT:ADDRESS:PORT",
    summary: "Connect to another place, before the records lead there; may be repeated.",
    isRepeatable: true)
  static let tryLogin = CommandOption(
    name: "login", summary: "Log in once with a password and send a message to oneself.")
  static let passwordDescriptor = CommandOption(
    name: "password-fd", placeholder: "N",
    summary: "Read the password from this file descriptor instead of asking for it.")
  static let watch = CommandOption(
    name: "watch", summary: "Check again and again; write one line for each change.")
  static let interval = CommandOption(
    name: "interval", placeholder: "SECONDS", summary: "Time between two checks. Default: 300.")
  static let metricsFile = CommandOption(
    name: "metrics-file", placeholder: "FILE",
    summary: "Write the result as Prometheus text, each time anew.", completion: .files)

  static let checking = [
    fromSettings, only, skip, json, markdown, nsupdate, resolver, timeout, selector, connectTo,
    authorities,
    tryLogin, passwordDescriptor, watch, interval, metricsFile,
  ]
}

extension Area {
  /// The parts as they are typed.
  fileprivate static let names = allCases.map(\.rawValue)
}

extension CLI {
  /// What is still wrong with a domain.
  var checkCommand: Command {
    Command(
      name: "check",
      synopsis: [
        "[--settings PATH | --provider NAME] [OPTIONS]\n[DOMAIN | ADDRESS] ..."
      ],
      summary: "Say what is still wrong with a domain's mail, and what mends it.",
      details: [
        "Looks at the zone, at every look-up that a mail client makes, and at every server that is"
          + " advertised. With settings it compares them; without, it says what the domain tells"
          + " the world. Nothing is changed.",
        "Several domains, or with --from-settings and none all that the settings name, are checked"
          + " in one run that ends with one sentence about all of them.",
        "Every address of a server is tried, IPv4 and IPv6, and certificates are judged as clients"
          + " judge them. A name server of the zone can be asked as --resolver before the registrar"
          + " names it; what it does not have is asked of the system's resolver.",
        "The exit code is 1 where there is an error, and 69 where no resolver can be reached.",
      ],
      options: [.settings, .provider(providers.map(\.name))] + CommandOption.checking
        + CommandOption.reporting,
      examples: [
        ("mkprofile check example.ch", "What a domain tells the world."),
        ("mkprofile check --from-settings anna@example.ch", "Whether it is what the settings say."),
        ("mkprofile check --from-settings", "Every domain of the settings."),
        (
          "mkprofile check --watch --metrics-file /run/mkprofile.prom example.ch",
          "Keep an eye on it."
        ),
      ],
      run: { invocation throws(Failure) in try invocation.check() })
  }
}

extension Invocation {
  fileprivate func check() throws(Failure) -> ExitCode {
    let subjects = try checkSubjects()
    guard let network = cli.network else { throw cli.becomeProgram("mkprofile-check") }
    let request = try checkRequest(try checkTargets(subjects))
    let outcome = network.check(request)
    reporter.finish()
    switch outcome {
    case .done(let hasErrors): return hasErrors ? .errorsFound : .done
    case .usage(let message, let fix): throw .usage(message, fix: fix)
    case .unreachable(let message):
      throw Failure(
        .unreachable, message, fix: "name one that answers with --resolver HOST:PORT")
    }
  }

  /// More domains than this take too long for one run.
  private static var mostDomains: Int { 1_000 }

  private func checkSubjects() throws(Failure) -> [Subject] {
    let texts = arguments.operands
    if texts.isEmpty, !comparesSettings {
      throw .usage(
        "there is no domain",
        fix: "give some, such as example.ch or anna@example.ch, or --from-settings for all of them")
    }
    guard texts.count <= Self.mostDomains else {
      throw .usage(
        "there are \(texts.count) domains", fix: "give at most \(Self.mostDomains) at a time")
    }
    var subjects: [Subject] = []
    for text in texts {
      try refuseFile(text)
      do throws(InvalidValue) { subjects.append(try Subject(text)) } catch {
        throw .usage(error.message, fix: error.fix)
      }
    }
    // What is named twice is checked once.
    var seen: Set<Subject> = []
    return subjects.filter { seen.insert($0).inserted }
  }

  private var comparesSettings: Bool {
    arguments.has(.settings) || arguments.has(.provider([])) || arguments.has(.fromSettings)
  }

  /// The domains with their settings; all that the settings name where none is given.
  private func checkTargets(_ subjects: [Subject]) throws(Failure) -> [CheckRequest.Target] {
    guard comparesSettings else {
      return subjects.map {
        CheckRequest.Target(domain: $0.domain, address: $0.address, settings: nil)
      }
    }
    let catalog = try settings()
    var subjects = subjects
    if subjects.isEmpty {
      guard catalog.domainCount > 0 else {
        throw .usage("the settings name no domain", fix: "give one, such as example.ch")
      }
      guard catalog.domainCount <= Self.mostDomains else {
        throw .usage(
          "the settings name \(catalog.domainCount) domains",
          fix: "give at most \(Self.mostDomains) of them at a time")
      }
      subjects = catalog.domains.map(Subject.domain)
    }
    var targets: [CheckRequest.Target] = []
    let people = PersonCompletion(catalog, reporter)
    for subject in subjects {
      var person = Person()
      if let address = subject.address, !people.complete(&person, address) {
        throw Failure(.unreachable, findings: [])
      }
      let account =
        subject.address.map { catalog.account(for: $0, person: person) }
        ?? catalog.account(forDomain: subject.domain)
      guard let account else {
        throw Failure(.badInput, findings: [DomainAdvice(catalog).finding(subject.domain)])
      }
      targets.append(
        CheckRequest.Target(domain: subject.domain, address: subject.address, settings: account))
    }
    return targets
  }

  private func checkRequest(_ targets: [CheckRequest.Target]) throws(Failure) -> CheckRequest {
    let isWatching = arguments.has(.watch)
    let forms = [CommandOption.json, .markdown, .nsupdate].filter { arguments.has($0) }
    if forms.count > 1 {
      throw .usage(
        "\(forms.map { "--\($0.name)" }.joined(separator: " and ")) exclude each other",
        fix: "give one of them")
    }
    if arguments.has(.interval), !isWatching {
      throw .usage("--interval is for --watch", fix: "add --watch")
    }
    let password = try arguments.has(.tryLogin) ? checkPassword(targets) : nil
    let metrics = arguments[.metricsFile]
    let (io, reporter) = (io, reporter)
    return CheckRequest(
      targets: targets, areas: try checkedAreas(), selectors: arguments.all(.selector),
      network: try networkOptions(), password: password,
      form: arguments.has(.json)
        ? .json
        : arguments.has(.markdown) ? .markdown : arguments.has(.nsupdate) ? .nsupdate : .text,
      isColored: TextStyle.wantsColor(
        arguments[.color] ?? "auto", environment: environment, isTerminal: io.outputIsTerminal),
      interval: isWatching ? try seconds(.interval, in: 1...86_400) ?? 300 : nil,
      write: { text in io.writeOutput(Array(text.utf8)) == 0 },
      progress: { done, total in
        reporter.showProgress(done: done, total: total, "\(done) of \(total) questions")
      },
      writeMetrics: metrics.map { path in
        { text in
          let batch = FileBatch(isInterrupted: { false })
          do throws(Failure) {
            try batch.add(Array(text.utf8), to: path)
            try batch.commit()
          } catch { reporter.report(error) }
        }
      },
      isInterrupted: io.isInterrupted)
  }

  private func checkedAreas() throws(Failure) -> Set<Area> {
    func parts(_ option: CommandOption) throws(Failure) -> Set<Area>? {
      guard let text = arguments[option] else { return nil }
      var parts: Set<Area> = []
      for part in text.split(separator: ",").map(String.init) {
        guard let area = Area(rawValue: part) else {
          throw .usage(
            "unknown part \(part.quoted)\(part.suggestion(from: Area.names))",
            fix: "the parts are \(Area.names.joined(separator: ", "))")
        }
        parts.insert(area)
      }
      return parts
    }
    return (try parts(.only) ?? Set(Area.allCases)).subtracting(try parts(.skip) ?? [])
  }

  private func checkPassword(_ targets: [CheckRequest.Target]) throws(Failure) -> String {
    guard targets.count == 1, targets[0].settings != nil, let address = targets[0].address else {
      throw .usage(
        "--login needs one address and settings", fix: "add --from-settings, and give ADDRESS")
    }
    if let text = arguments[.passwordDescriptor] {
      guard let number = Int32(text), number >= 0 else {
        throw .usage("\(text.quoted) is no file descriptor", fix: "give a number such as 3")
      }
      return try Password.read(from: FileDescriptor(number))
    }
    guard let password = Password.ask("Password of \(address): ") else {
      throw .usage(
        "there is no terminal to ask for the password",
        fix: "hand it over with --password-fd N")
    }
    return password
  }
}

extension Subject {
  /// The address; nil for a domain.
  fileprivate var address: MailAddress? {
    if case .address(let address) = self { address } else { nil }
  }
}
