// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The zone files of octoDNS: YAML whose keys stand in natural order. Texts are written as JSON,
/// which YAML has in it.
enum OctoDNS {
  static func text(_ records: DomainRecords) -> String {
    var names: [String: [(type: String, records: [DNSRecord])]] = [:]
    for set in records.sets {
      let name = set.records[0].name(in: records.zone)
      names[name == "@" ? "" : name, default: []].append((set.type, set.records))
    }
    var out = "---\n"
    for name in names.keys.sorted(by: precedes) {
      out += "\(string(name)):\n"
      for set in names[name] ?? [] {
        out += "  - ttl: \(records.ttl)\n    type: \(set.type)\n"
        out += values(set.records.map(\.data))
      }
    }
    return out
  }

  private static func values(_ data: [DNSData]) -> String {
    let values = data.map { data -> [String] in
      switch data {
      case .address(let address): [string(address.description)]
      case .cname(let host): [string("\(host).")]
      // A semicolon begins a comment for octoDNS.
      case .txt(let text):
        [
          string(
            text.split(separator: ";", omittingEmptySubsequences: false)
              .joined(separator: "\\;"))
        ]
      case .mx(let preference, let host):
        ["exchange: \(string("\(host)."))", "preference: \(preference)"]
      case .srv(let priority, let weight, let port, let host):
        [
          "port: \(port)", "priority: \(priority)", "target: \(string("\(host)."))",
          "weight: \(weight)",
        ]
      case .tlsa(let data):
        zip(
          ["certificate_usage", "selector", "matching_type", "certificate_association_data"],
          data.split(separator: " ")
        ).map { "\($0): \($1)" }
      case .caa(let tag, let value): ["flags: 0", "tag: \(tag)", "value: \(string(value))"]
      }
    }
    if case .cname? = data.first { return "    value: \(values[0][0])\n" }
    return "    values:\n"
      + values.map { lines in
        lines.enumerated().map { ($0.offset == 0 ? "      - " : "        ") + $0.element + "\n" }
          .joined()
      }.joined()
  }

  private static func string(_ text: String) -> String {
    String(decoding: JSON.string(text).encoded(pretty: false), as: UTF8.self)
  }

  /// Natural order: runs of digits count as numbers.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (first, second) = (runs(left), runs(right))
    for (one, other) in zip(first, second) where one != other {
      if let number = Int(one), let second = Int(other), number != second { return number < second }
      return one < other
    }
    return first.count < second.count
  }

  private static func runs(_ text: String) -> [String] {
    var runs: [String] = []
    var wasDigit: Bool?
    for character in text {
      let isDigit = "0"..."9" ~= character
      if isDigit == wasDigit, !runs.isEmpty {
        runs[runs.count - 1].append(character)
      } else {
        runs.append(String(character))
      }
      wasDigit = isDigit
    }
    return runs
  }
}
