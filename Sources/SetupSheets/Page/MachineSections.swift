// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What to do, one part for each kind of machine, the one in hand first and open.
struct MachineSections {
  let page: PageWriter
  let account: AccountSettings
  let choice: SetupPage.Choice
  private let ways: [Machine: Ways]
  private let guides: [ClientDefinition]

  init(_ page: PageWriter, _ account: AccountSettings, _ choice: SetupPage.Choice) {
    self.page = page
    self.account = account
    self.choice = choice
    let (library, language) = (page.library, page.wording.language)
    ways = Dictionary(
      uniqueKeysWithValues: Machine.allCases.map { ($0, Ways($0, library, language)) })
    guides = Ways.guides(library, language)
  }

  private var wording: Wording { page.wording }
  private var isFile: Bool { page.place == .files }
  private var library: SheetLibrary { page.library }
  private var programs: ProgramSection { ProgramSection(page, account, choice) }

  /// What is open.
  private enum Part: Hashable {
    case machine(Machine)
    case printer, guides
  }

  /// The part that what was chosen is in, else that of the machine in hand.
  private var opened: Part {
    if choice.device != nil { return .printer }
    guard let client = choice.client else { return .machine(choice.machine) }
    if guides.contains(where: { $0.definition.id == client }) { return .guides }
    let machines = [choice.machine] + Machine.allCases
    return .machine(machines.first { ways[$0]?.has(client) == true } ?? choice.machine)
  }

  func write(_ html: inout HTMLWriter) {
    let opened = opened
    if choice.machine.hasLargeScreen, choice.device == nil, choice.client == nil {
      programs.goOn(&html)
    }
    let all = Machine.allCases.map { Part.machine($0) } + [.printer, .guides]
    for part in [opened] + all.filter({ $0 != opened }) {
      write(part, isOpen: part == opened, &html)
    }
  }

  private func write(_ part: Part, isOpen: Bool, _ html: inout HTMLWriter) {
    switch part {
    case .machine(let machine):
      self.part(machine.rawValue, heading(machine), isOpen: isOpen, isInHand: isOpen, &html) {
        content(machine, &$0)
      }
    case .printer:
      self.part("printer", wording[.pagePrinter], isOpen: isOpen, &html) { printer(&$0) }
    case .guides:
      self.part("guides", wording[.pageGuides], isOpen: isOpen, &html) { html in
        let chosen = guides.first { $0.definition.id == choice.client }
        if let chosen {
          html.element("h3", text: chosen.definition.listName(wording))
          programs.write(chosen, nil, &html)
        }
        list(guides.filter { $0.definition.id != chosen?.definition.id }, &html)
      }
    }
  }

  private func heading(_ machine: Machine) -> String {
    switch machine {
    case .iphone: "iPhone, iPad"
    case .mac: "Mac"
    case .android: "Android"
    case .computer: "Windows"
    case .linux: "Linux"
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

  // MARK: Machines

  /// The recommended way, or the one that was chosen, then the others.
  private func content(_ machine: Machine, _ html: inout HTMLWriter) {
    let clients = ways[machine]?.clients ?? []
    guard let best = clients.first else { return }
    let main = clients.first { $0.definition.id == choice.client } ?? best
    let name: Line = [.text(wording.text(main.definition.name))]
    if main.definition.id == best.definition.id {
      html.element("h3", text: wording.line(.pageRecommended, [.client: name]).plainText)
    } else {
      html.element("h3", text: name.plainText)
    }
    let isProfile = main.kind == .profile
    if !isProfile || !ProfileSection(page, account, choice).write(main, machine, &html) {
      programs.write(main, machine, &html)
    }
    let others = clients.filter { $0.definition.id != main.definition.id }
    if machine == .android, main.code == .thunderbird {
      others.first { $0.definition.id == Ways.davx5 }.map { programs.calendars($0, &html) }
    }
    html.element("h3", text: wording[.pageOthers])
    list(others, &html)
  }

  /// Programs and guides to choose from: a button each, or a link where nothing can be sent.
  private func list(_ clients: [ClientDefinition], _ html: inout HTMLWriter) {
    let shown = clients.filter { !isFile || page.sheetFiles.names.contains($0.definition.id) }
    guard !shown.isEmpty else { return }
    func items(_ html: inout HTMLWriter, _ item: (ClientDefinition, inout HTMLWriter) -> Void) {
      html.element("ul", [("class", "ways")]) { html in
        for client in shown { html.element("li") { item(client, &$0) } }
      }
    }
    if isFile {
      items(&html) { client, html in
        html.element(
          "a", [("href", page.sheetFiles.path(client.definition.id))], text: name(client))
      }
    } else {
      html.element("form", [("method", "post"), ("action", SetupPage.path)]) { html in
        page.hidden("address", page.address, &html)
        page.hidden("lang", page.language.tag, &html)
        items(&html) { client, html in
          html.element(
            "button", [("name", "client"), ("value", client.definition.id)], text: name(client))
        }
      }
    }
  }

  /// What a program is called; one that has been given up says so.
  private func name(_ client: ClientDefinition) -> String {
    let name = client.definition.listName(wording)
    guard client.definition.retirement != nil else { return name }
    return wording.line(.pageRetired, [.word: [.text(name)]]).plainText
  }

  // MARK: Devices

  private func printer(_ html: inout HTMLWriter) {
    let name = choice.device ?? SheetLibrary.generic
    if !isFile { chooseDevice(name, &html) }
    guard choice.device != nil || isFile, let device = library.device(name, for: wording.language)
    else { return }
    let sheet = DeviceSheet(
      device, account, wording,
      successors: library.successors(of: device.definition, wording.language)
    ).sheet
    programs.sections(sheet.sections, &html)
    if !isFile { programs.print(SheetLibrary.generic, device: name, &html) }
  }

  /// A list to choose from, with a button that shows what was chosen.
  private func chooseDevice(_ chosen: String, _ html: inout HTMLWriter) {
    guard library.devices.count > 1 else {
      // One button is enough where there is nothing to choose from.
      if choice.device == nil {
        programs.post(SetupPage.path, [("device", chosen)], wording[.pageShow], &html)
      }
      return
    }
    html.element("form", [("method", "post"), ("action", SetupPage.path)]) { html in
      page.hidden("address", page.address, &html)
      page.hidden("lang", page.language.tag, &html)
      html.element("label", [("for", "device")], text: wording[.pageDevice])
      html.element("select", [("id", "device"), ("name", "device")]) { html in
        for name in library.devices {
          guard let device = library.device(name, for: wording.language) else { continue }
          var attributes: [(StaticString, String)] = [("value", name)]
          if name == chosen { attributes.append(("selected", "selected")) }
          html.element("option", attributes, text: wording.text(device.definition.name))
        }
      }
      html.element("button", text: wording[.pageShow])
    }
  }
}

extension Definition {
  /// What lists call it, with a capital where it stands alone.
  func listName(_ wording: Wording) -> String {
    let name = wording.text(name)
    // A maker's own way to write it stays, such as that of eM Client.
    guard name.dropFirst().first?.isUppercase != true else { return name }
    return (name.first.map { $0.uppercased() } ?? "") + name.dropFirst()
  }
}
