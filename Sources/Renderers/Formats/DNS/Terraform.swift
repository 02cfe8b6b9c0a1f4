// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Resources of Terraform's `dns` provider, which updates any zone by RFC 2136.
enum Terraform {
  static func text(_ records: DomainRecords) -> String {
    records.sets.filter { !missing.contains($0.type) }.map { set in
      let own = set.records[0].name(in: records.zone)
      let kind = set.type.lowercased()
      let resource = set.type == "CNAME" ? "dns_cname_record" : "dns_\(kind)_record_set"
      let name = own == "@" ? "" : "  name = \(HCLText.string(own))\n"
      let warning =
        own == "@" && set.type == "TXT"
        ? "# This resource owns every text of the domain itself: add the others to it.\n" : ""
      return warning
        + "resource \(HCLText.string(resource)) \(HCLText.string(HCLText.name(own))) {\n"
        + "  zone = \(HCLText.string("\(records.zone)."))\n" + name + "  ttl  = \(records.ttl)\n"
        + body(set.records.map(\.data)) + "}\n"
    }.joined(separator: "\n")
  }

  private static let missing = ["CAA", "TLSA"]

  /// What the provider has no resource for.
  static func gaps(_ records: DomainRecords) -> [Finding] {
    missing.filter { type in records.records.contains { $0.data.type == type } }.map { type in
      Finding(
        .warning, at: "dns.\(type.lowercased())",
        "is left out: Terraform's dns provider has no \(type) records",
        fix: "add them by other means")
    }
  }

  private static func body(_ data: [DNSData]) -> String {
    var lists: [String] = []
    var out = ""
    for data in data {
      switch data {
      case .address(let address): lists.append(HCLText.string(address.description))
      case .txt(let text): lists.append(HCLText.string(text))
      case .cname(let host): out += "  cname = \(HCLText.string("\(host)."))\n"
      case .mx(let preference, let host):
        out += "  mx {\n    preference = \(preference)\n"
        out += "    exchange   = \(HCLText.string("\(host)."))\n  }\n"
      case .srv(let priority, let weight, let port, let host):
        out += "  srv {\n    priority = \(priority)\n    weight   = \(weight)\n"
        out += "    port     = \(port)\n    target   = \(HCLText.string("\(host)."))\n  }\n"
      case .caa, .tlsa: break
      }
    }
    guard !lists.isEmpty else { return out }
    let key = if case .txt? = data.first { "txt" } else { "addresses" }
    return "  \(key) = [\n" + lists.map { "    \($0),\n" }.joined() + "  ]\n"
  }
}
