// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is particular to Apple profiles.
public struct AppleOptions: Hashable, Sendable {
  /// `PayloadOrganization`; the provider's name unless given.
  public var organization: DisplayText?
  /// What a person must agree to before installing.
  public var consentText: LocalizedText?
  /// True keeps the user from removing the profile, on supervised devices only.
  public var removalDisallowed = false
  /// Certificates to trust, as paths of PEM or DER files.
  public var certificates: [String] = []
  /// True adds an icon that opens webmail.
  public var webClip = false

  /// Nothing particular.
  public init() {}
}

/// What is particular to autoconfig documents.
public struct AutoconfigOptions: Hashable, Sendable {
  /// True keeps servers in the file that make Thunderbird for Android refuse all of it, such as
  /// one without TLS (a59bd67).
  public var everyServer = false

  /// Nothing particular.
  public init() {}
}

/// How profiles are signed: with a key file, or by a program that holds the key.
public struct SigningOptions: Hashable, Sendable {
  /// The signer's certificate, as a path; `$CREDENTIALS_DIRECTORY/` may begin any of these.
  public var certificate: String?
  /// Its private key, as a path.
  public var key: String?
  /// A file whose first line opens the key, as a path.
  public var passphraseFile: String?
  /// The intermediate certificates, as a path.
  public var chain: String?
  /// A program and its arguments: the document on standard input, CMS in DER on standard output.
  public var command: [String] = []
  /// Seconds that the program is given.
  public var timeout = 10

  /// The seconds that a program may be given.
  public static let timeouts = 1...300

  /// Nothing yet.
  public init() {}
}

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
    /// Domains whose records are included.
    public var include: [RecordName] = []
    /// `-all`, `~all` or `?all`.
    public var all = "-all"

    /// Nobody but the included.
    public init() {}
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

  /// What receivers do with forged mail (RFC 7489).
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
  /// Seconds that answers may be kept.
  public var ttl = 3_600

  /// Nothing yet.
  public init() {}
}
