// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Why a directory has not answered.
package struct DirectoryFault: Error, Hashable, Sendable {
  /// Whose business it is.
  package enum Kind: String, Hashable, Sendable {
    /// It may work again later by itself: a server that is away, a program that died.
    case unreachable
    /// Somebody has to mend the settings: a wrong query, a missing file, a refused password.
    case settings
  }

  /// Whose business it is.
  package var kind: Kind
  /// One sentence without a full stop; never with a password.
  package var message: String
  /// What to do about it.
  package var fix: String?

  /// A fault with its reason.
  package init(_ kind: Kind, _ message: String, fix: String? = nil) {
    self.kind = kind
    self.message = message
    self.fix = fix
  }

  /// The same as a finding about a part of the settings, such as `directory.domains`.
  package func finding(_ severity: Severity, at path: String, _ places: Places) -> Finding {
    Finding(severity, at: path, message, fix: fix, place: places[path])
  }
}
