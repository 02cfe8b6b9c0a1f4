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
  private static let choices = [MobileConfig.partsOption, MobileConfig.deviceOption]

  /// Makes a link to one person's profile.
  var linkCommand: Command {
    Command(
      name: "link",
      synopsis: [
        "[--valid TIME] [--single-use] [OPTIONS] ADDRESS", "--new-key FILE",
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
      ],
      options: [
        Self.valid, Self.singleUse, .personName, .login, .language,
      ] + Self.choices.map { CommandOption($0) } + [
        .settings, .provider(providers.map(\.name)), Self.newKey,
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
        return try invocation.writeLink(
          valid: invocation.arguments[Self.valid],
          isSingleUse: invocation.arguments.has(Self.singleUse), Self.choices)
      })
  }
}

extension Invocation {
  fileprivate func makeKey(_ path: String) throws(Failure) -> ExitCode {
    try refuseOperands()
    do throws(SystemError) { try LinkKeyFile(path).create() } catch {
      throw Failure(
        .cannotWrite, "cannot make \(path.quoted): \(error)",
        fix: error.isExisting
          ? "a new key ends all links made with the old one: remove the file first" : nil)
    }
    reporter.inform("wrote \(path); name it in the settings: delivery: {linkKey: \(path)}")
    return .done
  }

  fileprivate func writeLink(
    valid: String?, isSingleUse: Bool, _ choices: [FormatOption]
  ) throws(Failure) -> ExitCode {
    guard let text = arguments.operands.first, arguments.operands.count == 1 else {
      throw .usage(
        arguments.operands.isEmpty ? "there is no address" : "a link is for one address",
        fix: "give one, such as anna@example.ch")
    }
    let seconds = try seconds(valid ?? "24h")
    var options = RenderOptions()
    do throws(InvalidValue) {
      for choice in choices {
        if let text = arguments[CommandOption(choice)] { try options.choose(choice, text) }
      }
    } catch { throw .usage(error.message, fix: error.fix) }
    let address: MailAddress
    do throws(InvalidValue) { address = try MailAddress(text) } catch {
      throw Failure(.badInput, error.message, fix: error.fix)
    }
    let job = RenderJob(MobileConfig(), try settings(), reporter)
    let subject = Subject.address(address)
    guard let account = job.account(for: subject, try person()) else {
      job.reportUnserved(subject)
      return .badInput
    }
    do throws(RenderFailure) { _ = try MobileConfig().render(account, options) } catch {
      reporter.report(error.findings, for: text)
      return .badInput
    }
    func chosen(_ option: FormatOption) -> String? {
      options.has(option) ? options[option].joined(separator: ",") : nil
    }
    let link = PersonalLink(
      address, account.person, parts: chosen(MobileConfig.partsOption),
      device: chosen(MobileConfig.deviceOption), expires: Int64(time(nil)) + seconds,
      isSingleUse: isSingleUse || account.provider.delivery.isSingleUse)
    try io.write("\(try url(link, account.provider))\n")
    return .done
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
    } catch { throw Failure(.badInput, error.message, fix: error.fix) }
  }

  /// `30m`, `24h` or `7d` in seconds.
  private func seconds(_ text: String) throws(Failure) -> Int64 {
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
