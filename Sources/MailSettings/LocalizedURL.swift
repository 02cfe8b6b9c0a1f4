// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// An address on the web: one for every reader, or one for each of several languages.
public struct LocalizedURL: Hashable, Sendable {
  /// An address and who reads the page behind it.
  public struct Entry: Hashable, Sendable {
    /// The language of the page; nil where one page is for everybody.
    public let language: Language?
    /// The page.
    public let url: WebURL
  }

  /// The addresses in the order in which they were given; never empty.
  public let entries: [Entry]

  /// One address for everybody.
  public init(_ url: WebURL) { entries = [Entry(language: nil, url: url)] }

  /// Addresses by language, in order; nil where there is none.
  public init?(_ entries: [(Language, WebURL)]) {
    guard !entries.isEmpty else { return nil }
    self.entries = entries.map { Entry(language: $0.0, url: $0.1) }
  }

  /// The address for a reader of these languages, the most wanted first: an exact tag, else the
  /// same language from another region, else the first address.
  public func url(for languages: [Language]) -> WebURL {
    for wanted in languages {
      if let entry = entries.first(where: { $0.language == wanted })
        ?? entries.first(where: { $0.language?.base == wanted.base })
      {
        return entry.url
      }
    }
    return entries[0].url
  }
}
