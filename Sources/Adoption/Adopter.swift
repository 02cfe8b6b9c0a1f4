// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Commands

/// What `mkprofile-adopt` brings to the commands.
package enum Adopting {
  /// Import, lint, diff and the table of clients.
  package static let adopter = Adopter(
    importSettings: Importer.settings, lint: Linter.lint, diff: Differ.diff,
    clients: { (ClientTable.text, ClientTable.json) })
}
