// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// What a receiver makes of an SPF record for one message (RFC 7208 section 2.6).
enum SenderResult: String, Sendable {
  case none, neutral, pass, fail
  case softFail = "softfail"
  case temporaryError = "temperror"
  case permanentError = "permerror"

  /// What a directive with this qualifier gives where it matches.
  init(_ qualifier: Character) {
    switch qualifier {
    case "-": self = .fail
    case "~": self = .softFail
    case "?": self = .neutral
    default: self = .pass
    }
  }
}

/// The function `check_host` (RFC 7208 section 4): whether an address may send as a domain.
struct SenderEvaluation {
  private let inquiry: Inquiry
  private let ip: IPAddress
  private let sender: String
  private let helo: String
  /// Records that stand for those of the DNS, by their domain.
  private let records: [String: String]
  private var lookups = 0
  private var voids = 0
  private var validated: String?

  /// More directives that ask the DNS than this are an error (section 4.6.4).
  static let mostLookups = 10
  /// More look-ups that lead nowhere than this are an error.
  static let mostVoids = 2
  /// More exchangers of one `mx` than this are an error; more names of an address are left aside.
  static let mostHosts = 10

  init(
    _ inquiry: Inquiry, ip: IPAddress, sender: String, helo: String,
    records: [String: String] = [:]
  ) {
    self.inquiry = inquiry
    self.ip = ip.unmapped
    let parts = sender.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    self.sender =
      parts.count == 2
      ? (parts[0].isEmpty ? "postmaster@\(parts[1])" : sender)
      : "postmaster@\(sender.isEmpty ? helo : sender)"
    self.helo = helo
    self.records = records
  }

  /// The result for the sender's domain.
  mutating func result() async -> SenderResult {
    let domain = sender.lastIndex(of: "@").map { String(sender[sender.index(after: $0)...]) } ?? ""
    guard SenderName.canBeAsked(domain), domain.contains(".") else { return .none }
    do throws(Stop) { return try await check(domain.lowercased()) } catch { return error.result }
  }

  private enum Stop: Error {
    case temporary, permanent
    var result: SenderResult { self == .temporary ? .temporaryError : .permanentError }
  }

  private mutating func check(_ domain: String) async throws(Stop) -> SenderResult {
    guard let text = try await record(of: domain) else { return .none }
    let record = SenderRecord(text)
    guard record.faults.isEmpty else { throw .permanent }
    for term in record.directives {
      guard try await matches(term, domain) else { continue }
      return SenderResult(term.qualifier)
    }
    guard let target = record.redirect else { return .neutral }
    try count()
    let name = await self.name(target, domain)
    guard SenderName.canBeAsked(name) else { throw .permanent }
    let result = try await check(name.lowercased())
    if result == .none { throw .permanent }
    return result
  }

  private func record(of domain: String) async throws(Stop) -> String? {
    if let text = records[domain] { return text }
    let answer = await inquiry.ask(domain, .txt)
    if answer.failure != nil { throw .temporary }
    let found = answer.texts.filter(SenderRecord.isOne)
    if found.count > 1 { throw .permanent }
    return found.first
  }

  private mutating func count() throws(Stop) {
    lookups += 1
    if lookups > Self.mostLookups { throw .permanent }
  }

  /// The records of an answer; a look-up that leads nowhere is counted.
  private mutating func ask(_ name: String, _ type: RecordType) async throws(Stop) -> Answer {
    // A name that cannot be is one that does not exist (section 4.8).
    guard SenderName.canBeAsked(name) else { return Answer(.noName) }
    let answer = await inquiry.ask(name, type)
    if answer.failure != nil { throw .temporary }
    if !answer.records.contains(where: { $0.data.type == type }) {
      voids += 1
      if voids > Self.mostVoids { throw .permanent }
    }
    return answer
  }

  private mutating func name(_ name: SenderName?, _ domain: String) async -> String {
    guard let name else { return domain }
    var values = SenderMacro.Values(ip: ip, sender: sender, helo: helo, domain: domain)
    let needsName = name.pieces.contains {
      if case .expand("p", _, _, _, _) = $0 { true } else { false }
    }
    if needsName {
      if validated == nil {
        let names = (try? await names()) ?? []
        validated =
          names.first { $0 == domain } ?? names.first { $0.hasSuffix(".\(domain)") } ?? names.first
          ?? "unknown"
      }
      values.name = validated ?? "unknown"
    }
    return SenderMacro.name(name, values)
  }

  private mutating func matches(
    _ term: SenderTerm, _ domain: String
  ) async throws(Stop) -> Bool {
    guard let mechanism = term.mechanism else { return false }
    if mechanism.asks { try count() }
    switch mechanism {
    case .all: return true
    case .ip4, .ip6: return term.network?.contains(ip) ?? false
    case .include:
      let name = await name(term.name, domain)
      guard SenderName.canBeAsked(name) else { throw .permanent }
      switch try await check(name.lowercased()) {
      case .pass: return true
      case .fail, .softFail, .neutral: return false
      case .temporaryError: throw .temporary
      case .permanentError, .none: throw .permanent
      }
    case .a: return try await addresses(of: await name(term.name, domain), match: term.lengths)
    case .mx:
      let answer = try await ask(await name(term.name, domain), .mx)
      if answer.exchangers.count > Self.mostHosts { throw .permanent }
      for exchanger in answer.exchangers where !exchanger.host.isEmpty {
        if try await addresses(of: exchanger.host, match: term.lengths) { return true }
      }
      return false
    case .exists:
      return try await !ask(await name(term.name, domain), .a).addresses.isEmpty
    case .ptr:
      let name = await name(term.name, domain).lowercased()
      return try await names().contains { $0 == name || $0.hasSuffix(".\(name)") }
    }
  }

  private mutating func addresses(
    of name: String, match lengths: PrefixLengths
  ) async throws(Stop) -> Bool {
    let answer = try await ask(name, ip.version == .v4 ? .a : .aaaa)
    let length = ip.version == .v4 ? lengths.four : lengths.six
    return answer.addresses.contains { IPNetwork($0, length: length).contains(ip) }
  }

  /// The names of the address that lead back to it (section 5.5); errors on the way match nothing.
  private mutating func names() async throws(Stop) -> [String] {
    let answer = await inquiry.ask(ip.reverseName, .ptr)
    if answer.names.isEmpty, answer.failure == nil {
      voids += 1
      if voids > Self.mostVoids { throw .permanent }
    }
    var names: [String] = []
    for name in answer.names.prefix(Self.mostHosts) {
      let back = await inquiry.ask(name, ip.version == .v4 ? .a : .aaaa)
      if back.addresses.contains(ip) { names.append(name.lowercased()) }
    }
    return names
  }
}
