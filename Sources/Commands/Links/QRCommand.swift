// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import QRCode
import Renderers

extension CLI {
  private static let what = CommandOption(
    name: "what", placeholder: "WHAT",
    summary: "What is in the code: the link to the Apple profile, or the account itself for"
      + " Thunderbird for Android.",
    values: ["profile", "thunderbird"])
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
        "--link URL [--output FILE]",
      ],
      summary: "Make a QR code of a profile's link, or of an account for Thunderbird.",
      details: [
        "The link is built from publicURL in the settings, where 'mkprofile serve' is reached."
          + " A terminal shows the code itself; elsewhere standard output gets SVG."
      ],
      options: [
        Self.what, Self.link, .settings, .provider(providers.map(\.name)), Self.picture,
        .personName,
        .login,
      ] + CommandOption.reporting,
      examples: [
        ("mkprofile qr anna@example.ch", "Shows the code of the profile's link."),
        (
          "mkprofile qr --what thunderbird --output anna.svg anna@example.ch",
          "The account for Thunderbird on Android."
        ),
      ],
      run: { invocation throws(Failure) in
        try invocation.writeCode(
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
          ? "there is no address and no domain" : "a code is for one address at a time",
        fix: "add one, such as anna@example.ch")
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
    let job = RenderJob(MobileConfig(), try settings(), reporter)
    guard let account = job.account(for: subject) else {
      job.reportUnserved(subject)
      return nil
    }
    guard let link = account.profileLink else {
      throw Failure(
        .badInput, "the settings do not say where 'mkprofile serve' is reached",
        fix: "add provider.publicURL, such as https://setup.example.ch, or give --link URL")
    }
    do throws(RenderFailure) { _ = try MobileConfig().render(account, RenderOptions()) } catch {
      reporter.report(error.findings, for: subject.description)
      return nil
    }
    return Array(try checked(link).utf8)
  }
}
