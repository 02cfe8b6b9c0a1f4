// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import PersonalLinks
import SettingsFile
import System

/// The file with the key that links are sealed with.
package struct LinkKeyFile {
  /// Its path as it was written; `$CREDENTIALS_DIRECTORY/` may begin it.
  package let path: String

  /// A file that may not be there yet.
  package init(_ path: String) { self.path = path }

  /// Where it is; nil where that needs a folder of credentials and there is none.
  package var location: String? {
    let folder = getenv(CredentialPath.environment).map { String(cString: $0) }
    return CredentialPath(path).path(in: folder)
  }

  /// The key in it; throws what is wrong, with the name of the file.
  package func read() throws(InvalidValue) -> LinkKey {
    guard let location else { throw CredentialPath(path).missing }
    let bytes: [UInt8]
    do throws(InputFault) {
      bytes = try InputFile(path: location).contents(limit: 1_024)
    } catch {
      throw InvalidValue(
        "\(path.quotedPath) \(error.message)", fix: "mkprofile link --new-key FILE")
    }
    do throws(InvalidValue) {
      return try LinkKey(file: bytes)
    } catch {
      throw InvalidValue("\(path.quotedPath) \(error.message)", fix: error.fix)
    }
  }

  /// True where there is no such file.
  package var isMissing: Bool { location.map { FileKind($0) == .missing } ?? false }

  /// True where others than the owner and the group may read it.
  package var isPublic: Bool {
    var status = stat()
    guard let location else { return false }
    return stat(location, &status) == 0 && status.st_mode & 0o007 != 0
  }

  /// Puts a new key into a file that is not there yet, for the owner alone; or into the place of
  /// one that is.
  func create(inPlaceOfOther isForced: Bool = false) throws(SystemError) {
    let place = "\(path).new-\(SystemProcess.identifier)"
    let target = isForced && FileKind(path) == .file ? place : path
    let file = try FileDescriptor.create(target, isPrivate: true)
    do throws(SystemError) {
      try file.write(LinkKey.random().file)
      try file.synchronize()
      try file.close()
      if target != path { try FileSystem.replace(path, by: target) }
    } catch {
      FileSystem.remove(target)
      throw error
    }
  }
}
