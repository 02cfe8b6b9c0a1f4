// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension SettingsDraft {
  /// Settings take nothing twice, and what a document has for two people may be the same for
  /// everybody.
  mutating func dropRepeated() {
    for (what, list) in [
      ("calendar", \SettingsDraft.calendars), ("address book", \.contacts), ("file share", \.files),
    ] {
      drop(from: list, what) {
        [$0.kind, Self.place($0.url.text), $0.username.text, $0.name ?? ""]
      }
    }
    drop(from: \.documentation, "page") { page in
      [Self.place(page.url)] + page.texts.flatMap { [$0.language, $0.text] }
    }
    for index in directories.indices {
      var seen: Set<[String]> = []
      directories[index].searchBases.removeAll {
        !seen.insert([$0.base, $0.scope, $0.name ?? ""]).inserted
      }
    }
    drop(from: \.directories, "directory") { directory in
      [
        directory.host, "\(directory.port)", "\(directory.security)",
        directory.username?.text ?? "",
      ]
        + directory.searchBases.flatMap { [$0.base, $0.scope, $0.name ?? ""] }
    }
  }

  private mutating func drop<Item>(
    from list: WritableKeyPath<SettingsDraft, [Item]>, _ what: String, _ words: (Item) -> [String]
  ) {
    var seen: Set<[String]> = []
    let once = self[keyPath: list].filter { seen.insert(words($0)).inserted }
    guard once.count < self[keyPath: list].count else { return }
    self[keyPath: list] = once
    lose("a second \(what) that is the same", "everybody has the first", at: nil)
  }

  /// A URL whose host is written in one way.
  private static func place(_ url: String) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    return
      (parts.prefix(3).map { $0.lowercased() } + parts.dropFirst(3).map(String.init))
      .joined(separator: "/")
  }
}
