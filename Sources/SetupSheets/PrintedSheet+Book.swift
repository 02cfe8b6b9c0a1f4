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

  /// The pages that tell who is where; a part for so many people, since each is set as a whole.
  package func index(_ entries: [IndexEntry], _ languages: [Language]) -> [Sheet] {
    let wording = choices.library.wording(for: languages)
    let headers = [Phrase.indexName, .indexAddress, .indexPage].map { wording[$0] }
    let rows = entries.map { entry -> [Line] in
      let name = (try? DisplayText(entry.name)).map { [Run.given($0, nil)] } ?? []
      return [name, [.typed(entry.address)], [.text(String(entry.page))]]
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
