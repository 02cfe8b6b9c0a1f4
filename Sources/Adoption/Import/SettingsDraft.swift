// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Settings in the making: what a document says, in the words of a settings file.
struct SettingsDraft {
  /// A text of the settings file, and why it was guessed where the document does not say it.
  struct Value: Equatable {
    var text: String
    var guess: String?

    init(_ text: String, guess: String? = nil) {
      self.text = text
      self.guess = guess
    }
  }

  /// A mail server.
  struct Server {
    var mailProtocol: MailProtocol
    var host: String
    var port: Value
    var security: Value
    var authentication: [Authentication]
    var authenticationGuess: String?
    var username: Value
    /// What becomes of fetched mail; POP3 only.
    var pop3: POP3Options?
    /// The folder that all others are in; IMAP only.
    var pathPrefix: String?
    /// Where it is from, where several answers were asked.
    var origin: String?
  }

  /// A service at a URL.
  struct Service: Equatable {
    var kind: String
    var url: Value
    var username: Value
    var name: String?
    /// Empty for a service whose log-in settings do not name.
    var authentication: [Authentication] = []
    /// Where it is from, where several answers were asked.
    var origin: String?
  }

  /// A service at a host.
  struct HostService {
    var host: String
    var username: Value
  }

  /// A directory of people.
  struct Directory {
    var host: String
    var port: Int
    var security: Security
    var username: Value?
    var searchBases: [(base: String, scope: String, name: String?)]
  }

  /// A page that explains something.
  struct Page {
    var url: String
    var texts: [(language: String, text: String)]
  }

  /// An authorization server.
  struct Tokens {
    var issuer: Value
    var authorizationURL: String
    var tokenURL: String
    var scopes: [String]
    var clientID: String?
  }

  /// What is particular to Apple devices.
  struct Apple {
    var organization: String?
    var consentTexts: [(language: String, text: String)] = []
    var removalDisallowed = false
    var removalDate: String?
    var removeAfterDays: Value?
    var preventMove = false
    /// Certificates to trust, each a file of its own.
    var certificates: [ImportedFile] = []
    var webClip: WebClip?
  }

  /// An icon that opens webmail.
  struct WebClip {
    var label: String?
    var icon: ImportedFile?
    var fullScreen = false
  }

  /// The person that the document was made for; nil where it is for everybody.
  var sample: MailAddress?
  var id: Value?
  var name: Value?
  var shortName: String?
  /// The languages of the texts, the default first.
  var languages: [String] = []
  var domains: [Value] = []
  var incoming: [Server] = []
  var outgoing: [Server] = []
  var calendars: [Service] = []
  var contacts: [Service] = []
  var files: [Service] = []
  var directories: [Directory] = []
  var activeSync: HostService?
  var ews: Service?
  var jmap: Service?
  var manageSieve: String?
  var webmail: Value?
  var documentation: [Page] = []
  var supportEmail: String?
  var oauth2: Tokens?
  /// The key of `autodiscover:` and its value.
  var redirect: (key: String, value: Value)?
  var apple = Apple()
  /// What devices call accounts: a loss where it is not the provider's name.
  var labels: [(key: String, text: String, place: Place?)] = []
  /// What has no place in the settings, or was guessed.
  var findings: [Finding] = []

  /// Notes something at a place of the document.
  mutating func note(
    _ severity: Severity, _ message: String, fix: String? = nil, at place: Place?
  ) {
    let finding = Finding(severity, at: "", message, fix: fix, place: place)
    if findings.last != finding { findings.append(finding) }
  }

  /// Notes something that settings have no place for, with what follows for users.
  mutating func lose(_ what: String, _ consequence: String, at place: Place?) {
    note(.warning, "\(what) is left out: \(consequence)", at: place)
  }

  /// Items of one list at most: each is compared with all others.
  static let mostItems = 1_000
  private var fullLists: Set<String> = []

  /// True while a list of so many items takes another one; the first one that it does not take is
  /// noted.
  mutating func takes(_ what: String, after count: Int, at place: Place?) -> Bool {
    if count < Self.mostItems { return true }
    if fullLists.insert(what).inserted {
      note(
        .warning, "only the first \(Self.mostItems) of \(what) are taken",
        fix: "split the document",
        at: place)
    }
    return false
  }

  /// Every mail server.
  var servers: [Server] { incoming + outgoing }
  /// How many mail servers there are.
  var serverCount: Int { incoming.count + outgoing.count }

  /// Every host, URL and user name.
  var patterns: [String] {
    let services = calendars + contacts + files + [ews, jmap].compactMap { $0 }
    return servers.flatMap { [$0.host, $0.username.text] }
      + services.flatMap { [$0.url.text, $0.username.text] }
      + [activeSync?.host, activeSync?.username.text, manageSieve, webmail?.text]
      .compactMap { $0 }
  }

  /// True where there is nothing that a device could be set up with.
  var isEmpty: Bool {
    servers.isEmpty && calendars.isEmpty && contacts.isEmpty && files.isEmpty
      && directories.isEmpty && activeSync == nil && ews == nil && jmap == nil
      && manageSieve == nil && webmail == nil && redirect == nil && apple.certificates.isEmpty
  }

  /// A host of any service, to guess a domain from.
  var anyHost: String? {
    if let host = servers.first?.host ?? activeSync?.host ?? directories.first?.host { return host }
    let urls =
      (calendars + contacts + files).map(\.url)
      + [ews?.url, jmap?.url, webmail]
      .compactMap { $0 }
    return urls.lazy.compactMap { try? WebURL($0.text.withoutPlaceholders) }.first?.host.ascii
  }
}

extension String {
  /// The text with a word in place of each placeholder, so that it reads as a URL.
  fileprivate var withoutPlaceholders: String {
    replacing("{address}", by: "x").replacing("{local}", by: "x")
      .replacing("{domain}", by: "x.example")
  }
}
