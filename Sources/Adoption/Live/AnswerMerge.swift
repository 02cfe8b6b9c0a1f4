// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One answer about a domain, completed by the others and compared with them.
struct AnswerMerge {
  /// What comes of it.
  var draft: SettingsDraft
  private let best: DomainAnswer

  /// Begins with the answer that is taken.
  init(_ best: DomainAnswer) {
    self.best = best
    draft = best.draft
  }

  /// Takes what is missing from another answer, and notes where it says otherwise.
  mutating func add(_ other: DomainAnswer) {
    for type in MailProtocol.allCases { compare(type, other) }
    if draft.incoming.isEmpty { draft.incoming = other.draft.incoming }
    if draft.outgoing.isEmpty { draft.outgoing = other.draft.outgoing }
    fill(\.calendars, other)
    fill(\.contacts, other)
    fill(\.files, other)
    draft.name =
      draft.name
      ?? other.draft.name.map { value in
        SettingsDraft.Value(value.text, guess: value.guess ?? "from \(other.source)")
      }
    draft.shortName = draft.shortName ?? other.draft.shortName
    draft.ews = draft.ews ?? other.draft.ews
    draft.jmap = draft.jmap ?? other.draft.jmap
    draft.manageSieve = draft.manageSieve ?? other.draft.manageSieve
    draft.activeSync = draft.activeSync ?? other.draft.activeSync
    draft.webmail = draft.webmail ?? other.draft.webmail
    draft.supportEmail = draft.supportEmail ?? other.draft.supportEmail
    if draft.directories.isEmpty { draft.directories = other.draft.directories }
    if draft.documentation.isEmpty { draft.documentation = other.draft.documentation }
  }

  private mutating func fill(
    _ list: WritableKeyPath<SettingsDraft, [SettingsDraft.Service]>, _ other: DomainAnswer
  ) {
    if draft[keyPath: list].isEmpty { draft[keyPath: list] = other.draft[keyPath: list] }
  }

  /// Servers that only the other answer has, and user names of those that both have.
  private mutating func compare(_ type: MailProtocol, _ other: DomainAnswer) {
    let own = best.draft.servers.filter { $0.mailProtocol == type }
    let theirs = other.draft.servers.filter { $0.mailProtocol == type }
    guard !theirs.isEmpty else { return }
    let isTaken = own.isEmpty && (type == .smtp ? draft.outgoing : draft.incoming).isEmpty
    guard !own.isEmpty else {
      if !isTaken {
        draft.note(
          .note, "\(list(theirs)) is left out: only \(other.source) names it",
          fix: "add it where it is meant", at: nil)
      }
      return
    }
    let unknown = theirs.filter { server in !own.contains { $0.isSame(as: server) } }
    if !unknown.isEmpty {
      draft.note(
        .warning,
        "\(list(unknown)) according to \(other.source), but \(list(own)) according to"
          + " \(best.source)",
        fix: "publish the same in both: clients ask either", at: nil)
    }
    for server in theirs {
      guard let same = own.first(where: { $0.isSame(as: server) }), server.username.guess == nil,
        same.username.guess == nil, same.username.text != server.username.text
      else { continue }
      draft.note(
        .warning,
        "the user name for \(server.endpoint) is \(server.username.text.quoted) according to"
          + " \(other.source), but \(same.username.text.quoted) according to \(best.source)",
        fix: "publish the same in both: clients ask either", at: nil)
    }
  }

  private func list(_ servers: [SettingsDraft.Server]) -> String {
    servers.map(\.endpoint).joined(separator: " and ")
  }

  /// Notes records that deny what the settings have.
  mutating func check(
    refused: [(mailProtocol: MailProtocol, security: Security)], of domain: DomainName
  ) {
    for entry in refused {
      let server = draft.servers.first {
        $0.mailProtocol == entry.mailProtocol && $0.security.text == entry.security.rawValue
      }
      guard let server else { continue }
      draft.note(
        .warning,
        "the service records of \(domain) say that \(entry.mailProtocol.rawValue) with"
          + " \(entry.security.rawValue) is not offered, \(best.source) has \(server.endpoint)",
        fix: "publish the record of the server: mkprofile --format dns", at: nil)
    }
  }
}

extension SettingsDraft.Server {
  /// Protocol, host, port and protection.
  fileprivate var endpoint: String {
    "\(mailProtocol.rawValue) \(host):\(port.text) \(security.text)"
  }

  /// True for the same server.
  fileprivate func isSame(as other: SettingsDraft.Server) -> Bool { endpoint == other.endpoint }
}
