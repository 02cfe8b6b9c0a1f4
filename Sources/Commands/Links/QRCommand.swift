// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import QRCode
import Renderers

extension CLI {
  private static let what = CommandOption(
    name: "what", placeholder: "WHAT",
    summary:
      "What is in the code: the link to the Apple profile, accounts for Thunderbird for Android,"
      + " or the link that DAVx5, another app of calendars or a subscription opens.",
    values: ["profile", "thunderbird"] + ServiceLink.allCases.map(\.rawValue))
  private static let link = CommandOption(
    name: "link", placeholder: "URL", summary: "Put this link into the code instead.")
  private static let picture = CommandOption(
    name: "output", placeholder: "FILE", summary: "Write FILE.svg or FILE.png.",
    completion: .files)

  /// Makes a picture for the camera of a phone.
  var qrCommand: Command {
    Command(
      name: "qr",
      synopsis: [
        "[--what WHAT] [--settings PATH | --provider NAME]\n[--output FILE] ADDRESS | DOMAIN",
        "--roster FILE.csv --output FOLDER/ [--what WHAT]", "--link URL [--output FILE]",
      ],
      summary: "Make a QR code of a profile's link, or of an account.",
      details: [
        "The link is built from publicURL in the settings, where 'mkprofile serve' is reached."
          + " A terminal shows the code itself; elsewhere standard output gets SVG. With --roster the"
          + " folder gets a PNG for each row.",
        "Several addresses with --what thunderbird go into one code, or into as many as they need:"
          + " FILE-1.png, FILE-2.png and so on, which the app asks for one after the other.",
      ],
      options: [
        Self.what, Self.link, .settings, .provider(providers.map(\.name)), Self.picture,
        .personName, .login, .roster, .rosterMap,
      ] + CommandOption.reporting,
      examples: [
        ("mkprofile qr anna@example.ch", "Shows the code of the profile's link."),
        (
          "mkprofile qr --what thunderbird --output anna.svg anna@example.ch",
          "The account for Thunderbird on Android."
        ),
        (
          "mkprofile qr --what davx5 --output anna.png anna@example.ch",
          "Calendars and contacts for DAVx5."
        ),
      ],
      run: { invocation throws(Failure) in
        if let path = invocation.arguments[.roster] {
          return try invocation.writeCodes(
            path, Self.what, hasLink: invocation.arguments.has(Self.link),
            to: invocation.arguments[Self.picture])
        }
        try invocation.refuseMapWithoutRoster()
        return try invocation.writeCode(
          Self.what, link: invocation.arguments[Self.link], to: invocation.arguments[Self.picture])
      })
  }
}

extension Invocation {
  fileprivate func writeCode(
    _ what: CommandOption, link: String?, to path: String?
  ) throws(Failure) -> ExitCode {
    let picture = try CodePicture(path)
    let content: [UInt8]?
    if let link {
      guard !arguments.has(what) else {
        throw .usage("--link and --what exclude each other", fix: "give one of them")
      }
      try refuseOperands()
      content = Array(try checked(link).utf8)
    } else if let service = arguments[what].flatMap(ServiceLink.init) {
      content = try serviceLink(service)
    } else if arguments[what] == "thunderbird", arguments.operands.count > 1 {
      return try writeAccounts(to: path)
    } else {
      content = arguments[what] == "thunderbird" ? try accountContent() : try profileLink()
    }
    guard let content else { return .badInput }
    let code: QRCode
    do throws(InvalidValue) { code = try QRCode(content) } catch {
      throw Failure(.badInput, error.message, fix: error.fix)
    }
    try picture.write(code, title: link == nil ? arguments.operands[0] : "", self)
    return .done
  }

  /// A picture for each row of a roster.
  fileprivate func writeCodes(
    _ path: String, _ what: CommandOption, hasLink: Bool, to output: String?
  ) throws(Failure) -> ExitCode {
    guard arguments.operands.isEmpty, !hasLink else {
      throw .usage("--roster, --link and addresses exclude each other", fix: "give one of them")
    }
    guard let output, output != "-" else {
      throw .usage("--roster needs a folder to write to", fix: "add --output FOLDER/")
    }
    try refuseFileName(output, "png")
    let service = arguments[what].flatMap(ServiceLink.init)
    let isForThunderbird = arguments[what] == "thunderbird"
    let job = RenderJob(
      isForThunderbird ? ThunderbirdQR() : MobileConfig(), try settings(), reporter)
    let (opened, source) = try openRoster(path, job.format, job.catalog)
    var roster = opened
    defer { source.close() }
    let sink = DocumentSink(.folder(output), "png", self)
    var failed = 0
    while let row = try roster.next() {
      switch row {
      case .failure(let failure):
        reporter.report(failure.findings)
        failed += 1
      case .success(let row):
        guard let content = try content(row, job, isForThunderbird, service),
          let png = picture(content, row)
        else {
          failed += 1
          continue
        }
        try sink.add(png, for: row.address.description)
      }
    }
    try sink.finish(failed: failed, of: "row", "rows")
    reporter.summarize()
    return failed == 0 ? .done : .errorsFound
  }

  private func content(
    _ row: RosterRow, _ job: RenderJob, _ isForThunderbird: Bool, _ service: ServiceLink?
  ) throws(Failure) -> [UInt8]? {
    let subject = Subject.address(row.address)
    if let service { return try serviceLink(service, subject, job, row.person, at: row.place) }
    guard isForThunderbird else { return try profileLink(subject, job, at: row.place) }
    return job.document(
      for: subject, person: row.person, options: RenderOptions(), at: row.place)
  }

  private func picture(_ content: [UInt8], _ row: RosterRow) -> [UInt8]? {
    do throws(InvalidValue) {
      guard let png = try QRCode(content).png() else {
        throw InvalidValue("libpng cannot write the code")
      }
      return png
    } catch {
      reporter.report([Finding(.error, at: "", error.message, fix: error.fix, place: row.place)])
      return nil
    }
  }

  /// A link as it was typed; a phone follows no other scheme.
  private func checked(_ link: String) throws(Failure) -> String {
    do throws(InvalidValue) {
      let url = try WebURL(link)
      if !url.isSecure {
        reporter.report([
          Finding(
            .warning, at: "", "\(link.quoted) goes over the network unprotected", fix: "use https")
        ])
      }
    } catch { throw .usage(error.message, fix: error.fix) }
    return link
  }

  private func subject() throws(Failure) -> Subject {
    guard arguments.operands.count == 1 else {
      throw .usage(
        arguments.operands.isEmpty
          ? "there is no address and no domain"
          : "a code is for one address at a time, and there are \(arguments.operands.count)",
        fix: arguments.operands.isEmpty
          ? "add one, such as anna@example.ch"
          : "give one of them, or a list of people with --roster FILE.csv --output FOLDER/")
    }
    do throws(InvalidValue) { return try Subject(arguments.operands[0]) } catch {
      throw Failure(.badInput, error.message, fix: error.fix)
    }
  }

  /// The document itself, in as few bytes as it is written.
  private func accountContent() throws(Failure) -> [UInt8]? {
    let subject = try subject()
    let job = RenderJob(ThunderbirdQR(), try settings(), reporter)
    return job.document(for: subject, person: try person(), options: RenderOptions())
  }

  /// The link to a profile that can be made; nil where an error was reported.
  private func profileLink() throws(Failure) -> [UInt8]? {
    let subject = try subject()
    if arguments.has(.personName) || arguments.has(.login) {
      throw .usage(
        "a profile's link holds no name and no login", fix: "leave --name and --login out")
    }
    return try profileLink(subject, RenderJob(MobileConfig(), try settings(), reporter), at: nil)
  }

  private func profileLink(
    _ subject: Subject, _ job: RenderJob, at place: Place?
  ) throws(Failure) -> [UInt8]? {
    guard let account = job.servedAccount(for: subject, Person(), at: place) else { return nil }
    guard let link = account.profileLink else {
      throw Failure(
        .badInput, "the settings do not say where 'mkprofile serve' is reached",
        fix: "add provider.publicURL, such as https://setup.example.ch, or give --link URL")
    }
    do throws(RenderFailure) { _ = try MobileConfig().render(account, RenderOptions()) } catch {
      reporter.report(error.findings, for: subject.description, at: place)
      return nil
    }
    return Array(try checked(link).utf8)
  }
}
