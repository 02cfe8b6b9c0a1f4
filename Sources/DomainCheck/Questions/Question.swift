// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// The types of records that a check asks for, with their numbers (IANA).
package enum RecordType: UInt16, Sendable, Hashable, CaseIterable {
  case a = 1
  case ns = 2
  case cname = 5
  case soa = 6
  case ptr = 12
  case mx = 15
  case txt = 16
  case aaaa = 28
  case srv = 33
  case ds = 43
  case tlsa = 52
  case caa = 257

  /// The name in zone files.
  package var name: String { "\(self)".uppercased() }
}

/// What is asked of a resolver.
package struct Question: Sendable, Hashable, CustomStringConvertible {
  /// The name without a trailing dot, in lower case.
  package let name: String
  /// The type.
  package let type: RecordType
  /// True takes answers whose signatures are wrong (RFC 4035 section 3.2.2, the CD bit).
  package let isUnchecked: Bool

  /// A question.
  package init(_ name: String, _ type: RecordType, isUnchecked: Bool = false) {
    self.name = name.lowercased()
    self.type = type
    self.isUnchecked = isUnchecked
  }

  /// The name and the type of record, as in a message.
  package var description: String { "\(name) \(type.name)" }
}

/// One record of an answer. Whoever published it chose its content: none of it may reach a
/// terminal as it is.
package struct FoundRecord: Sendable, Hashable {
  /// The owner's name.
  package let name: String
  /// Seconds that it may be kept.
  package let ttl: Int
  /// What it says.
  package let data: FoundData

  /// A record.
  package init(name: String, ttl: Int, data: FoundData) {
    self.name = name
    self.ttl = ttl
    self.data = data
  }
}

/// Record data as it was received: names without a trailing dot, empty for the root.
package enum FoundData: Sendable, Hashable {
  case address(IPAddress)
  case cname(String)
  case ns(String)
  /// The zone's first name server.
  case soa(String)
  case mx(preference: Int, host: String)
  case srv(priority: Int, weight: Int, port: Int, host: String)
  /// The name of an address.
  case ptr(String)
  /// The strings of a text, as they are cut.
  case txt([[UInt8]])
  case caa(flags: Int, tag: String, value: String)
  /// What is pinned, in hexadecimal digits (RFC 6698 section 2.1).
  case tlsa(usage: Int, selector: Int, matching: Int, data: String)
  /// A record that is counted and not looked at.
  case other(RecordType)
}

extension FoundData {
  /// The type.
  package var type: RecordType {
    switch self {
    case .address(let address): address.version == .v4 ? .a : .aaaa
    case .cname: .cname
    case .ns: .ns
    case .soa: .soa
    case .mx: .mx
    case .srv: .srv
    case .ptr: .ptr
    case .txt: .txt
    case .caa: .caa
    case .tlsa: .tlsa
    case .other(let type): type
    }
  }

  /// The data as zone files write it; nil for what nobody edits.
  package var presentation: String? {
    switch self {
    case .address(let address): address.description
    case .cname(let host), .ns(let host), .ptr(let host): "\(host)."
    case .mx(let preference, let host): "\(preference) \(host)."
    case .srv(let priority, let weight, let port, let host):
      "\(priority) \(weight) \(port) \(host)."
    case .txt(let strings): ZoneText.strings(strings)
    case .caa(let flags, let tag, let value): "\(flags) \(tag) \(ZoneText.strings(value))"
    case .tlsa(let usage, let selector, let matching, let data):
      "\(usage) \(selector) \(matching) \(data)"
    case .soa, .other: nil
    }
  }

  /// The text, with its strings joined; nil for another record.
  package var text: String? {
    guard case .txt(let strings) = self else { return nil }
    return String(decoding: strings.joined(), as: UTF8.self)
  }
}

/// What came back for a question.
package struct Answer: Sendable, Hashable {
  /// How it went.
  package enum Status: Sendable, Hashable {
    /// The name exists; there may be no record of the type.
    case answered
    /// There is no such name (NXDOMAIN).
    case noName
    /// There is an answer whose signature is wrong: resolvers that verify it hide it.
    case bogus
    /// The resolver said so, with its code (RFC 1035 section 4.1.1), such as 2 for SERVFAIL.
    case refused(code: Int)
    /// Nothing came in time.
    case silent
    /// No resolver can be reached.
    case unreachable
    /// What came cannot be read.
    case malformed
  }

  /// How it went.
  package let status: Status
  /// The records of the answer, aliases on the way included.
  package let records: [FoundRecord]
  /// The zone that answers for a name without records, from its SOA record.
  package let zone: String?
  /// True where the resolver has verified the signatures (RFC 4035 section 3.2.3).
  package let isAuthenticated: Bool

  /// False where who answers knows its own zones alone (RFC 1035 section 4.1.1, the RA bit).
  package var isRecursive = true
  /// True where nothing is said but who would know (RFC 1034 section 4.3.1).
  package var isReferral = false

  /// An answer.
  package init(
    _ status: Status, _ records: [FoundRecord] = [], zone: String? = nil,
    isAuthenticated: Bool = false
  ) {
    self.status = status
    self.records = records
    self.zone = zone
    self.isAuthenticated = isAuthenticated
  }

  /// The texts, each with its strings joined.
  package var texts: [String] {
    records.compactMap(\.data.text)
  }

  /// The addresses.
  package var addresses: [IPAddress] {
    records.compactMap { if case .address(let address) = $0.data { address } else { nil } }
  }

  /// The mail exchangers, the preferred one first.
  package var exchangers: [(preference: Int, host: String)] {
    records.compactMap { record -> (preference: Int, host: String)? in
      if case .mx(let preference, let host) = record.data { (preference, host) } else { nil }
    }.sorted { ($0.preference, $0.host) < ($1.preference, $1.host) }
  }

  /// The services, the preferred one first.
  package var services: [(priority: Int, port: Int, host: String)] {
    records.compactMap { record -> (priority: Int, port: Int, host: String)? in
      if case .srv(let priority, _, let port, let host) = record.data {
        (priority, port, host)
      } else {
        nil
      }
    }.sorted { ($0.priority, $0.host) < ($1.priority, $1.host) }
  }

  /// The name servers.
  package var nameServers: [String] {
    records.compactMap { if case .ns(let host) = $0.data { host } else { nil } }.sorted()
  }

  /// The names of an address.
  package var names: [String] {
    records.compactMap { if case .ptr(let name) = $0.data { name } else { nil } }
  }

  /// The first name server of the zone.
  package var primary: String? {
    records.lazy.compactMap { if case .soa(let host) = $0.data { host } else { nil } }.first
  }

  /// True where the asked name is an alias.
  package func isAlias(_ name: String) -> Bool {
    records.contains { record in
      if case .cname = record.data { record.name == name.lowercased() } else { false }
    }
  }

  /// Why nothing is known; nil where the resolver answered.
  package var failure: String? {
    switch status {
    case .answered, .noName: nil
    case .bogus: "the signature of the answer is wrong: resolvers that verify it find nothing"
    case .refused(2): "the resolver cannot find out (SERVFAIL)"
    case .refused(5): "the resolver refuses the question (REFUSED)"
    case .refused(let code): "the resolver answers with error \(code)"
    case .silent: "no answer came in time"
    case .unreachable: "the resolver cannot be reached"
    case .malformed: "the answer cannot be read"
    }
  }
}
