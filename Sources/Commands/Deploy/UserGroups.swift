// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// The groups of this machine's users.
enum UserGroups {
  /// True where there is a group of the name.
  static func contains(_ name: String) -> Bool { getgrnam(name) != nil }
}
