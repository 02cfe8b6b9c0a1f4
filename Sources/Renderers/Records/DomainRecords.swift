// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Every record that a domain's zone should have for its mail, worked out from the settings.
public struct DomainRecords: Hashable, Sendable {
  /// The domain, which is the zone as well.
  public let zone: DomainName
  /// The records by purpose; those of one name and type stand together.
  public let records: [DNSRecord]
  /// Seconds that answers may be kept.
  public let ttl: Int
  /// What is missing or left out; no errors.
  public let findings: [Finding]

  /// The records of the account's domain, a linked one too.
  public init(_ account: AccountSettings) {
    let account = account.wholeDomain
    let options = account.provider.dns ?? DNSOptions()
    var builder = RecordBuilder(account, options)
    builder.addMail()
    builder.addSenderPolicy()
    builder.addSetup()
    builder.addServices()
    builder.addDelivery()
    zone = account.domain
    records = builder.records
    ttl = options.ttl
    findings = builder.gaps.findings
  }
}

/// Collects records and what is missing.
struct RecordBuilder {
  let account: AccountSettings
  let options: DNSOptions
  var records: [DNSRecord] = []
  var gaps: Gaps

  init(_ account: AccountSettings, _ options: DNSOptions) {
    self.account = account
    self.options = options
    gaps = Gaps(
      account, about: ["incoming", "outgoing", "calendars", "contacts", "jmap", "manageSieve"])
  }

  var domain: String { account.domain.ascii }

  mutating func add(_ prefix: String, _ data: DNSData, _ purpose: DNSRecord.Purpose) {
    let name = prefix.isEmpty ? domain : "\(prefix).\(domain)"
    guard name.utf8.count <= 253 else {
      return gaps.warn(
        "dns", "\(name.quoted) is left out: it is longer than a name in the DNS can be",
        fix: "use a shorter name")
    }
    records.append(DNSRecord(name, data, purpose))
  }

  mutating func addMail() {
    if options.mx.isEmpty {
      gaps.warn(
        "dns.mx", "there is no mail exchanger: nobody can write to the domain",
        fix: "add 'mx: [{host: ..., preference: 10}]' to 'dns:'")
    }
    for exchanger in options.mx {
      add("", .mx(preference: exchanger.preference, host: exchanger.host.ascii), .mail)
    }
  }

  mutating func addSenderPolicy() {
    if let spf = options.spf { add(spf) }
    for key in options.dkim {
      let name = "\(key.selector)._domainkey"
      switch key.key {
      case .target(let target) where target.ascii == "\(name).\(domain)":
        gaps.warn(
          "dns.dkim", "\(target) is left out: it would lead to itself",
          fix: "give the key itself as publicKey, or the name under which it is")
      case .target(let target): add(name, .cname(target.ascii), .sender)
      case .publicKey(let key):
        add(name, .txt("v=DKIM1; k=\(Self.kind(of: key)); p=\(key)"), .sender)
      }
    }
    if let dmarc = options.dmarc { add(dmarc) }
    if let bimi = options.bimi {
      let evidence = bimi.certificate.map { " a=\(Self.escaped($0.description))" } ?? ""
      add(
        "default._bimi", .txt("v=BIMI1; l=\(Self.escaped(bimi.logo.description));\(evidence)"),
        .sender)
      if [nil, DNSOptions.DMARC.Policy.none].contains(options.dmarc?.policy) {
        gaps.warn(
          "dns.bimi", "mail programs show no logo while DMARC asks for nothing",
          fix: "set dns.dmarc.policy to quarantine or reject")
      }
    }
    let missing = [
      options.spf == nil ? "spf" : nil, options.dkim.isEmpty ? "dkim" : nil,
      options.dmarc == nil ? "dmarc" : nil,
    ].compactMap { $0 }
    if !missing.isEmpty {
      gaps.warn(
        "dns", "there is no record for \(missing.joined(separator: ", "))",
        fix: "add \(missing.map { "'\($0):'" }.joined(separator: ", ")) to 'dns:'")
    }
  }

  private mutating func add(_ spf: DNSOptions.SPF) {
    add("", .txt(spf.text), .sender)
    // RFC 7208 section 4.6.4: what each included record asks for comes on top.
    let lookups = spf.include.count + (spf.mx ? 1 : 0) + (spf.a ? 1 : 0)
    if lookups > 10 {
      gaps.warn(
        "dns.spf", "takes \(lookups) look-ups: SPF ends in an error after 10",
        fix: "include fewer, or name networks as ip4 and ip6")
    }
    if spf.terms.isEmpty, !account.provider.outgoing.isEmpty {
      let effect =
        spf.all == "-all" ? "all mail of the domain is refused" : "no mail of the domain passes SPF"
      gaps.warn(
        "dns.spf", "permits nobody to send: \(effect)",
        fix: "add 'mx: true', 'a: true', 'ip4: [...]', 'ip6: [...]' or 'include: [...]'")
    }
  }

  private mutating func add(_ dmarc: DNSOptions.DMARC) {
    let reports = dmarc.reports.map { "; rua=\(Self.mailto($0))" } ?? ""
    add("_dmarc", .txt("v=DMARC1; p=\(dmarc.policy.rawValue)\(reports)"), .sender)
    guard let receiver = dmarc.reports?.domain, receiver != account.domain else { return }
    gaps.note(
      "dns.dmarc.rua",
      "the zone of \(receiver) must allow the reports unless it belongs to the same"
        + " organization: \(domain)._report._dmarc.\(receiver) TXT \"v=DMARC1\" (RFC 9990)")
  }

  /// A key of Ed25519 stands there without a wrapper, in 32 bytes (RFC 8463 section 4).
  private static func kind(of key: String) -> String { key.utf8.count == 44 ? "ed25519" : "rsa" }

  private static func mailto(_ address: MailAddress) -> String {
    "mailto:\(escaped(address.description))"
  }

  /// What lists of tags and of addresses give a meaning to is percent-encoded (RFC 9989 4.7).
  private static func escaped(_ text: String) -> String {
    text.map { ",;! \"".contains($0) ? String($0).percentEncoded : String($0) }.joined()
  }

  /// The record without the policy does nothing (RFC 8461 section 3.3): both are ours.
  private mutating func add(_ policy: DNSOptions.MTASTS) {
    let made = MTASTSPolicy(options)
    if made == nil {
      gaps.warn(
        "dns.mtaSTS", "there is no policy to serve: it has to name the mail exchangers",
        fix: "add 'mx: [{host: ..., preference: 10}]' to 'dns:'")
    } else if policy.mode == .testing {
      gaps.note(
        "dns.mtaSTS.mode",
        "is testing: other servers report what fails and deliver all the same; write 'mode: enforce'"
          + " once the reports are clean")
    }
    guard let id = made?.id ?? policy.id else { return }
    add("_mta-sts", .txt("v=STSv1; id=\(id);"), .delivery)
    let label = LookupLabel.mtaSTS
    guard let setup = policy.host.map(DNSOptions.Setup.host) ?? self.setup else {
      return gaps.warn(
        "dns.mtaSTS", "\(label.host(of: domain)) is left out: it is not known where it leads",
        fix: "set dns.mtaSTS.host, provider.publicURL or dns.setup")
    }
    if case .host(let host) = setup, host.ascii == label.host(of: domain), policy.host != nil {
      return
    }
    add(setup, under: label.rawValue, .delivery)
  }

  mutating func addDelivery() {
    if let policy = options.mtaSTS { add(policy) }
    if let reports = options.tlsReports {
      add("_smtp._tls", .txt("v=TLSRPTv1; rua=\(Self.mailto(reports))"), .delivery)
    }
    for pin in options.tlsa { add(pin) }
    for issuer in options.caa { add("", .caa(tag: "issue", value: issuer.ascii), .certificates) }
  }

  /// A record of the server's own zone, which need not be the domain's.
  private mutating func add(_ pin: DNSOptions.TLSA) {
    let label = "_\(pin.port)._tcp"
    if pin.host.ascii == domain {
      add(label, .tlsa(pin.data), .delivery)
    } else if pin.host.ascii.hasSuffix(".\(domain)") {
      let prefix = String(pin.host.ascii.dropLast(domain.utf8.count + 1))
      add("\(label).\(prefix)", .tlsa(pin.data), .delivery)
    } else {
      gaps.note(
        "dns.tlsa", "belongs into the zone of \(pin.host): \(label).\(pin.host) TLSA \(pin.data)")
    }
  }
}
