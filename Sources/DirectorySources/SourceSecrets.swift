// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import SettingsFile
import System

/// The files that a source is opened with; nobody but this program reads the password.
enum SourceSecrets {
  /// Bytes of a password at most.
  private static let longest = 4_096

  /// The first line of the file with the password; nil where the settings name none.
  static func password(_ options: DirectoryOptions) throws(DirectoryFault) -> String? {
    guard let name = options.passwordFile else { return nil }
    let path = try path(name)
    var bytes: [UInt8]?
    do throws(SystemError) {
      let file = try FileDescriptor.open(reading: path)
      defer { try? file.close() }
      bytes = try file.contents(limit: longest)
    } catch {
      throw DirectoryFault(
        .settings, "cannot read \(name.quoted): \(error)", fix: "let the server's user read it")
    }
    guard let bytes, let text = String(validating: bytes, as: UTF8.self),
      let line = text.split(whereSeparator: \.isNewline).first
    else {
      throw DirectoryFault(
        .settings, "\(name.quoted) holds no password", fix: "write it into the first line")
    }
    return String(line)
  }

  /// The certificates that are believed, as a path; nil where only the library knows.
  static func authorities(_ options: DirectoryOptions) throws(DirectoryFault) -> String? {
    if let name = options.caFile {
      let path = try path(name)
      guard access(path, R_OK) == 0 else {
        throw DirectoryFault(
          .settings, "cannot read \(name.quoted): \(SystemError.last)",
          fix: "name a file with certificates in PEM")
      }
      return path
    }
    return usual.first { access($0, R_OK) == 0 }
  }

  /// Where Debian and its like, Fedora and its like, and BSD keep those of the system.
  private static let usual = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem",
  ]

  private static func path(_ name: String) throws(DirectoryFault) -> String {
    let file = CredentialPath(name)
    let folder = getenv(CredentialPath.environment).map { String(cString: $0) }
    guard let path = file.path(in: folder) else {
      throw DirectoryFault(.settings, file.missing.message, fix: file.missing.fix)
    }
    return path
  }
}
