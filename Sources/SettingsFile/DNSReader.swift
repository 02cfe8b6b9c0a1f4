// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

extension Field {
  /// What is particular to the DNS zone.
  func dns() -> DNSOptions? {
    guard let fields = Fields<Keys.DNS>(self) else { return nil }
    var options = DNSOptions()
    options.mx = fields[.mx]?.list { $0.mailExchanger() } ?? []
    options.spf = fields[.spf]?.spf()
    options.dkim = fields[.dkim]?.list { $0.dkim() } ?? []
    options.dmarc = fields[.dmarc]?.dmarc()
    options.bimi = fields[.bimi]?.bimi()
    options.mtaSTS = fields[.mtaSTS]?.mtaSTS()
    options.tlsReports = fields[.tlsReports]?.reportAddress()
    options.tlsa = fields[.tlsa]?.list { $0.tlsa() } ?? []
    options.caa = fields[.caa]?.list { $0.domain() } ?? []
    options.setup = fields[.setup]?.setup()
    // RFC 2181 section 8: 31 bits.
    if let ttl = fields[.ttl]?.integer(0...2_147_483_647) { options.ttl = ttl }
    return options
  }

  private func mailExchanger() -> DNSOptions.MailExchanger? {
    guard let fields = Fields<Keys.MX>(self) else { return nil }
    let preference = fields[.preference]?.integer(0...65_535)
    return fields[.host]?.domain().map {
      DNSOptions.MailExchanger(host: $0, preference: preference ?? 10)
    }
  }

  private func spf() -> DNSOptions.SPF? {
    guard let fields = Fields<Keys.SPF>(self) else { return nil }
    var spf = DNSOptions.SPF()
    spf.mx = fields[.mx]?.boolean() ?? false
    spf.a = fields[.a]?.boolean() ?? false
    spf.ip4 = fields[.ip4]?.list { $0.network(.v4) } ?? []
    spf.ip6 = fields[.ip6]?.list { $0.network(.v6) } ?? []
    spf.include = fields[.include]?.list { $0.recordName() } ?? []
    if let all = fields[.all]?.choice(of: Keys.SPFAll.self) { spf.all = all.rawValue }
    return spf
  }

  private func network(_ version: IPAddress.Version) -> IPNetwork? {
    value { text throws(InvalidValue) in try IPNetwork(text, version: version) }
  }

  private func dkim() -> DNSOptions.DKIM? {
    guard let fields = Fields<Keys.DKIM>(self) else { return nil }
    let selector = fields[.selector]?.recordName()
    let target = fields[.target]?.recordName()
    let publicKey = fields[.publicKey]?.base64()
    switch (fields[.target] == nil, fields[.publicKey] == nil) {
    case (true, true): error("has no key", fix: "add 'target:' or 'publicKey:'")
    case (false, false):
      fields.error(
        at: .target, "a target and a public key are both given", fix: "keep one of them")
    default: break
    }
    guard let selector,
      let key = target.map(DNSOptions.DKIM.Key.target)
        ?? publicKey.map(DNSOptions.DKIM.Key.publicKey)
    else { return nil }
    return DNSOptions.DKIM(selector: selector, key: key)
  }

  private func dmarc() -> DNSOptions.DMARC? {
    guard let fields = Fields<Keys.DMARC>(self) else { return nil }
    let reports = fields[.rua]?.reportAddress()
    guard let policy = fields[.policy]?.choice(of: DNSOptions.DMARC.Policy.self) else { return nil }
    var dmarc = DNSOptions.DMARC(policy: policy)
    dmarc.reports = reports
    return dmarc
  }

  private func bimi() -> DNSOptions.BIMI? {
    guard let fields = Fields<Keys.BIMI>(self) else { return nil }
    let certificate = fields[.certificate]?.url()
    return fields[.logo]?.url().map {
      var bimi = DNSOptions.BIMI(logo: $0)
      bimi.certificate = certificate
      return bimi
    }
  }

  private func mtaSTS() -> DNSOptions.MTASTS? {
    guard let fields = Fields<Keys.MTASTS>(self) else { return nil }
    var policy = DNSOptions.MTASTS()
    if let mode = fields[.mode]?.choice(of: DNSOptions.MTASTS.Mode.self) { policy.mode = mode }
    policy.id = fields[.id]?.value(DNSOptions.MTASTS.identifier)
    policy.host = fields[.host]?.domain()
    if let age = fields[.maxAge]?.integer(0...DNSOptions.MTASTS.longestAge) { policy.maxAge = age }
    return policy
  }

  private func tlsa() -> DNSOptions.TLSA? {
    guard let fields = Fields<Keys.TLSA>(self) else { return nil }
    let port = fields[.port]?.integer(1...65_535).flatMap { Port($0) }
    let host = fields[.host]?.domain()
    guard let host, let digest = fields[.certificate]?.keyDigest() else { return nil }
    return Port(25).map { DNSOptions.TLSA(host: host, port: port ?? $0, keyDigest: digest) }
  }

  /// The digest of the key of the first certificate in a file: the server's own.
  private func keyDigest() -> String? {
    contents(limit: report.limits.certificateBytes) { path, bytes throws(InvalidValue) in
      try TrustedCertificate.read(bytes, fileName: path)
    }?.first?.keyDigest
  }

  private func setup() -> DNSOptions.Setup? {
    guard let fields = Fields<Keys.Setup>(self) else { return nil }
    let host = fields[.host]?.domain()
    let addresses = fields[.addresses]?.list { $0.value(IPAddress.init) } ?? []
    switch (fields[.host] == nil, fields[.addresses] == nil) {
    case (true, true): error("leads nowhere", fix: "add 'host:' or 'addresses:'")
    case (false, false):
      fields.error(at: .host, "a host and addresses are both given", fix: "keep one of them")
    default: break
    }
    return host.map(DNSOptions.Setup.host) ?? (addresses.isEmpty ? nil : .addresses(addresses))
  }

  private func recordName() -> RecordName? {
    value(RecordName.init)
  }

  private func reportAddress() -> MailAddress? {
    value { text throws(InvalidValue) in
      guard !text.hasPrefix("mailto:") else {
        throw InvalidValue("\(text.quoted) is a URL", fix: "leave out 'mailto:'")
      }
      return try MailAddress(text)
    }
  }

  /// A key without the lines around it; blanks and line breaks inside are dropped.
  private func base64() -> String? {
    value { text throws(InvalidValue) in
      let digits = text.utf8.filter { !" \t\r\n".utf8.contains($0) }
      guard Base64.decode(digits) != nil else {
        throw InvalidValue(
          "\(text.quoted) is not a key in base64",
          fix: "copy the lines between BEGIN PUBLIC KEY and END PUBLIC KEY")
      }
      return String(decoding: digits, as: UTF8.self)
    }
  }
}
