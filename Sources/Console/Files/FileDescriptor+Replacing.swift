// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

extension FileDescriptor {
  /// Makes a file that is to take the place of another one, for no more people than may read that:
  /// with its mode, less what a new file would not get, and its group, or nothing for a group.
  static func create(_ path: String, inPlaceOf old: String) throws(SystemError) -> FileDescriptor {
    var status = stat()
    guard stat(old, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return try create(path)
    }
    let file = try create(path, isPrivate: true)
    var mode = status.st_mode & 0o644
    if fchown(file.number, uid_t.max, status.st_gid) != 0 { mode &= 0o604 }
    guard fchmod(file.number, mode | 0o600) == 0 else {
      let error = SystemError.last
      try? file.close()
      FileSystem.remove(path)
      throw error
    }
    return file
  }
}
