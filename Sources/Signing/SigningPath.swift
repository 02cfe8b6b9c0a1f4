// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import ProfileSigning
import SettingsFile
import System

/// A file that signing needs. A path may begin with `$CREDENTIALS_DIRECTORY/`, where systemd puts
/// what `LoadCredential=` names (systemd.exec(5)).
struct SigningPath {
  /// The path as people wrote it.
  let name: String
  /// What findings call it.
  let field: String

  /// Keys, certificates and passphrases are small.
  private static let mostBytes = 1 << 20

  /// Where the file is; nil without a credentials directory.
  var path: String? {
    let folder = getenv(CredentialPath.environment).map { String(cString: $0) }
    return CredentialPath(name).path(in: folder)
  }

  /// The whole file, or nil and a finding.
  func contents(_ findings: inout [Finding]) -> [UInt8]? {
    guard let path else {
      let missing = CredentialPath(name).missing
      findings.append(Finding(.error, at: field, missing.message, fix: missing.fix))
      return nil
    }
    do throws(InputFault) {
      let file = try InputFile(path: path)
      return try file.contents(limit: Self.mostBytes)
    } catch {
      findings.append(
        Finding(
          .error, at: field, "\(name.quoted) \(error.message)", fix: error.fix,
          isAboutMissingFile: error.cause != .unusable))
      return nil
    }
  }

  /// A warning where every user of this system may read the file.
  func warnIfPublic(_ findings: inout [Finding]) {
    var status = stat()
    guard let path, stat(path, &status) == 0, status.st_mode & S_IROTH != 0 else { return }
    findings.append(
      Finding(
        .warning, at: field, "every user of this system may read \(name.quoted)",
        fix: "chmod o-r \(name)"))
  }

  /// The first line of a file that holds a passphrase.
  func passphrase(_ findings: inout [Finding]) -> [UInt8]? {
    guard let bytes = contents(&findings) else { return nil }
    warnIfPublic(&findings)
    let line = Array(bytes.prefix { $0 != 0x0a && $0 != 0x0d })
    guard !line.isEmpty, line.count <= Self.longestPassphrase, !line.contains(0) else {
      let problem = line.isEmpty ? "holds no passphrase" : "holds no text that can be a passphrase"
      findings.append(
        Finding(
          .error, at: field, "\(name.quoted) \(problem) in its first line",
          fix: "write the passphrase into the first line, at most \(Self.longestPassphrase) bytes"))
      return nil
    }
    return line
  }

  /// libcrypto has no room for more.
  private static let longestPassphrase = 1_024
}
