// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension PrintedSheet: StripRenderer {
  /// The sheet with a strip for a password.
  package func render(
    _ account: AccountSettings, _ options: RenderOptions, password: InitialPassword
  ) throws(RenderFailure) -> Document {
    try document(account, options, password: password)
  }

  /// Somebody in the index of a document of many sheets.
  package struct IndexEntry: Sendable {
    let name: String
    let address: String
    let page: Int

    /// What the index is sorted by: the name without case and accents, else the address.
    var key: String { (name.isEmpty ? address : name).sortKey + " " + address }

    /// Somebody whose sheet begins on a page.
    package init(name: String, address: String, page: Int) {
      self.name = name
      self.address = address
      self.page = page
    }
  }

  /// How a document of many sheets is made.
  package func bookSettings(_ options: RenderOptions, _ languages: [Language]) -> PrintSettings {
    let wording = choices.library.wording(for: languages)
    var settings = settings(options)
    settings.language = wording.language.tag
    settings.title = wording[.bookTitle]
    return settings
  }

  /// The choice of the letter that comes before several sheets of one person; nil where there is
  /// none among the definitions.
  package func letter(_ options: RenderOptions) -> RenderOptions? {
    guard choices.client.values.contains("welcome") else { return nil }
    var letter = RenderOptions()
    for option in [Self.paper, Self.type, SheetOptions.date] where options.has(option) {
      guard let value = options[option].first, (try? letter.choose(option, value)) != nil else {
        return nil
      }
    }
    return (try? letter.choose(choices.client, "welcome")) == nil ? nil : letter
  }

  /// The letter with the pages on which the other sheets of the person begin.
  package func letter(_ letter: Sheet, listing others: [(title: Line, page: Int)]) -> Sheet {
    guard !others.isEmpty else { return letter }
    let wording = choices.library.wording(for: [letter.language])
    let lines = others.map { title, page in
      title + [.text(", "), .link("\(wording[.indexPage]) \(page)", target: "#page-\(page)")]
    }
    var letter = letter
    // Behind the step that tells of them.
    let steps = letter.sections.lastIndex { section in
      section.blocks.contains { if case .steps = $0 { true } else { false } }
    }
    letter.sections.insert(
      Section(rank: .main, heading: wording[.bookTitle], blocks: [.list(lines)]),
      at: steps.map { $0 + 1 } ?? letter.sections.endIndex)
    return letter
  }

  /// The pages that tell who is where, by name.
  package func index(_ entries: [IndexEntry], _ languages: [Language]) -> [Sheet] {
    let wording = choices.library.wording(for: languages)
    let headers = [Phrase.indexName, .indexAddress, .indexPage].map { wording[$0] }
    let rows = entries.sorted { $0.key < $1.key }.map { entry -> [Line] in
      let name = (try? DisplayText(entry.name)).map { [Run.given($0, nil)] } ?? []
      let page = Run.link(String(entry.page), target: "#page-\(entry.page)")
      return [name, [.typed(entry.address)], [page]]
    }
    guard !rows.isEmpty else { return [] }
    let grid = Grid(caption: wording[.indexCaption], headers: headers, rows: rows)
    return [
      Sheet(
        language: wording.language, title: [.text(wording[.indexTitle])],
        subject: [.text(wording[.bookTitle])],
        sections: [Section(rank: .main, heading: "", blocks: [.grid(grid)])],
        pageWords: PageWords(wording[.pageOf]))
    ]
  }
}

extension String {
  /// The text in small letters without accents, as far as they can be taken off.
  fileprivate var sortKey: String {
    lowercased().unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }
      .map { Self.plain[$0] ?? String($0) }.joined()
  }

  /// Letters of Latin languages that are sorted as others.
  private static let plain: [Unicode.Scalar: String] = {
    let groups = [
      ("a", "àáâãäåāăą"), ("c", "çćĉċč"), ("d", "ďđ"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"),
      ("h", "ĥħ"), ("i", "ìíîïĩīĭįı"), ("j", "ĵ"), ("k", "ķ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉ"),
      ("o", "òóôõöøōŏő"), ("r", "ŕŗř"), ("s", "śŝşš"), ("t", "ţťŧ"), ("u", "ùúûüũūŭůűų"),
      ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"), ("ss", "ß"), ("ae", "æ"), ("oe", "œ"),
    ]
    return Dictionary(
      groups.flatMap { plain, letters in letters.unicodeScalars.map { ($0, plain) } }
    ) { first, _ in first }
  }()
}
