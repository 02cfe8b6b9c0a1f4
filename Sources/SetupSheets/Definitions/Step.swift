// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Something to do, or to know, as a definition says it.
struct Step: Hashable, Sendable {
  /// What a step says.
  enum Content: Hashable, Sendable {
    /// A sentence that all definitions share.
    case phrase(Phrase)
    /// A sentence of this definition.
    case text(Words)
    /// A way through menus; several where versions differ.
    case open([MenuPath])
  }

  let content: Content
  /// What must be so for the step to be on the sheet.
  var conditions: [Condition] = []
  /// False where nobody has compared it with the program or a source.
  var isConfirmed = true
  /// The one platform that it is for; nil for all of the definition.
  var platform: Platform?
}

extension Step {
  /// The step with the ways of one platform alone; nil where it is for another.
  func only(on wanted: Platform) -> Step? {
    guard platform == nil || platform == wanted else { return nil }
    guard case .open(let paths) = content else { return self }
    let own = paths.filter { $0.platform == nil || $0.platform == wanted }
    return Step(content: .open(own), conditions: conditions, isConfirmed: isConfirmed)
  }
}

/// A way through menus, with `>` between them.
struct MenuPath: Hashable, Sendable {
  /// The versions that have it; nil for all.
  let versions: Words?
  /// The one platform that has it; nil for all of the definition.
  var platform: Platform?
  let path: Words
}

/// What an account or a server is like: what steps and fields may depend on.
enum Condition: String, Hashable, Sendable, CaseIterable {
  /// Mail is read over IMAP, or over POP3.
  case imap, pop3
  /// Mail is read over IMAP, and the settings name no folder that all others are in.
  case noPathPrefix = "no-path-prefix"
  /// The mailbox password is typed somewhere, or nowhere.
  case password
  case noPassword = "no-password"
  /// The server in question wants a log-in, or none.
  case login
  case noLogin = "no-login"
  /// The server in question has implicit TLS, STARTTLS, either, or neither.
  case tls, starttls, protected, unprotected
  /// The password is sent as it is (inside TLS), or as a response to a challenge.
  case cleartext, encrypted
  /// There is an address where the Apple profile is to be had, or none.
  case link
  case noLink = "no-link"
  /// The settings do not say where mail for the domain goes.
  case noMX = "no-mx"
  /// Mail can be read in a browser, or not.
  case webmail
  case noWebmail = "no-webmail"
  /// The provider has pages for changing and making passwords, for its state, for copying mail.
  case passwordURL = "password-url"
  case noPasswordURL = "no-password-url"
  case appPasswordURL = "app-password-url"
  case migrationURL = "migration-url"
  /// The account has calendars, calendars to subscribe to, address books, a directory, files.
  case caldav, webcal, carddav, ldap, webdav
  /// The account has calendars or address books, or neither.
  case dav
  case noDav = "no-dav"
  /// The account has these protocols.
  case activeSync = "activesync"
  case jmap
  case manageSieve = "managesieve"
}

/// A line of the form in which a program or device asks for values.
struct FormField: Hashable, Sendable {
  /// What it asks for.
  enum Kind: String, Hashable, Sendable, CaseIterable {
    case name, address, description, `protocol`, host, port
    /// Host and port with a colon between them.
    case hostPort = "host-port"
    /// Protocol, host and port as one URL, such as `smtps://smtp.example.com:465`.
    case url
    case security, authentication, login, password, sender
    /// The folder that all others are in, where the settings name one.
    case pathPrefix = "path-prefix"
    /// A box to tick, a box to leave empty.
    case on, off
  }

  let kind: Kind
  /// Its label in the program; nil for the usual one.
  var label: Words?
  /// True where the program calls it optional although it is not.
  var isOptional = false
  /// True where it is not asked for at first, but can be found afterwards.
  var isLater = false
  /// What must be so for the line to be on the sheet.
  var conditions: [Condition] = []
}
