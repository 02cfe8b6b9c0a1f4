// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Settings in the making: what a document says, in the words of a settings file.
struct SettingsDraft {
  /// A text of the settings file, and why it was guessed where the document does not say it.
  struct Value {
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
    /// Where it is from, where several answers were asked.
    var origin: String?
  }

  /// A service at a URL.
  struct Service: Equatable {
    var kind: String
    var url: String
    var username: String
    var name: String?
    /// Where it is from, where several answers were asked.
    var origin: String?
  }

  /// A directory of people.
  struct Directory {
    var host: String
    var port: Int
    var security: Security
    var username: String?
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

  var id: Value?
  var name: Value?
  var shortName: String?
  var domains: [Value] = []
  var incoming: [Server] = []
  var outgoing: [Server] = []
  var calendars: [Service] = []
  var contacts: [Service] = []
  var files: [Service] = []
  var directories: [Directory] = []
  var activeSync: String?
  var jmap: Service?
  var manageSieve: String?
  var webmail: String?
  var documentation: [Page] = []
  var supportEmail: String?
  var oauth2: Tokens?
  var organization: String?
  var consentTexts: [(language: String, text: String)] = []
  var removalDisallowed = false
  var hasWebClip = false
  /// What has no place in the settings, or was guessed.
  var findings: [Finding] = []

  /// Notes something at a place of the document.
  mutating func note(
    _ severity: Severity, _ message: String, fix: String? = nil, at place: Place?
  ) {
    findings.append(Finding(severity, at: "", message, fix: fix, place: place))
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
}
