// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail program whose reader of documents is known.
package struct ClientProgram: Hashable, Sendable {
  /// A short name for machines, such as `thunderbird-android`.
  package let id: String
  /// The name as people know it.
  package let name: String
  /// The version that was looked at, with its commit where it has one and its date.
  package let versions: String
  /// What is known by: the files of that version, or a specification.
  package let source: String
  /// What it can do to log in, on one server or the other; a server may leave less of it.
  package let logIns: LogIns

  init(
    _ id: String, _ name: String, versions: String, source: String, logIns: LogIns
  ) {
    self.id = id
    self.name = name
    self.versions = versions
    self.source = source
    self.logIns = logIns
  }

  /// Every one of them.
  package static let all: [ClientProgram] = [
    thunderbird, thunderbirdAndroid, fairEmail, deltaChat, gnome, kde, evolution, nextcloud,
    himalaya, mailspring, aerc, geary, snappyMail, mustang, outlook, appleMail, pacc, draft,
  ]
}
