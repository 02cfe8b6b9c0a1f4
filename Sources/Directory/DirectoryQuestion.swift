// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import SettingsFile

/// What is asked of a program that knows domains and people: one line of JSON each. Every answer
/// repeats the number of its question, so that none is taken for that of another.
package enum DirectoryQuestion: Hashable, Sendable {
  /// What the source is; only `mkprofile-directory` is asked, at its start.
  case open(DirectoryOptions)
  /// All domains: several lines, each but the last with `"more": true`.
  case domains(query: String?)
  /// One person.
  case person(MailAddress, query: String?)
  /// All people: several lines, as for domains.
  case people(query: String?)
  /// To say from now on when something changes.
  case watch
  /// What is noted of a link, by its identifier; only PostgreSQL keeps notes.
  case link(String)
  /// The same, and nobody else may have it until `keepLink` or `leaveLink`: at most so many
  /// milliseconds are waited for who has it.
  case takeLink(String, milliseconds: Int)
  /// Notes something of the link that was taken, and lets go of it; `now` in seconds since 1970 UTC.
  case keepLink(LinkStore.Note, expires: Int64, now: Int64)
  /// Lets go of the link that was taken.
  case leaveLink

  /// The line, with its end.
  package func line(number: Int) -> [UInt8] {
    var members: JSON.Members = ["version": .integer(1), "id": .integer(number)]
    switch self {
    case .open(let options):
      members.append("ask", .string("open"))
      options.append(to: &members)
    case .domains(let query):
      members.append("ask", .string("domains"))
      members.append("query", .optional(query))
    case .person(let address, let query):
      members.append("ask", .string("person"))
      members.append("address", .string(address.description))
      members.append("local", .string(address.local))
      members.append("domain", .string(address.domain.ascii))
      members.append("query", .optional(query))
    case .people(let query):
      members.append("ask", .string("people"))
      members.append("query", .optional(query))
    case .watch: members.append("ask", .string("watch"))
    case .link(let link):
      members.append("ask", .string("link"))
      members.append("link", .string(link))
    case .takeLink(let link, let milliseconds):
      members.append("ask", .string("takeLink"))
      members.append("link", .string(link))
      members.append("milliseconds", .integer(milliseconds))
    case .keepLink(let note, let expires, let now):
      members.append("ask", .string("keepLink"))
      members.append("made", .optional(note.made.map { String($0) }))
      members.append("sealed", .optional(note.sealed))
      members.append("expires", .string(String(expires)))
      members.append("now", .string(String(now)))
    case .leaveLink: members.append("ask", .string("leaveLink"))
    }
    return JSON.object(members).encoded(pretty: false) + [0x0A]
  }
}

extension DirectoryOptions {
  /// What the helper has to know.
  fileprivate func append(to members: inout JSON.Members) {
    if case .url(let kind, let text) = source {
      members.append("kind", .string(kind.rawValue))
      members.append("source", .string(text))
    }
    members.append("passwordFile", .optional(passwordFile))
    members.append("caFile", .optional(caFile))
    members.append("domains", domains?.json)
    members.append("person", person?.json)
    members.append("notify", .optional(notify))
    members.append("timeout", .integer(timeout))
  }
}

extension DirectoryOptions.Query {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): return .string(text)
    case .search(let search):
      var members: JSON.Members = [
        "base": .string(search.base), "filter": .string(search.filter),
        "scope": .string(search.scope.rawValue),
      ]
      for (name, attribute) in search.attributes.sorted(by: { $0.key < $1.key }) {
        members.append("attribute.\(name)", .string(attribute))
      }
      return .object(members)
    }
  }

  /// The words for a program; nil for none.
  package var words: String? { if case .text(let text) = self, !text.isEmpty { text } else { nil } }
}
