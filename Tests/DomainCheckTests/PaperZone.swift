// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import Foundation
import MailSettings
import Renderers

/// Zones on paper: records as zone files write them, answered as a resolver does.
struct PaperZone: Sendable {
  struct Record: Sendable, Hashable {
    var type: String
    /// Record data as zone files have it, texts in quotes.
    var data: String
  }

  /// By name, in lower case and without the last dot.
  private(set) var records: [String: [Record]] = [:]
  /// Names whose look-ups get no answer, unless they have a record of the type.
  var silent: Set<String> = []
  /// Name and type of record sets with wrong signatures.
  var bogus: Set<String> = []

  init() {}

  /// `{name: [[type, data], ...]}`, where a text is one string or the list of its strings.
  init(json: [String: [[Any]]]) {
    for (name, entries) in json {
      for entry in entries {
        guard entry.count == 2, let type = entry[0] as? String else { continue }
        if type == "TXT" {
          let strings = entry[1] as? [String] ?? [entry[1] as? String ?? ""]
          add(name, "TXT", ZoneText.strings(strings.flatMap { Self.pieces($0) }))
        } else if let data = entry[1] as? String {
          add(name, type, data)
        }
      }
    }
  }

  private static func pieces(_ text: String) -> [ArraySlice<UInt8>] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: max(1, bytes.count), by: 255).map {
      bytes[$0..<min($0 + 255, bytes.count)]
    }
  }

  mutating func add(_ name: String, _ type: String, _ data: String) {
    let record = Record(type: type, data: data)
    if records[name.lowercased()]?.contains(record) == true { return }
    records[name.lowercased(), default: []].append(record)
  }

  /// Does what the commands of nsupdate say (RFC 2136 section 2.5); gives the lines that it does
  /// not know.
  mutating func apply(_ update: String) -> [String] {
    var unknown: [String] = []
    for line in update.split(separator: "\n") where !line.hasPrefix(";") {
      let words = line.split(separator: " ", maxSplits: 4).map(String.init)
      switch words.prefix(2).joined(separator: " ") {
      case "update delete" where words.count >= 4:
        let rest = line.split(separator: " ", maxSplits: 4).dropFirst(4).first.map(String.init)
        records[Self.plain(words[2])]?.removeAll {
          $0.type == words[3] && (rest == nil || $0.data == rest)
        }
      case "update add" where words.count == 5 && Int(words[3]) != nil:
        let parts = words[4].split(separator: " ", maxSplits: 1).map(String.init)
        // One alias takes the place of another (RFC 2136 section 3.4.2.2).
        if parts[0] == "CNAME" { records[Self.plain(words[2])]?.removeAll { $0.type == "CNAME" } }
        add(Self.plain(words[2]), parts[0], parts.count > 1 ? parts[1] : "")
      default:
        if words.first != "zone", line != "send" { unknown.append(String(line)) }
      }
    }
    records = records.filter { !$0.value.isEmpty }
    return unknown
  }

  private static func plain(_ name: String) -> String {
    String(name.hasSuffix(".") ? name.dropLast() : name[...]).lowercased()
  }

  /// What a resolver says.
  func answer(_ question: Question) -> Answer {
    var found: [FoundRecord] = []
    var owner = question.name
    for _ in 0..<10 {
      guard let own = records(of: owner) else {
        if silent.contains(owner) { return Answer(.silent) }
        return Answer(
          found.isEmpty && !exists(owner) ? .noName : .answered, found, zone: zone(owner))
      }
      if bogus.contains("\(owner) \(question.type.name)"), !question.isUnchecked {
        return Answer(.refused(code: 2))
      }
      let fitting = own.filter { $0.type == question.type.name }
      if fitting.isEmpty, silent.contains(owner) { return Answer(.silent) }
      found += fitting.compactMap { record in
        Self.data(record).map { FoundRecord(name: owner, ttl: 3_600, data: $0) }
      }
      guard fitting.isEmpty, let alias = own.first(where: { $0.type == "CNAME" }) else { break }
      found.append(FoundRecord(name: owner, ttl: 3_600, data: .cname(Self.plain(alias.data))))
      owner = Self.plain(alias.data)
    }
    return Answer(.answered, found, zone: zone(owner))
  }

  private func exists(_ name: String) -> Bool {
    records.keys.contains { $0 == name || $0.hasSuffix(".\(name)") }
  }

  /// Those of the name itself, or of the wildcard that stands for it (RFC 4592).
  private func records(of name: String) -> [Record]? {
    if let own = records[name] { return own }
    if exists(name) { return [] }
    var rest = name[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      if let wild = records["*.\(rest)"] { return wild }
      if exists(String(rest)) { return nil }
    }
    return nil
  }

  /// The closest name above with a SOA record.
  private func zone(_ name: String) -> String? {
    var rest = name[...]
    while true {
      if records[String(rest)]?.contains(where: { $0.type == "SOA" }) == true {
        return String(rest)
      }
      guard let dot = rest.firstIndex(of: ".") else { return nil }
      rest = rest[rest.index(after: dot)...]
    }
  }

  private static func data(_ record: Record) -> FoundData? {
    let words = record.data.split(separator: " ").map(String.init)
    let numbers = words.map { Int($0) ?? 0 }
    switch record.type {
    case "A", "AAAA": return (try? IPAddress(record.data)).map(FoundData.address)
    case "CNAME": return .cname(plain(words[0]))
    case "NS": return .ns(plain(words[0]))
    case "PTR": return .ptr(plain(words[0]))
    case "SOA": return .soa(plain(words[0]))
    case "MX": return .mx(preference: numbers[0], host: plain(words[1]))
    case "SRV":
      return .srv(
        priority: numbers[0], weight: numbers[1], port: numbers[2], host: plain(words[3]))
    case "TXT": return .txt(strings(record.data))
    case "CAA":
      let value = strings(String(record.data.split(separator: " ", maxSplits: 2)[2]))
      return .caa(
        flags: numbers[0], tag: words[1], value: String(decoding: value.joined(), as: UTF8.self))
    case "TLSA":
      return .tlsa(
        usage: numbers[0], selector: numbers[1], matching: numbers[2], data: words[3])
    case "DS": return .other(.ds)
    default: return nil
    }
  }

  /// Quoted strings with their escapes undone (RFC 1035 section 5.1).
  private static func strings(_ text: String) -> [[UInt8]] {
    var out: [[UInt8]] = []
    var isInside = false
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        isInside.toggle()
        if isInside { out.append([]) }
      case UInt8(ascii: "\\"):
        guard !out.isEmpty, let next = bytes.popFirst() else { return out }
        if let first = Int(String(decoding: [next], as: UTF8.self)), bytes.count >= 2,
          let rest = Int(String(decoding: bytes.prefix(2), as: UTF8.self))
        {
          bytes = bytes.dropFirst(2)
          out[out.count - 1].append(UInt8(truncatingIfNeeded: first * 100 + rest))
        } else {
          out[out.count - 1].append(next)
        }
      default: if isInside { out[out.count - 1].append(byte) }
      }
    }
    return out
  }

  /// A zone file with the records at or below a name, apart from those of other zones.
  func zoneFile(of zone: String, without others: Set<String> = []) -> String {
    var out = ""
    for (name, own) in records.sorted(by: { $0.key < $1.key }) {
      let isInside = zone.isEmpty || name == zone || name.hasSuffix(".\(zone)")
      let isElsewhere = others.contains {
        $0 != zone && $0.count > zone.count && (name == $0 || name.hasSuffix(".\($0)"))
      }
      guard isInside, !isElsewhere else { continue }
      for record in own where record.type != "SOA" || name == zone {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let escaped = labels.map { $0.replacing(" ", with: "\\032") }.joined(separator: ".")
        out += "\(escaped). 3600 IN \(record.type) \(record.data)\n"
      }
    }
    return out
  }
}
