// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The path of a file with a secret. It may begin with `$CREDENTIALS_DIRECTORY/`, where systemd puts
/// what `LoadCredential=` names (systemd.exec(5)).
package struct CredentialPath: Hashable, Sendable {
  /// The path as people wrote it.
  package let name: String

  /// What such a path begins with.
  package static let variable = "$CREDENTIALS_DIRECTORY/"
  /// The variable of the environment.
  package static let environment = "CREDENTIALS_DIRECTORY"
  /// Where the printed unit loads credentials from; only root reads it.
  package static let usualFolder = "/etc/mkprofile/credentials"

  /// A path as people wrote it.
  package init(_ name: String) { self.name = name }

  /// The name of the credential; nil for a plain path.
  package var credential: String? {
    name.hasPrefix(Self.variable) ? String(name.dropFirst(Self.variable.count)) : nil
  }

  /// Where the file is, given the folder of credentials; nil where one is needed and there is none.
  package func path(in folder: String?) -> String? {
    guard let credential else { return name }
    return folder.map { "\($0)/\(credential)" }
  }

  /// What to say where there is no folder of credentials.
  package var missing: InvalidValue {
    InvalidValue(
      "\(name.quoted) needs the variable \(Self.environment)",
      fix: "run as a systemd service with LoadCredential=, or, by hand and as root, begin the"
        + " command with \(Self.environment)=\(Self.usualFolder)")
  }
}
