// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import PersonalLinks
import Renderers
import System

extension CLI {
  private static let valid = CommandOption(
    name: "valid", placeholder: "TIME",
    summary: "How long the link is good: 30m, 24h (the default) or 7d, at most 366d.")
  private static let singleUse = CommandOption(
    name: "single-use",
    summary:
      "End the link once a profile was made with it; so where delivery.passwordCommand is set.")
  private static let newKey = CommandOption(
    name: "new-key", placeholder: "FILE",
    summary: "Make the key that links are sealed with, for delivery.linkKey in the settings.",
    completion: .files)
  private static let list = CommandOption(
    name: "output", placeholder: "FILE", summary: "The file for the links of a roster.",
    completion: .files)
  private static let choices = [MobileConfig.partsOption, MobileConfig.deviceOption]

  /// Makes a link to one person's profile.
  var linkCommand: Command {
    Command(
      name: "link",
      synopsis: [
        "[--valid TIME] [--single-use] [OPTIONS] ADDRESS",
        "--roster FILE.csv [--output FILE.csv] [OPTIONS]", "--new-key FILE [--force]",
      ],
      summary: "Make a link to one person's Apple profile that expires.",
      details: [
        "The link leads to 'mkprofile serve' at publicURL. It says for whom the profile is and what"
          + " is in it, under a seal: whoever changes it gets nothing. It is good until it expires;"
          + " hand it out like a letter, not on a page.",
        "A link with a name, one with --single-use, and each where delivery.passwordCommand is set"
          + " leads to a page with a button: looking at it changes nothing. The button makes the"
          + " profile and leads to an address that is good for ten minutes.",
        "Where delivery.passwordCommand is set, the profile has an app password inside: then the"
          + " link is as good as that password. It ends once a profile was made with it, unless"
          + " delivery.singleUse is false.",
        "With --roster there is a link for each row, as CSV with the columns email,name,link, to"
          + " send by a mail merge; a file of them is the owner's alone.",
      ],
      options: [
        Self.valid, Self.singleUse, .personName, .login, .language,
      ] + Self.choices.map { CommandOption($0) } + [
        .roster, .rosterMap, Self.list, .settings, .provider(providers.map(\.name)), Self.newKey,
        .force,
      ] + CommandOption.reporting,
      examples: [
        ("mkprofile link --name \"Anna Muster\" anna@example.ch", "A link that is good for a day."),
        ("mkprofile link --new-key /etc/mkprofile/link.key", "The key that links need."),
        (
          "mkprofile qr --link \"$(mkprofile link --valid 30m anna@example.ch)\"",
          "A code to scan, good for half an hour."
        ),
      ],
      run: { invocation throws(Failure) in
        if let path = invocation.arguments[Self.newKey] {
          return try invocation.makeKey(path)
        }
        let order = LinkOrder(
          seconds: try invocation.seconds(invocation.arguments[Self.valid] ?? "24h"),
          isSingleUse: invocation.arguments.has(Self.singleUse),
          options: try invocation.options(Self.choices))
        if let path = invocation.arguments[.roster] {
          return try invocation.writeLinks(path, order, to: invocation.arguments[Self.list])
        }
        return try invocation.writeLink(order)
      })
  }
}

/// What is the same for all links of one run.
private struct LinkOrder {
  let seconds: Int64
  let isSingleUse: Bool
  let options: RenderOptions
}

extension Invocation {
  fileprivate func makeKey(_ path: String) throws(Failure) -> ExitCode {
    try refuseOperands()
    let isForced = arguments.has(.force)
    do throws(SystemError) { try LinkKeyFile(path).create(inPlaceOfOther: isForced) } catch {
      if error.isExisting {
        throw Failure(
          .cannotWrite, "\(path.quotedPath) exists already and is left as it is",
          fix: "a new key ends all links made with the old one: where that is meant, add --force")
      }
      throw Failure(.cannotWrite, "cannot make \(path.quotedPath): \(error)")
    }
    reporter.inform("wrote \(path); name it in the settings: delivery: {linkKey: \(path)}")
    return .done
  }

  /// What was chosen for the profiles behind links.
  fileprivate func options(_ choices: [FormatOption]) throws(Failure) -> RenderOptions {
    var options = RenderOptions()
    do throws(InvalidValue) {
      for choice in choices {
        if let text = arguments[CommandOption(choice)] { try options.choose(choice, text) }
      }
    } catch { throw .usage(error.message, fix: error.fix) }
    return options
  }

  fileprivate func writeLink(_ order: LinkOrder) throws(Failure) -> ExitCode {
    try refuseMapWithoutRoster()
    guard let text = arguments.operands.first, arguments.operands.count == 1 else {
      throw .usage(
        arguments.operands.isEmpty ? "there is no address" : "a link is for one address",
        fix: arguments.operands.isEmpty
          ? "give one, such as anna@example.ch"
          : "give one, such as anna@example.ch, or a list of people with --roster FILE.csv")
    }
    let address: MailAddress
    do throws(InvalidValue) { address = try MailAddress(text) } catch {
      throw Failure(.badInput, error.message, fix: error.fix)
    }
    let job = RenderJob(MobileConfig(), try settings(), reporter)
    guard let account = job.servedAccount(for: .address(address), try person()),
      let url = try url(order, account, job, at: nil)
    else { return .badInput }
    try io.write("\(url)\n")
    return .done
  }

  /// A link for each row, in the order of the roster.
  fileprivate func writeLinks(
    _ path: String, _ order: LinkOrder, to output: String?
  ) throws(Failure) -> ExitCode {
    guard arguments.operands.isEmpty else {
      throw .usage("--roster and addresses exclude each other", fix: "give one of them")
    }
    let typed = try person()
    if typed.name != nil || typed.login != nil {
      throw .usage("--name and --login are for one address", fix: "write them into the roster")
    }
    let job = RenderJob(MobileConfig(), try settings(), reporter)
    let (opened, source) = try openRoster(
      path, MobileConfig(), job.catalog, language: typed.language)
    var roster = opened
    defer { source.close() }
    var lines = CSVText.row(["email", "name", "link"])
    var (done, failed) = (0, 0)
    while let row = try roster.next() {
      if io.isInterrupted() { throw Failure(.cannotWrite, "stopped") }
      switch row {
      case .failure(let failure):
        reporter.report(failure.findings)
        failed += 1
      case .success(let row):
        let subject = Subject.address(row.address)
        guard let account = job.servedAccount(for: subject, row.person, at: row.place),
          let url = try url(order, account, job, at: row.place)
        else {
          failed += 1
          continue
        }
        lines += CSVText.row([row.address.description, row.person.name?.text ?? "", url])
        done += 1
      }
    }
    if done > 0 {
      try write(Array(lines.utf8), toPrivate: output)
      let failures = failed == 0 ? "" : ", \(failed) \(failed == 1 ? "row" : "rows") failed"
      reporter.inform("wrote \(done) \(done == 1 ? "link" : "links")\(failures)")
    }
    reporter.summarize()
    return failed == 0 ? .done : .errorsFound
  }

  /// To standard output, or into a file for nobody else: links are as good as what is behind them.
  private func write(_ bytes: [UInt8], toPrivate output: String?) throws(Failure) {
    guard let output, output != "-" else { return try io.write(bytes) }
    let batch = FileBatch(isPrivate: true, isInterrupted: io.isInterrupted)
    try batch.add(bytes, to: output)
    try batch.commit()
  }

  /// The link to a profile that can be made; nil where an error was reported.
  private func url(
    _ order: LinkOrder, _ account: AccountSettings, _ job: RenderJob, at place: Place?
  ) throws(Failure) -> String? {
    guard let address = account.address else { return nil }
    do throws(RenderFailure) { _ = try MobileConfig().render(account, order.options) } catch {
      reporter.report(error.findings, for: address.description, at: place)
      return nil
    }
    func chosen(_ option: FormatOption) -> String? {
      order.options.has(option) ? order.options[option].joined(separator: ",") : nil
    }
    let link = PersonalLink(
      address, account.person, parts: chosen(MobileConfig.partsOption),
      device: chosen(MobileConfig.deviceOption), expires: Int64(time(nil)) + order.seconds,
      isSingleUse: order.isSingleUse || account.provider.delivery.isSingleUse)
    return try url(link, account.provider)
  }

  private func url(_ link: PersonalLink, _ provider: Provider) throws(Failure) -> String {
    guard let base = provider.profileURL else {
      throw Failure(
        .badInput, "the settings do not say where 'mkprofile serve' is reached",
        fix: "add provider.publicURL, such as https://setup.example.ch")
    }
    guard let path = provider.delivery.linkKey else {
      throw Failure(
        .badInput, "the settings name no key for links",
        fix: "make one with --new-key FILE, and add delivery: {linkKey: FILE}")
    }
    do throws(InvalidValue) {
      let token = LinkToken(link, provider: provider.id, key: try LinkKeyFile(path).read())
      guard token.text.utf8.count <= LinkToken.longest else {
        throw InvalidValue("the link would be too long", fix: "shorten --name")
      }
      return "\(base)?link=\(token.text)"
    } catch {
      let isMissing = LinkKeyFile(path).isMissing
      throw Failure(isMissing ? .noSuchFile : .badInput, error.message, fix: error.fix)
    }
  }

  /// `30m`, `24h` or `7d` in seconds.
  fileprivate func seconds(_ text: String) throws(Failure) -> Int64 {
    let units: [Character: Int64] = ["m": 60, "h": 3_600, "d": 86_400]
    let digits = text.dropLast()
    guard let unit = text.last.flatMap({ units[$0] }), digits.utf8.count <= 9,
      digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let count = Int64(digits), count > 0,
      count * unit <= PersonalLink.longestSeconds
    else {
      throw .usage(
        "\(text.quoted) is not a value of --valid", fix: "write 30m, 24h or 7d, at most 366d")
    }
    return count * unit
  }
}
