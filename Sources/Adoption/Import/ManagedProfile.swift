// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System
import Trees

/// A profile that a management system fills in for each person, with somebody in place of that.
struct ManagedProfile {
  /// The profile as it is for somebody.
  let profile: PropertyListNode
  /// The domain of the person where it is guessed; nil where it was given.
  let guessedDomain: DomainName?

  /// Nil for a profile in which nothing is to be filled in, or whose domain nobody knows.
  init?(_ profile: PropertyListNode, _ options: ImportOptions) {
    let payloads = profile["PayloadContent"]?.array ?? []
    let values = payloads.flatMap { $0.dictionary ?? [] }.compactMap { member in
      member.value.string.map { (member.key, $0) }
    }
    guard values.contains(where: { PersonPlaceholder.isAddress($0.1) }) else { return nil }
    let said = options.address?.domain ?? options.domain
    let host = values.first { $0.0.hasSuffix("HostName") || $0.0 == "Host" }
      .flatMap { try? DomainName($0.1) }
    guard let domain = said ?? host?.withoutHostLabel,
      // No word of a name or a path: what is the person's comes from the placeholders alone.
      let person = options.address ?? (try? MailAddress("mkprofile-person@\(domain)"))
    else { return nil }
    self.profile = profile.filled { PersonPlaceholder.filled($0, with: person) }
    guessedDomain = said == nil ? domain : nil
  }
}

extension PropertyListNode {
  /// The same with other texts.
  fileprivate func filled(_ text: (String) -> String) -> PropertyListNode {
    let filled: Value =
      switch value {
      case .string(let old): .string(text(old))
      case .array(let items): .array(items.map { $0.filled(text) })
      case .dictionary(let members):
        .dictionary(members.map { Member(key: $0.key, value: $0.value.filled(text)) })
      case .integer, .real, .boolean, .date, .data: value
      }
    return PropertyListNode(filled, place: place)
  }
}
