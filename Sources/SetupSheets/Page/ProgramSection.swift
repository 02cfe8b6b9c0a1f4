// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// What the page says about one program: where to get it, what to do, what to type.
struct ProgramSection {
  let page: PageWriter
  let account: AccountSettings
  let choice: SetupPage.Choice

  init(_ page: PageWriter, _ account: AccountSettings, _ choice: SetupPage.Choice) {
    self.page = page
    self.account = account
    self.choice = choice
  }

  private var wording: Wording { page.wording }
  private var library: SheetLibrary { page.library }

  /// Everything that the sheet has, in the order of what people need: values that a program finds
  /// by itself, and what to do when it does not work, can be unfolded.
  func write(_ client: ClientDefinition, _ machine: Machine?, _ html: inout HTMLWriter) {
    let sheet = ClientSheet(
      client, account, wording,
      successors: library.successors(of: client.definition, wording.language),
      source: library.source(SheetLibrary.anySource, for: wording.language))
    if client.code == .thunderbird { code(&html) }
    blocks(sheet.notices(.retired), &html)
    get(client, machine, &html)
    blocks(sheet.enough + sheet.first, &html)
    blocks(sheet.notices(.definition), &html)
    let values = Section(rank: .main, heading: wording[.valuesHeading], blocks: sheet.tables)
    if client.discovers {
      sections([sheet.steps(hasDownload: false)], &html)
      more(values.heading, [values], &html)
    } else {
      sections([values, sheet.ways, sheet.steps(hasDownload: false), sheet.records], &html)
    }
    sections([sheet.services], &html)
    more(
      wording[.troubleHeading], [sheet.checks, sheet.pitfalls, sheet.trouble, sheet.later], &html)
    print(client.definition.id, device: nil, &html)
  }

  /// A button that leads to where the program is to be had.
  private func get(
    _ client: ClientDefinition, _ machine: Machine?, _ html: inout HTMLWriter
  ) {
    guard let machine, let url = client.downloadURLs[machine.platform]?.description else { return }
    let name: Line = [.text(wording.text(client.definition.name))]
    html.element("p") { html in
      html.element(
        "a", [("href", url), ("class", "button")],
        text: wording.line(.pageGet, [.client: name]).plainText)
    }
  }

  /// Parts under their headings; the page tells at its foot who helps.
  func sections(_ sections: [Section], _ html: inout HTMLWriter) {
    let support = wording[.supportHeading]
    for section in sections where section.heading != support && !section.blocks.isEmpty {
      html.element("h3", text: section.heading)
      blocks(section.blocks, &html)
    }
  }

  func blocks(_ blocks: [Block], _ html: inout HTMLWriter) {
    for block in blocks { page.sheets().block(block, &html) }
  }

  /// Parts that can be unfolded; one alone needs no heading of its own.
  func more(_ heading: String, _ sections: [Section], _ html: inout HTMLWriter) {
    let shown = sections.filter { !$0.blocks.isEmpty }
    guard !shown.isEmpty else { return }
    html.element("details", [("class", "more")]) { html in
      html.element("summary") { $0.element("h3", text: heading) }
      html.element("div") { html in
        for section in shown {
          if section.heading != heading { html.element("h4", text: section.heading) }
          blocks(section.blocks, &html)
        }
      }
    }
  }

  /// The sheet to print.
  func print(_ client: String, device: String?, _ html: inout HTMLWriter) {
    if page.place == .files {
      guard page.sheetFiles.names.contains(client) else { return }
      html.element("p") { html in
        html.element("a", [("href", page.sheetFiles.path(client))], text: wording[.pagePrint])
      }
    } else {
      post(
        "\(LookupPath.sheets)\(client).html", device.map { [("device", $0)] } ?? [],
        wording[.pagePrint], &html)
    }
  }

  func post(
    _ path: String, _ fields: [(String, String)], _ words: String, _ html: inout HTMLWriter
  ) {
    html.element("form", [("method", "post"), ("action", path)]) { html in
      page.hidden("address", page.address, &html)
      page.hidden("lang", page.language.tag, &html)
      for (name, value) in fields { page.hidden(name, value, &html) }
      html.element("button", [("class", "plain")], text: words)
    }
  }

  // MARK: Codes and links

  /// On a computer: this page as a code for a phone, with the address where it is not sent.
  func goOn(_ html: inout HTMLWriter) {
    guard let link = ownLink,
      let card = try? SheetCode(
        caption: wording[.pagePhone], content: link, lines: [wording.line(.pagePhoneSteps)])
    else { return }
    html.element("div", [("class", "screen")]) { html in
      page.sheets().code(card, &html, heading: "h2")
    }
  }

  /// Where this page is, with the address where it is not sent; nil where nobody has said.
  var ownLink: String? {
    guard let address = account.address, let base = account.provider.publicURL else { return nil }
    let root = base.description.hasSuffix("/") ? base.description.dropLast() : base.description[...]
    return "\(root)\(SetupPage.path)#\(address.local.percentEncoded)@\(address.domain.ascii)"
  }

  /// The account for Thunderbird on Android, which reads it from another screen.
  private func code(_ html: inout HTMLWriter) {
    guard choice.machine.hasLargeScreen else { return }
    blocks(SheetCodes([.thunderbird], account, wording).section.blocks, &html)
  }

  /// Calendars and contacts on Android: the app, and links that open it with the server filled in
  /// (DAVx5 manual, integration).
  func calendars(_ app: ClientDefinition, _ html: inout HTMLWriter) {
    let links: [(String, ServiceLink)] = [
      ("DAVx5", .davx5), ("CalDAV", .caldav), ("ICSx5", .webcal),
    ]
    guard ServiceLink.davx5.text(for: account) != nil else { return }
    let sheet = ClientSheet(app, account, wording)
    html.element("h3", text: wording[.servicesHeading])
    blocks([.paragraph(wording.line(.servicesDAVx5, sheet.fillings))], &html)
    get(app, .android, &html)
    guard choice.machine == .android || page.place == .files else { return }
    html.element("p") { html in
      for (name, link) in links {
        guard let target = link.text(for: account) else { continue }
        html.element(
          "a", [("href", target), ("class", "button plain")],
          text: wording.line(.pageOpenIn, [.client: [.text(name)]]).plainText)
        html.text(" ")
      }
    }
  }
}
