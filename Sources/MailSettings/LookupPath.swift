// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A path that mail clients, mail servers, phones and browsers ask for over HTTP.
///
/// Each stands here once: the server answers them, `export` writes files for them, `check` and
/// `import` ask for them, and the printed files of proxies send them on.
package enum LookupPath: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  /// Autoconfig at a host of its own (Thunderbird, FairEmail, Delta Chat, GNOME, KDE).
  case autoconfig = "/mail/config-v1.1.xml"
  /// Autoconfig at the web site of a mail domain.
  case autoconfigOfSite = "/.well-known/autoconfig/mail/config-v1.1.xml"
  /// Autoconfig as GNOME asks first.
  case autoconfigOfGNOME = "/.well-known/mail-v1.xml"
  /// Autodiscover (MS-OXDSCLI section 3.1.5.1).
  case autodiscover = "/autodiscover/autodiscover.xml"
  /// Autodiscover in JSON, as Outlook's cloud service asks.
  case autodiscoverJSON = "/autodiscover/autodiscover.json"
  /// draft-ietf-mailmaint-pacc.
  case pacc = "/.well-known/user-agent-configuration.json"
  /// Apple profiles.
  case profile = "/mail/profile.mobileconfig"
  /// Calendars (RFC 6764 section 5).
  case caldav = "/.well-known/caldav"
  /// Contacts (RFC 6764 section 5).
  case carddav = "/.well-known/carddav"
  /// JMAP (RFC 8620 section 2.2).
  case jmap = "/.well-known/jmap"
  /// The policy for encrypted delivery (RFC 8461 section 3.3).
  case deliveryPolicy = "/.well-known/mta-sts.txt"
  /// The page for people, where only a host is typed.
  case root = "/"
  /// The page for people.
  case setup = "/setup"
  /// The script of the page.
  case setupScript = "/setup.js"
  /// The logo on the page.
  case logo = "/logo"

  /// Autodiscover in JSON with the address behind it, in any case of its letters.
  package static let autodiscoverJSONOfAddress = "/autodiscover/autodiscover.json/v1.0/"
  /// Sheets, by the name of a mail program and `.html` or `.pdf`.
  package static let sheets = "/sheets/"

  /// What a certificate authority asks for, by a token (RFC 8555 section 8.3).
  package static let challenges = "/.well-known/acme-challenge/"

  /// The path.
  package var description: String { rawValue }

  /// The name of the format whose document answers a GET; nil where there is none.
  package var format: String? {
    switch self {
    case .autoconfig, .autoconfigOfSite, .autoconfigOfGNOME: "autoconfig"
    case .autodiscover: "autodiscover"
    case .autodiscoverJSON: "autodiscover-json"
    case .pacc: "pacc"
    case .profile: "mobileconfig"
    case .caldav, .carddav, .jmap, .deliveryPolicy, .root, .setup, .setupScript, .logo: nil
    }
  }

  /// True where clients spell it in any case of its letters: Outlook writes `/Autodiscover/`,
  /// `/AutoDiscover/` and more.
  package var ignoresCase: Bool { self == .autodiscover || self == .autodiscoverJSON }

  /// The spellings that clients use, for hosts that tell upper from lower case.
  package var spellings: [String] {
    self == .autodiscover
      ? [rawValue, "/Autodiscover/Autodiscover.xml", "/AutoDiscover/AutoDiscover.xml"] : [rawValue]
  }

  /// True where it is asked for at the web site of a mail domain, too, whose other paths belong to
  /// somebody else.
  package var isOfSite: Bool {
    switch self {
    case .autoconfigOfSite, .autodiscover, .autodiscoverJSON, .pacc, .caldav, .carddav, .jmap: true
    case .autoconfig, .autoconfigOfGNOME, .profile, .deliveryPolicy, .root, .setup, .setupScript,
      .logo:
      false
    }
  }

  /// The URL at a domain itself, or at the name with a label before it.
  package func url(_ label: LookupLabel? = nil, at domain: String, scheme: String = "https")
    -> String
  {
    "\(scheme)://\(label?.host(of: domain) ?? domain)\(rawValue)"
  }
}

/// A label before a mail domain under which somebody asks.
package enum LookupLabel: String, Sendable, Hashable, CaseIterable {
  /// Thunderbird, FairEmail, Delta Chat, KDE, GNOME.
  case autoconfig
  /// Outlook.
  case autodiscover
  /// draft-ietf-mailmaint-pacc.
  case uaAutoConfig = "ua-auto-config"
  /// Mail servers that ask for the policy of encrypted delivery.
  case mtaSTS = "mta-sts"
  /// People.
  case www

  /// Those under which mail clients look for settings.
  package static let setup: [LookupLabel] = [.autoconfig, .autodiscover, .uaAutoConfig]

  /// The name with the label before a domain.
  package func host(of domain: String) -> String { "\(rawValue).\(domain)" }
}
