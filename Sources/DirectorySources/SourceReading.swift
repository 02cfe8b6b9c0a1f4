// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings

/// A database or a directory that was opened.
protocol OpenSource: AnyObject {
  /// Writes every row of the domains.
  func domains(_ rows: inout DomainWriter) throws(DirectoryFault)
  /// Somebody; nil where nobody is known.
  func person(_ address: MailAddress) throws(DirectoryFault) -> PersonRow?
  /// Gives everybody.
  func people(_ body: (String, PersonRow) -> Void) throws(DirectoryFault)
  /// Asks the source to say when something changes.
  func watch() throws(DirectoryFault)
  /// What to wait on for news; nil where none can come.
  var descriptor: Int32? { get }
  /// What has changed since the last call.
  func news() throws(DirectoryFault) -> SourceNews
  /// Where notes of links are kept; nil where they cannot be.
  var links: PostgreSQLLinks? { get }
}

extension OpenSource {
  func watch() throws(DirectoryFault) {
    throw DirectoryFault(.settings, "only PostgreSQL says when something has changed")
  }
  var descriptor: Int32? { nil }
  func news() throws(DirectoryFault) -> SourceNews { SourceNews() }
  var links: PostgreSQLLinks? { nil }
}

/// What a source says of somebody.
struct PersonRow: Hashable {
  var login: String?
  var name: String?
  var language: String?
}

/// What a source says has changed.
struct SourceNews: Hashable {
  /// True where everything has to be read again.
  var isEverything = false
  /// Domains that are new or different.
  var changed: [DomainRow] = []
  /// Domains that are gone.
  var removed: [String] = []
  /// Addresses of people who are different.
  var people: [String] = []

  var isEmpty: Bool { self == SourceNews() }
}
