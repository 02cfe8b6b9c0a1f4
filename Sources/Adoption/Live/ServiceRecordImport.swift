// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings

/// Reads service records into settings: RFC 6186 and 8314 for mail, RFC 6764 for calendars and
/// address books, RFC 8620 for JMAP, RFC 5804 for ManageSieve.
struct ServiceRecordImport {
  private(set) var draft = SettingsDraft()
  /// What the records say is not offered.
  private(set) var refused: [(mailProtocol: MailProtocol, security: Security)] = []
  private let domain: DomainName

  private static let mail: [(label: String, type: MailProtocol, security: Security)] = [
    ("_imaps", .imap, .tls), ("_imap", .imap, .starttls), ("_pop3s", .pop3, .tls),
    ("_pop3", .pop3, .starttls), ("_submissions", .smtp, .tls), ("_submission", .smtp, .starttls),
  ]
  private static let others = ["_caldavs", "_carddavs", "_jmap", "_sieve"]
  private static let withPath = ["_caldavs", "_carddavs"]

  /// Every question that the records of a domain are asked by.
  static func questions(_ domain: DomainName) -> [Question] {
    let labels = mail.map(\.label) + others
    return labels.map { Question("\($0)._tcp.\(domain)", .srv) }
      + withPath.map { Question("\($0)._tcp.\(domain)", .txt) }
  }

  init(_ domain: DomainName, _ answers: [Question: Answer]) {
    self.domain = domain
    func answer(_ label: String, _ type: RecordType) -> Answer? {
      answers[Question("\(label)._tcp.\(domain)", type)]
    }
    for type in MailProtocol.allCases {
      var found: [(priority: Int, server: SettingsDraft.Server)] = []
      for entry in Self.mail where entry.type == type {
        for service in answer(entry.label, .srv)?.services ?? [] {
          guard let server = server(entry.label, type, entry.security, service) else { continue }
          found.append((service.priority, server))
        }
      }
      // RFC 8314 section 5.1: TLS from the first byte before STARTTLS of the same priority.
      let servers = found.enumerated()
        .sorted { ($0.element.priority, $0.offset) < ($1.element.priority, $1.offset) }
        .map(\.element.server)
      if type == .smtp { draft.outgoing += servers } else { draft.incoming += servers }
    }
    for (label, kind, list) in [
      ("_caldavs", "caldav", \SettingsDraft.calendars), ("_carddavs", "carddav", \.contacts),
    ] {
      guard let service = answer(label, .srv)?.services.first, !service.host.isEmpty else {
        continue
      }
      let path = answer(label, .txt)?.texts.first { $0.hasPrefix("path=/") }?.dropFirst(5)
      guard let url = url(service, path.map(String.init) ?? "", label) else { continue }
      draft[keyPath: list].append(
        SettingsDraft.Service(
          kind: kind, url: url, username: SettingsDraft.Value("address"), origin: origin(label)))
    }
    readOthers(answer("_jmap", .srv)?.services.first, answer("_sieve", .srv)?.services.first)
  }

  private func origin(_ label: String) -> String { "\(label)._tcp.\(domain) SRV" }

  private mutating func server(
    _ label: String, _ type: MailProtocol, _ security: Security,
    _ service: (priority: Int, port: Int, host: String)
  ) -> SettingsDraft.Server? {
    guard !service.host.isEmpty else {
      refused.append((type, security))
      return nil
    }
    guard let host = draft.host(service.host, at: nil) else { return nil }
    let (known, value) = draft.security(security, port: service.port, at: nil)
    guard let port = draft.port("\(service.port)", type, known, at: nil) else { return nil }
    return SettingsDraft.Server(
      mailProtocol: type, host: host, port: port, security: value, authentication: [.password],
      authenticationGuess: "guessed: records do not say it",
      username: SettingsDraft.Value("address", guess: "guessed: records do not say it"),
      origin: origin(label))
  }

  private mutating func url(
    _ service: (priority: Int, port: Int, host: String), _ path: String, _ label: String
  ) -> SettingsDraft.Value? {
    guard let host = draft.host(service.host, at: nil) else { return nil }
    let port = service.port == 443 ? "" : ":\(service.port)"
    return draft.url(
      "https://\(host)\(port)\(path)", what: "the service of \(origin(label))", at: nil)
  }

  private mutating func readOthers(
    _ jmap: (priority: Int, port: Int, host: String)?,
    _ sieve: (priority: Int, port: Int, host: String)?
  ) {
    if let jmap, !jmap.host.isEmpty, let url = url(jmap, "", "_jmap") {
      draft.jmap = SettingsDraft.Service(
        kind: "jmap", url: url, username: SettingsDraft.Value("address"), origin: origin("_jmap"))
    }
    guard let sieve, !sieve.host.isEmpty, let host = draft.host(sieve.host, at: nil) else { return }
    guard sieve.port == 4_190 else {
      return draft.note(
        .warning, "\(origin("_sieve")) is left out: its port is \(sieve.port), not 4190",
        fix: "add 'manageSieve:' with host and port", at: nil)
    }
    draft.manageSieve = host
  }
}
