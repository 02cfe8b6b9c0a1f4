// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile

/// Settings whose domains and people are in a directory, which is not asked: what holds for all of
/// its domains is compared by one that it might have.
struct DirectoryComparison {
  /// A domain of the directory of a provider that both sides have.
  struct Example: Hashable {
    let domain: DomainName
    /// What is said instead of the domain.
    let name: String
  }

  /// The examples, which both sides serve now.
  private(set) var examples: [Example] = []
  /// What differs about where domains and people are, with what it is for.
  private(set) var changes: [(DiffChange, String)] = []
  /// What is not known, since nobody is asked.
  private(set) var findings: [Finding] = []
  private let hasDomains: (old: Bool, new: Bool)

  init(_ old: DiffSide, _ new: DiffSide) {
    hasDomains = (Self.hasDomains(old), Self.hasDomains(new))
    for directory in old.catalog.directories + new.catalog.directories {
      let message =
        "\(directory.options.sourceName) is not asked: what is compared of its domains is what holds"
        + " for all of them, with the user names that the rules give"
      guard !findings.contains(where: { $0.message == message }) else { continue }
      findings.append(
        Finding(
          .warning, at: "directory", message, place: directory.options.places["directory"]))
    }
    guard old.isSettings, new.isSettings else { return }
    let (first, second) = (Self.directories(old), Self.directories(new))
    for id in Set(first.keys).union(second.keys).sorted() {
      compare(first[id], second[id], id)
    }
  }

  private static func hasDomains(_ side: DiffSide) -> Bool {
    side.catalog.directories.contains { $0.options.domains != nil }
  }

  private static func directories(_ side: DiffSide) -> [DomainName: ServedDirectory] {
    var found: [DomainName: ServedDirectory] = [:]
    for directory in side.catalog.directories
    where side.catalog.providers.indices.contains(directory.provider) {
      found[side.catalog.providers[directory.provider].id] = directory
    }
    return found
  }

  private mutating func compare(
    _ old: ServedDirectory?, _ new: ServedDirectory?, _ id: DomainName
  ) {
    let name = "the directory of \(id)"
    if let old, let new, old.options.domains != nil, new.options.domains != nil,
      let domain = try? DomainName("mkprofile-diff-\(examples.count).invalid")
    {
      for directory in [old, new] { _ = directory.domains.change([(domain, .init())]) }
      examples.append(Example(domain: domain, name: name))
    }
    func add(_ key: String, _ before: String?, _ after: String?, _ consequence: String) {
      guard before != after else { return }
      changes.append((DiffChange("directory.\(key)", before, after, consequence), name))
    }
    let (before, after) = (old?.options, new?.options)
    add(
      "source", before?.sourceName, after?.sourceName,
      "other domains may be served, and people may have other user names")
    add(
      "domains", before?.domains.map(Self.text), after?.domains.map(Self.text),
      "other domains may be served; devices that are set up go on as they are")
    add(
      "person", before?.person.map(Self.text), after?.person.map(Self.text),
      "new devices may get other user names; a profile that is installed again takes them over")
  }

  private static func text(_ query: DirectoryOptions.Query) -> String {
    switch query {
    case .text(let text): text.isEmpty ? "asked" : text
    case .search(let search):
      ([search.base, search.filter, search.scope.rawValue]
        + search.attributes.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })
        .joined(separator: ", ")
    }
  }

  /// True where a domain that one side alone names may be in the directory of the other.
  func isUncertain(isServedByOld: Bool, isServedByNew: Bool) -> Bool {
    isServedByOld && !isServedByNew && hasDomains.new
      || isServedByNew && !isServedByOld && hasDomains.old
  }

  /// Lets the directory of the side that does not name a domain have it, where both sides have its
  /// provider, so that everything else is compared.
  func assume(_ domain: DomainName, _ old: DiffSide, _ new: DiffSide) {
    for (side, other) in [(old, new), (new, old)] where side.catalog.match(domain) == nil {
      guard let id = other.account(domain)?.provider.id,
        let directory = Self.directories(side)[id], directory.options.domains != nil
      else { continue }
      _ = directory.domains.change([(domain, .init())])
    }
  }

  /// What is said of such domains; nil for none.
  static func finding(_ domains: [String]) -> Finding? {
    guard let first = domains.first else { return nil }
    let more = domains.count > 1 ? " and \(domains.count - 1) more" : ""
    return Finding(
      .warning, at: "directory.domains",
      "\(first)\(more): whether the directory of the other settings has them is not asked",
      fix: "look that up before the settings are published")
  }
}
