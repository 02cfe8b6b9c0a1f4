// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

@testable import Renderers

/// Small providers and accounts for tests.
enum Sample {
  static func host(_ text: String = "mail.example.ch") throws -> HostPattern {
    try HostPattern(text)
  }

  static func server(
    _ mailProtocol: MailProtocol, _ security: Security = .tls, port: Int? = nil,
    with authentication: [Authentication] = [.password], username: UsernameForm = .address,
    host: String = "mail.example.ch"
  ) throws -> Server {
    Server(
      mailProtocol, host: try HostPattern(host), port: port.flatMap { Port($0) },
      security: security, authentication: authentication, username: username)
  }

  static func provider(
    incoming: [Server]? = nil, outgoing: [Server]? = nil, id: String = "example.ch",
    _ change: (inout Provider) throws -> Void = { _ in }
  ) throws -> Provider {
    var provider = Provider(id: try DomainName(id), name: try DisplayText("Example Mail"))
    provider.incoming = try incoming ?? [server(.imap)]
    provider.outgoing = try outgoing ?? [server(.smtp)]
    try change(&provider)
    return provider
  }

  static func account(
    _ provider: Provider? = nil, _ address: String = "anna@example.ch", login: String? = nil,
    name: String? = nil
  ) throws -> AccountSettings {
    AccountSettings(
      try provider ?? Self.provider(), address: try MailAddress(address),
      loginDomain: try login.map { try DomainName($0) },
      person: Person(name: try name.map { try DisplayText($0) }))
  }

  static func domain(
    _ provider: Provider? = nil, _ domain: String = "example.ch", login: String? = nil
  ) throws -> AccountSettings {
    AccountSettings(
      try provider ?? Self.provider(), domain: try DomainName(domain),
      loginDomain: try login.map { try DomainName($0) })
  }
}

extension Renderer {
  /// The document with nothing chosen.
  func document(_ account: AccountSettings) throws -> Document {
    try render(account, RenderOptions())
  }

  /// The findings of an account that has no document; empty where it has one.
  func refusals(_ account: AccountSettings) -> [Finding] {
    do throws(RenderFailure) {
      _ = try render(account, RenderOptions())
      return []
    } catch {
      return error.findings.filter { $0.severity == .error }
    }
  }
}

extension [Finding] {
  /// The paths of the findings of a severity, in order.
  func paths(_ severity: Severity) -> [String] {
    filter { $0.severity == severity }.map(\.path)
  }
}

extension String {
  /// The texts of all elements of a name, as they are written.
  func texts(of element: String) -> [String] {
    components(between: "<\(element)>", and: "</\(element)>")
  }

  func components(between start: String, and end: String) -> [String] {
    var out: [String] = []
    var rest = self[...]
    while let from = rest.firstRange(of: start) {
      rest = rest[from.upperBound...]
      guard let to = rest.firstRange(of: end) else { break }
      out.append(String(rest[..<to.lowerBound]))
      rest = rest[to.upperBound...]
    }
    return out
  }
}
