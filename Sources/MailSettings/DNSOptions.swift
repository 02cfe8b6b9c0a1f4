// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is particular to the DNS zone of a domain.
public struct DNSOptions: Hashable, Sendable {
  /// A mail exchanger (RFC 5321 section 5).
  public struct MailExchanger: Hashable, Sendable {
    /// Its host.
    public var host: DomainName
    /// 0 to 65535; the lowest is tried first.
    public var preference: Int

    /// A mail exchanger.
    public init(host: DomainName, preference: Int) {
      self.host = host
      self.preference = preference
    }
  }

  /// Who may send (RFC 7208).
  public struct SPF: Hashable, Sendable {
    /// True permits the mail exchangers of the domain.
    public var mx = false
    /// True permits the addresses of the domain itself.
    public var a = false
    /// Networks of version 4.
    public var ip4: [IPNetwork] = []
    /// Networks of version 6.
    public var ip6: [IPNetwork] = []
    /// Domains whose records are included.
    public var include: [RecordName] = []
    /// `-all`, `~all` or `?all`.
    public var all = "-all"

    /// Nobody yet.
    public init() {}

    /// The terms that permit somebody, those that need no look-up first.
    public var terms: [String] {
      ip4.map { "ip4:\($0)" } + ip6.map { "ip6:\($0)" } + (mx ? ["mx"] : []) + (a ? ["a"] : [])
        + include.map { "include:\($0)" }
    }

    /// The record.
    public var text: String { (["v=spf1"] + terms + [all]).joined(separator: " ") }
  }

  /// A signing key (RFC 6376).
  public struct DKIM: Hashable, Sendable {
    /// Where the key is found.
    public enum Key: Hashable, Sendable {
      /// Another name, through a CNAME.
      case target(RecordName)
      /// The key itself in base64.
      case publicKey(String)
    }

    /// The selector.
    public var selector: RecordName
    /// The key.
    public var key: Key

    /// A key under a selector.
    public init(selector: RecordName, key: Key) {
      self.selector = selector
      self.key = key
    }
  }

  /// What receivers do with forged mail (RFC 9989).
  public struct DMARC: Hashable, Sendable {
    /// What a domain asks for.
    public enum Policy: String, Sendable, Hashable, CaseIterable { case none, quarantine, reject }

    /// What receivers are asked to do.
    public var policy: Policy
    /// Where reports go.
    public var reports: MailAddress?

    /// A policy.
    public init(policy: Policy) { self.policy = policy }
  }

  /// A logo in mail programs (draft-brand-indicators-for-message-identification).
  public struct BIMI: Hashable, Sendable {
    /// The picture, SVG Tiny PS.
    public var logo: WebURL
    /// Its certificate.
    public var certificate: WebURL?

    /// A logo.
    public init(logo: WebURL) { self.logo = logo }
  }

  /// Where the names `autoconfig`, `autodiscover` and `ua-auto-config` of a domain lead.
  public enum Setup: Hashable, Sendable {
    /// Another name, through a CNAME.
    case host(DomainName)
    /// Addresses; at least one.
    case addresses([IPAddress])
  }

  /// Encrypted delivery (RFC 8461).
  public struct MTASTS: Hashable, Sendable {
    /// What other servers do where encryption fails.
    public enum Mode: String, Sendable, Hashable, CaseIterable { case enforce, testing, none }

    /// What other servers do where encryption fails; `testing` only has it reported.
    public var mode = Mode.testing
    /// Changes with the policy: 1 to 32 letters and digits; nil for one that is made from it.
    public var id: String?
    /// Where `mta-sts.DOMAIN` leads, through a CNAME; nil for where set-up documents are served.
    public var host: DomainName?
    /// Seconds for which other servers keep the policy, 0 to 31557600.
    public var maxAge = 604_800

    /// The most that RFC 8461 section 3.2 allows for `maxAge`, in seconds.
    public static let longestAge = 31_557_600

    /// A policy that is tried out.
    public init() {}

    /// An identifier; throws where it has other characters.
    public static func identifier(_ id: String) throws(InvalidValue) -> String {
      let isLegal = id.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte)
      }
      guard isLegal, (1...32).contains(id.utf8.count) else {
        throw InvalidValue(
          "\(id.quoted) is not an identifier of a policy", fix: "write 1 to 32 letters and digits")
      }
      return id
    }
  }

  /// A certificate that the DNS pins (DANE, RFC 7672).
  public struct TLSA: Hashable, Sendable {
    /// The server's host.
    public var host: DomainName
    /// Its port; 25 for a mail exchanger.
    public var port: Port
    /// SHA-256 of the certificate's public key with its algorithm, in hexadecimal digits.
    public var keyDigest: String

    /// A server and the key of its certificate.
    public init(host: DomainName, port: Port, keyDigest: String) {
      self.host = host
      self.port = port
      self.keyDigest = keyDigest
    }

    /// The record data: the key of the server itself, by SHA-256 (RFC 7672 section 3.1.1).
    public var data: String { "3 1 1 \(keyDigest)" }
  }

  /// The mail exchangers.
  public var mx: [MailExchanger] = []
  /// Who may send.
  public var spf: SPF?
  /// The signing keys.
  public var dkim: [DKIM] = []
  /// What receivers do with forged mail.
  public var dmarc: DMARC?
  /// The logo.
  public var bimi: BIMI?
  /// Encrypted delivery.
  public var mtaSTS: MTASTS?
  /// Where other servers report failures of encryption (RFC 8460).
  public var tlsReports: MailAddress?
  /// The certificates that are pinned.
  public var tlsa: [TLSA] = []
  /// The authorities that may issue certificates (RFC 8659); empty for no restriction.
  public var caa: [DomainName] = []
  /// Where set-up documents are served; the host of the provider's public URL unless given.
  public var setup: Setup?
  /// Seconds that answers may be kept.
  public var ttl = 3_600

  /// Nothing yet.
  public init() {}

  /// True where there is a policy for encrypted delivery to serve: it names the mail exchangers
  /// unless it ends an older one (RFC 8461 section 3.2).
  package var hasPolicy: Bool { mtaSTS.map { $0.mode == .none || !mx.isEmpty } ?? false }
}
