// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Where the domains and people of a provider are: a database, a directory, or a program.
package struct DirectoryOptions: Hashable, Sendable {
  /// What is asked.
  package enum Source: Hashable, Sendable {
    /// A database or a directory by its URL; a file of SQLite is `sqlite:` and a path.
    case url(kind: Kind, text: String)
    /// A program and its arguments, which speaks JSON line by line.
    case command([String])
  }

  /// The kinds of databases and directories.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// PostgreSQL.
    case postgresql
    /// MariaDB and MySQL.
    case mysql
    /// A file of SQLite.
    case sqlite
    /// A directory with TLS from the first byte.
    case ldaps
    /// A directory with StartTLS.
    case ldap
    /// A directory behind a Unix socket.
    case ldapi

    /// True for the databases that are asked in SQL.
    package var isSQL: Bool { self == .postgresql || self == .mysql || self == .sqlite }
    /// True for those that are files of this machine.
    package var isLocal: Bool { self == .sqlite || self == .ldapi }
  }

  /// What is asked for.
  package enum Query: Hashable, Sendable {
    /// A query in SQL, or the words that a program gets.
    case text(String)
    /// A search in a directory.
    case search(Search)
  }

  /// A search in a directory (RFC 4511).
  package struct Search: Hashable, Sendable {
    /// Where it begins.
    package var base: String
    /// What is looked for (RFC 4515); `{address}`, `{local}` and `{domain}` stand for the person.
    package var filter: String
    /// How deep.
    package var scope = Scope.subtree
    /// The attributes with what is wanted, by the names of the settings.
    package var attributes: [String: String] = [:]

    /// A search below a base.
    package init(base: String, filter: String) {
      self.base = base
      self.filter = filter
    }

    /// How deep a search goes.
    package enum Scope: String, Hashable, Sendable, CaseIterable {
      /// Everything below the base and itself.
      case subtree
      /// What is just below the base.
      case one
      /// The base alone.
      case base
    }
  }

  /// What is asked.
  package var source: Source
  /// The file with the password, as a path; `$CREDENTIALS_DIRECTORY/` may begin it.
  package var passwordFile: String?
  /// The certificates that the server's is verified with, as a path; nil for those of the system.
  package var caFile: String?
  /// What gives the domains; nil where the settings name them.
  package var domains: Query?
  /// What gives a person; nil where the rules of the settings give every user name.
  package var person: Query?
  /// Seconds after which the domains are read again.
  package var refresh = 300
  /// The channel on which PostgreSQL says that something has changed.
  package var notify: String?
  /// Seconds for a question about a person.
  package var timeout = 2
  /// Where each of these stands in the settings.
  package var places = Places()

  /// The seconds between two readings.
  package static let refreshes = 1...86_400
  /// The seconds for a question.
  package static let timeouts = 1...30

  /// A source, with nothing asked of it yet.
  package init(_ source: Source) { self.source = source }

  /// What the source is called in messages; never with a password.
  package var sourceName: String {
    switch source {
    case .url(_, let text): text
    case .command(let words): words.first ?? ""
    }
  }
}
