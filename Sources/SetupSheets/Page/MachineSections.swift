// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What to do, one part for each kind of machine, the one in hand first and open.
struct MachineSections {
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

  func write(_ html: inout HTMLWriter) {
    if choice.machine.hasLargeScreen, choice.device == nil { goOn(&html) }
    let machines = [choice.machine] + Machine.allCases.filter { $0 != choice.machine }
    let isAboutDevice = choice.device != nil
    if isAboutDevice { printer(isOpen: true, &html) }
    for machine in machines {
      let isInHand = machine == choice.machine && !isAboutDevice
      part(machine.rawValue, heading(machine), isOpen: isInHand, isInHand: isInHand, &html) {
        content(machine, &$0)
      }
    }
    if !isAboutDevice { printer(isOpen: false, &html) }
  }

  private func heading(_ machine: Machine) -> String {
    switch machine {
    case .iphone: "iPhone, iPad"
    case .mac: "Mac"
    case .android: "Android"
    case .computer: "Windows, Linux"
    }
  }

  private func part(
    _ id: String, _ heading: String, isOpen: Bool, isInHand: Bool = false,
    _ html: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void
  ) {
    var attributes: [(StaticString, String)] = [("id", id)]
    if isOpen { attributes.append(("open", "")) }
    if isInHand { attributes.append(("data-in-hand", "")) }
    html.newline()
    html.element("details", attributes) { html in
      html.element("summary") { $0.element("h2", text: heading) }
      html.element("div", [], content)
    }
  }

  private func content(_ machine: Machine, _ html: inout HTMLWriter) {
    switch machine {
    case .iphone, .mac: profile(machine, &html)
    case .android:
      code(&html)
      program("thunderbird-android", &html)
    case .computer:
      let name = choice.client ?? SheetLibrary.generic
      if !isFile { programs(name, &html) }
      program(name, &html)
    }
  }

  // MARK: Profiles

  private func profile(_ machine: Machine, _ html: inout HTMLWriter) {
    let device = machine == .mac ? "mac" : "iphone"
    var options = RenderOptions()
    guard (try? options.choose(MobileConfig.deviceOption, device)) != nil,
      let profile = try? MobileConfig().profile([account], options),
      let client = library.client("apple-profile", for: wording.language)
    else { return program(SheetLibrary.generic, &html) }
    let sheet = ClientSheet(client, account, wording)
    if machine == .iphone {
      let isBad = choice.cannotInstall
      html.element("p", [("class", isBad ? "problem" : "hint")]) { html in
        html.text(isBad ? wording[.pageCannotInstall] : wording[.pageSafari])
      }
    }
    download(device, &html)
    questions(ProfileForecast(profile.content), &html)
    blocks(sheet.notices(.definition), &html)
    let steps = client.definition.steps.filter {
      !$0.conditions.contains(.link) && !$0.conditions.contains(.noLink)
    }.compactMap { $0.only(on: machine == .mac ? .macos : .ios) }
    html.element("h3", text: wording[.stepsHeading])
    blocks([.steps([wording.line(.pageTap)] + sheet.lines(steps))], &html)
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
      html.element("button", text: words)
    }
  }

  /// What the device will ask, each once.
  private func questions(_ forecast: ProfileForecast, _ html: inout HTMLWriter) {
    var answers: [(answer: ProfileForecast.Question.Answer, count: Int)] = []
    for question in forecast.questions {
      if let index = answers.firstIndex(where: { $0.answer == question.answer }) {
        answers[index].count += 1
      } else {
        answers.append((question.answer, 1))
      }
    }
    guard !answers.isEmpty else {
      return html.element("p", text: wording[.pageAsksNothing])
    }
    html.element("p", text: wording[.pageAsks])
    let lines = answers.map { answer, count -> Line in
      let word = wording[answer.phrase]
      guard count > 1 else { return [.text(word)] }
      return wording.line(.pageTimes, [.word: [.text(word)], .count: [.text(String(count))]])
    }
    blocks([.list(lines)], &html)
  }

  // MARK: Programs and devices

  private var library: SheetLibrary { page.library }

  /// The values, steps and hints for a mail program.
  private func program(_ name: String, _ html: inout HTMLWriter) {
    guard let client = library.client(name, for: wording.language) else { return }
    let sheet = ClientSheet(
      client, account, wording,
      successors: library.successors(of: client.definition, wording.language)
    ).sheet
    sections(sheet, &html)
    print(name, device: nil, &html)
  }

  private func sections(_ sheet: Sheet, _ html: inout HTMLWriter) {
    let support = wording[.supportHeading]
    for section in sheet.sections where section.heading != support {
      html.element("h3", text: section.heading)
      blocks(section.blocks, &html)
    }
  }

  private func blocks(_ blocks: [Block], _ html: inout HTMLWriter) {
    for block in blocks { page.sheets().block(block, &html) }
  }

  private func programs(_ chosen: String, _ html: inout HTMLWriter) {
    let names = library.clients.filter { name in
      name == SheetLibrary.generic
        || library.client(name).map {
          $0.kind != .advice && $0.kind != .profile
            && !Set($0.platforms).isDisjoint(with: [.windows, .linux, .macos])
        } ?? false
    }
    choose("client", wording[.pageProgram], names, chosen, &html) {
      library.client($0, for: wording.language)?.definition.name
    }
  }

  private func printer(isOpen: Bool, _ html: inout HTMLWriter) {
    part("printer", wording[.pagePrinter], isOpen: isOpen, &html) { html in
      let name = choice.device ?? SheetLibrary.generic
      if !isFile {
        choose("device", wording[.pageDevice], library.devices, name, &html) {
          library.device($0, for: wording.language)?.definition.name
        }
      }
      guard choice.device != nil || isFile, let device = library.device(name, for: wording.language)
      else { return }
      sections(
        DeviceSheet(
          device, account, wording,
          successors: library.successors(of: device.definition, wording.language)
        ).sheet, &html)
      print(SheetLibrary.generic, device: name, &html)
    }
  }

  /// A list to choose from, with a button that shows what was chosen.
  private func choose(
    _ field: String, _ label: String, _ names: [String], _ chosen: String,
    _ html: inout HTMLWriter, words: (String) -> Words?
  ) {
    guard names.count > 1 else {
      // One button is enough where there is nothing to choose from.
      if field == "device", choice.device == nil {
        post(SetupPage.path, [(field, chosen)], wording[.pageShow], &html)
      }
      return
    }
    html.element("form", [("method", "post"), ("action", SetupPage.path)]) { html in
      page.hidden("address", page.address, &html)
      page.hidden("lang", page.language.tag, &html)
      html.element("label", [("for", field)], text: label)
      html.element("select", [("id", field), ("name", field)]) { html in
        for name in names {
          guard let words = words(name) else { continue }
          var attributes: [(StaticString, String)] = [("value", name)]
          if name == chosen { attributes.append(("selected", "selected")) }
          html.element("option", attributes, text: wording.text(words))
        }
      }
      html.element("button", text: wording[.pageShow])
    }
  }

  private func print(_ client: String, device: String?, _ html: inout HTMLWriter) {
    guard !isFile else { return }
    post(
      "\(LookupPath.sheets)\(client).html", device.map { [("device", $0)] } ?? [],
      wording[.pagePrint], &html)
  }

  private func post(
    _ path: String, _ fields: [(String, String)], _ words: String, _ html: inout HTMLWriter
  ) {
    html.element("form", [("method", "post"), ("action", path)]) { html in
      page.hidden("address", page.address, &html)
      page.hidden("lang", page.language.tag, &html)
      for (name, value) in fields { page.hidden(name, value, &html) }
      html.element("button", text: words)
    }
  }

  // MARK: Codes

  /// On a computer: this page as a code for a phone, with the address where it is not sent.
  private func goOn(_ html: inout HTMLWriter) {
    guard let address = account.address, let base = account.provider.publicURL else { return }
    let root = base.description.hasSuffix("/") ? base.description.dropLast() : base.description[...]
    let encoded = "\(address.local.percentEncoded)@\(address.domain.ascii)"
    let link = "\(root)\(SetupPage.path)#\(encoded)"
    guard
      let card = try? SheetCode(
        caption: wording[.pagePhone], content: link, lines: [wording.line(.pagePhoneSteps)])
    else { return }
    html.element("div", [("class", "screen")]) { html in
      page.sheets().code(card, &html, heading: "h2")
    }
  }

  /// The account for Thunderbird on Android, which reads it from another screen.
  private func code(_ html: inout HTMLWriter) {
    guard choice.machine.hasLargeScreen else { return }
    blocks(SheetCodes([.thunderbird], account, wording).section.blocks, &html)
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
