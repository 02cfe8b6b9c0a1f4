// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What the page says about the profile for an iPhone or a Mac: first what must be done before,
/// then the button, then what comes.
struct ProfileSection {
  let page: PageWriter
  let account: AccountSettings
  let choice: SetupPage.Choice

  init(_ page: PageWriter, _ account: AccountSettings, _ choice: SetupPage.Choice) {
    self.page = page
    self.account = account
    self.choice = choice
  }

  private var wording: Wording { page.wording }
  private var isFile: Bool { page.place == .files }
  private var programs: ProgramSection { ProgramSection(page, account, choice) }

  /// False where there is no profile for the account: nothing is written then.
  func write(_ client: ClientDefinition, _ machine: Machine, _ html: inout HTMLWriter) -> Bool {
    let device = machine == .mac ? "mac" : "iphone"
    var options = RenderOptions()
    guard (try? options.choose(MobileConfig.deviceOption, device)) != nil,
      let profile = try? MobileConfig().profile([account], options)
    else { return false }
    let sheet = ClientSheet(client, account, wording)
    if machine == .iphone, choice.cannotInstall { browser(&html) }
    programs.blocks(sheet.notices(.definition), &html)
    download(device, &html)
    // In a browser that can, the hint must not push the button out of the first view.
    if machine == .iphone, !choice.cannotInstall { browser(&html) }
    programs.blocks(sheet.first, &html)
    questions(ProfileForecast(profile.content), &html)
    let steps = client.definition.steps.filter {
      !$0.conditions.contains(.link) && !$0.conditions.contains(.noLink)
    }.compactMap { $0.only(on: machine.platform) }
    html.element("h3", text: wording[.stepsHeading])
    let press = wording.line(machine == .mac ? .pageClick : .pageTap)
    // The password is copied before the button is pressed.
    let lines = sheet.lines(steps)
    let first = client.definition.steps.first.map { sheet.lines([$0]) } ?? []
    let isCopied = !first.isEmpty && lines.first == first.first
    programs.blocks(
      [.steps(isCopied ? [first[0], press] + lines.dropFirst() : [press] + lines)], &html)
    let later = client.later.filter { !$0.conditions.contains(.link) }
    let rest = Section(
      rank: .side, heading: wording[.laterHeading], blocks: [.list(sheet.lines(later))])
    programs.more(wording[.troubleHeading], [sheet.trouble, rest], &html)
    programs.print(client.definition.id, device: nil, &html)
    return true
  }

  /// Which browser can hand a profile over; in another one, the link to take along.
  private func browser(_ html: inout HTMLWriter) {
    let isBad = choice.cannotInstall
    html.element("p", [("class", isBad ? "problem" : "hint")]) { html in
      html.text(isBad ? wording[.pageCannotInstall] : wording[.pageSafari])
    }
    guard isBad, let link = programs.ownLink else { return }
    var writer = page.sheets()
    writer.copy = wording[.pageCopyLink]
    html.element("p") { writer.line([.typed(link)], &$0, of: wording[.profileLink]) }
  }

  /// A form that is sent by a button alone: an address stays out of URLs, which are kept in logs.
  private func download(_ device: String, _ html: inout HTMLWriter) {
    let words = wording[.pageDownload]
    guard !isFile else {
      return html.element(
        "a", [("class", "button"), ("href", "..\(LookupPath.profile)")], text: words)
    }
    html.element("form", [("method", "post"), ("action", SetupPage.profilePath)]) { html in
      page.hidden("emailaddress", page.address, &html)
      page.hidden("device", device, &html)
      page.hidden("lang", page.language.tag, &html)
      parts(device, &html)
      html.element("button", text: words)
    }
  }

  /// Boxes for what the profile sets up, where there is a choice.
  private func parts(_ device: String, _ html: inout HTMLWriter) {
    let hasMail = !account.incoming.isEmpty || !account.outgoing.isEmpty
    let kinds: [(String, Phrase, Bool)] = [
      ("mail", .partMail, hasMail), ("calendar", .partCalendars, !account.calendars.isEmpty),
      ("contacts", .partContacts, !account.contacts.isEmpty),
    ]
    let choices = kinds.filter(\.2)
    guard hasMail, choices.count > 1 else { return }
    // What comes along whatever is chosen.
    page.hidden("parts", "certificates,identity,directory,webmail", &html)
    html.element("fieldset") { html in
      html.element("legend", text: wording[.pageParts])
      for (name, phrase, _) in choices {
        html.element("label") { html in
          html.void(
            "input",
            [("type", "checkbox"), ("name", "parts"), ("value", name), ("checked", "checked")])
          html.text(" \(wording[phrase])")
        }
      }
    }
  }

  /// What the device will ask, each once, and what for.
  private func questions(_ forecast: ProfileForecast, _ html: inout HTMLWriter) {
    typealias Answer = ProfileForecast.Question.Answer
    var answers: [(answer: Answer, purposes: [String])] = []
    for question in forecast.questions {
      if let index = answers.firstIndex(where: { $0.answer == question.answer }) {
        answers[index].purposes.append(question.purpose)
      } else {
        answers.append((question.answer, [question.purpose]))
      }
    }
    guard !answers.isEmpty else {
      return html.element("p", text: wording[.pageAsksNothing])
    }
    html.element("p", text: wording[.pageAsks])
    let lines = answers.map { answer, purposes -> Line in
      guard purposes.count > 1 else { return [.text(wording[answer.phrase])] }
      let names = purposes.map { purpose in
        Phrase(purpose: purpose).map { wording[$0] } ?? purpose
      }
      let fillings: [Gap: Line] = [
        .word: [.text(wording[answer.phrase])], .count: [.text(String(purposes.count))],
        .names: [.text(names.joined(separator: ", "))],
      ]
      return wording.line(answer == .password ? .pageSamePassword : .pageTimes, fillings)
    }
    programs.blocks([.list(lines)], &html)
  }
}

extension Phrase {
  /// The word for what a profile asks something for.
  fileprivate init?(purpose: String) {
    switch purpose {
    case "mail", "Exchange": self = .partMail
    case "sending mail": self = .partSending
    case "calendars", "subscribed calendar": self = .partCalendars
    case "contacts": self = .partContacts
    case "directory": self = .partDirectory
    default: return nil
    }
  }
}

extension ProfileForecast.Question.Answer {
  fileprivate var phrase: Phrase {
    switch self {
    case .name: .yourName
    case .address: .emailAddress
    case .username: .userName
    case .password: .password
    case .passphrase: .pagePassphrase
    }
  }
}
