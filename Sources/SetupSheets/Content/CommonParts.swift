// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

extension Spelling {
  /// For whom a sheet is.
  var subject: Line {
    guard account.address != nil else {
      return wording.line(.forDomain, [.domain: [.typed(account.domain.ascii)]])
    }
    return wording.line(
      account.person.name == nil ? .forAddress : .forPerson,
      [.name: [name], .address: [address]])
  }

  /// That everybody on the way can read what a server is sent.
  func unprotected(_ server: AccountServer) -> Line {
    wording.line(
      .unprotected,
      [.host: [.typed(server.host.ascii)], .port: [.typed(server.port.description)]])
  }

  /// Who helps and the pages that explain, below what comes first.
  func support(_ first: [ValueTable.Row] = []) -> Section {
    var rows = first
    func add(_ label: Phrase, _ lines: [Line]) {
      rows.append(ValueTable.Row(label: wording[label], lines: lines))
    }
    let support = account.provider.support
    if let email = support?.email {
      let target = "mailto:\(email.local.percentEncoded)@\(email.domain.ascii)"
      add(.supportEmail, [[.link(email.description, target: target)]])
    }
    if let phone = support?.phone {
      let number = phone.text.filter { ("0"..."9").contains($0) || $0 == "+" }
      let isNumber = number.utf8.count > 2
      add(
        .supportPhone,
        [[isNumber ? .link(phone.text, target: "tel:\(number)") : .typed(phone.text)]])
    }
    func add(_ label: Phrase, _ page: LocalizedURL?) {
      guard let url = page?.url(for: account.languages).description else { return }
      add(label, [[.link(url, target: url)]])
    }
    add(.supportPage, support?.url)
    if let hours = support?.hours { add(.supportHours, [[given(hours)]]) }
    for page in account.provider.documentation {
      let url = page.url.url(for: account.languages).description
      let text: [Line] = page.text.map { [[given($0)]] } ?? []
      add(.supportGuide, text + [[.link(url, target: url)]])
    }
    add(.supportPassword, support?.passwordURL)
    add(.supportAppPassword, support?.appPasswordURL)
    add(.supportStatus, support?.statusURL)
    let table = ValueTable(caption: wording[.supportCaption], rows: rows)
    return Section(
      rank: .side, heading: wording[.supportHeading], blocks: rows.isEmpty ? [] : [.values(table)])
  }
}

extension Line {
  /// The characters alone, for places that hold nothing else.
  package var plainText: String { map(\.plainText).joined() }
}

extension Run {
  /// The characters alone.
  package var plainText: String {
    switch self {
    case .text(let text), .typed(let text), .standIn(let text), .link(let text, _): text
    case .given(let text, _): text.text
    case .menu(_, let quoted): quoted
    case .original(let text): " (\(text))"
    case .lineBreak: " "
    }
  }
}
