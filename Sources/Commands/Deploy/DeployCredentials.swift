// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import SettingsFile
import System

/// A file that the service manager reads as root and hands to the service (systemd.exec(5),
/// `LoadCredential=`).
struct DeployCredential: Hashable {
  /// What it is called below `$CREDENTIALS_DIRECTORY`.
  let name: String
  /// The file that is read.
  let path: String
}

/// What a service with a user of its own needs to read the settings, and what it cannot read.
struct DeployReading {
  private(set) var credentials: [DeployCredential] = []
  private(set) var findings: [Finding] = []

  /// What settings hold and the files that they were read from.
  init(_ loaded: LoadedSettings) {
    for file in loaded.files { check(file) }
    for provider in loaded.catalog.providers {
      for (field, path) in provider.filesOfService { add(path, field) }
    }
  }

  private mutating func add(_ path: String, _ field: String) {
    if let name = CredentialPath(path).credential {
      insert(DeployCredential(name: name, path: "\(CredentialPath.usualFolder)/\(name)"))
      return
    }
    let absolute = FileSystem.absolute(path)
    guard !Self.isReadable(absolute) else { return }
    let name = absolute.split(separator: "/").last.map(String.init) ?? absolute
    insert(DeployCredential(name: name, path: absolute))
    let written = "\(CredentialPath.variable)\(name)"
    findings.append(
      Finding(
        .warning, at: field,
        "the service has a user of its own, who cannot read \(path.quotedPath)",
        fix: "write \(written) in the settings: the unit loads the file under this name"))
  }

  private mutating func insert(_ credential: DeployCredential) {
    if !credentials.contains(credential) { credentials.append(credential) }
  }

  private mutating func check(_ path: String) {
    let absolute = FileSystem.absolute(path)
    if let hidden = Self.hidden.first(where: { absolute.hasPrefix($0) }) {
      findings.append(
        Finding(
          .warning, at: "", "the service sees nothing below \(hidden), such as \(path.quotedPath)",
          fix: "put the settings into /etc/mkprofile"))
    } else if !Self.isReadable(absolute) {
      findings.append(
        Finding(
          .warning, at: "", "the service has a user of its own, who cannot read \(path.quotedPath)",
          fix: "chmod o+rX \(absolute.shellQuoted), and the folders above it"))
    }
  }

  /// What `ProtectHome=` and `PrivateTmp=` of the unit keep away.
  private static let hidden = ["/home/", "/root/", "/run/user/", "/tmp/", "/var/tmp/"]

  /// True where every user may read a file or a folder, and go through the folders above it; also
  /// where it is not there.
  private static func isReadable(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    let needed: mode_t = isFolder ? S_IROTH | S_IXOTH : S_IROTH
    guard status.st_mode & needed == needed else { return false }
    var folder = FileSystem.parent(of: path)
    while let path = folder, path != "/" {
      if stat(path, &status) == 0, status.st_mode & S_IXOTH == 0 { return false }
      folder = FileSystem.parent(of: path)
    }
    return true
  }
}

extension Provider {
  /// Files that the server reads while it runs, by their key.
  fileprivate var filesOfService: [(field: String, path: String)] {
    [
      ("signing.certificate", signing?.certificate), ("signing.key", signing?.key),
      ("signing.passphraseFile", signing?.passphraseFile), ("signing.chain", signing?.chain),
      ("delivery.linkKey", delivery.linkKey),
    ].compactMap { field, path in path.map { (field, $0) } }
  }
}

extension FileSystem {
  /// The path from the root folder, with `.` and `..` followed as far as names alone tell.
  static func absolute(_ path: String) -> String {
    var words: [Substring] = []
    let whole = path.hasPrefix("/") ? path : join(currentFolder, path)
    for word in whole.split(separator: "/") where word != "." {
      if word == ".." { _ = words.popLast() } else { words.append(word) }
    }
    return "/" + words.joined(separator: "/")
  }

  private static var currentFolder: String {
    guard let text = getcwd(nil, 0) else { return "/" }
    defer { free(text) }
    return String(cString: text)
  }
}
