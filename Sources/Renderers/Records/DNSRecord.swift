// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One record of a domain's zone.
public struct DNSRecord: Hashable, Sendable {
  /// The owner's name in A-labels, without a trailing dot.
  public let name: String
  /// What it says.
  public let data: DNSData
  /// What it is for.
  public let purpose: Purpose

  /// Why a record is there, in the order in which documents have them.
  public enum Purpose: Int, Sendable, Hashable, CaseIterable, Comparable {
    case mail, sender, setup, services, delivery, certificates

    /// A few words, in English.
    public var title: String {
      switch self {
      case .mail: "Where mail for the domain goes (RFC 5321)"
      case .sender: "Who may send as the domain (SPF, DKIM, DMARC, BIMI)"
      case .setup: "Where mail clients find their settings"
      case .services: "Where the services are (RFC 6186, 8314, 6764, 8620, 5804)"
      case .delivery: "Encrypted delivery (RFC 8461, 8460, 7672)"
      case .certificates: "Who may issue certificates (RFC 8659)"
      }
    }

    /// The order in documents.
    public static func < (left: Purpose, right: Purpose) -> Bool { left.rawValue < right.rawValue }
  }

  /// A record.
  public init(_ name: String, _ data: DNSData, _ purpose: Purpose) {
    self.name = name
    self.data = data
    self.purpose = purpose
  }

  /// The name as seen from a zone: `@` for the zone itself.
  public func name(in zone: DomainName) -> String {
    if name == zone.ascii { return "@" }
    let suffix = ".\(zone.ascii)"
    return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : "\(name)."
  }
}

/// What a record says. Hosts are in A-labels without a trailing dot; an empty one is the root,
/// by which a SRV record says that a service is not offered (RFC 2782).
public enum DNSData: Hashable, Sendable {
  /// An IP address.
  case address(IPAddress)
  /// Another name for this one.
  case cname(String)
  /// A mail exchanger, the one with the lowest preference first.
  case mx(preference: Int, host: String)
  /// A service, the one with the lowest priority first.
  case srv(priority: Int, weight: Int, port: Int, host: String)
  /// A text; what is longer than 255 bytes is cut into strings by whoever writes it.
  case txt(String)
  /// Who may issue certificates.
  case caa(tag: String, value: String)
  /// A certificate's key that is pinned: usage, selector, matching type and digits (RFC 6698).
  case tlsa(String)

  /// The type's name in zone files.
  public var type: String {
    switch self {
    case .address(let address): address.version == .v4 ? "A" : "AAAA"
    case .cname: "CNAME"
    case .mx: "MX"
    case .srv: "SRV"
    case .txt: "TXT"
    case .caa: "CAA"
    case .tlsa: "TLSA"
    }
  }

  /// The record data as zone files have it (RFC 1035 section 5.1), with absolute names.
  public var presentation: String {
    switch self {
    case .address(let address): address.description
    case .cname(let host): "\(host)."
    case .mx(let preference, let host): "\(preference) \(host)."
    case .srv(let priority, let weight, let port, let host):
      "\(priority) \(weight) \(port) \(host)."
    case .txt(let text): ZoneText.strings(text)
    case .tlsa(let data): data
    case .caa(let tag, let value): "0 \(tag) \(ZoneText.strings(value))"
    }
  }
}
