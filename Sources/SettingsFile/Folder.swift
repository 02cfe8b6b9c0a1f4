// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// What the file system says about a path.
enum Folder {
  static func isFolder(_ path: String) throws(InputFault) -> Bool {
    try kind(of: path) == S_IFDIR
  }

  static func isFile(_ path: String) throws(InputFault) -> Bool {
    try kind(of: path) == S_IFREG
  }

  /// The names of the settings files in a folder, sorted; hidden ones are left out.
  static func settingsFiles(in folder: String) throws(InputFault) -> [String] {
    guard let stream = opendir(folder) else { throw InputFault(errno: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = String(member: entry.pointee.d_name)
      let isSettings = [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
      if isSettings, !name.hasPrefix(".") { names.append(name) }
    }
    guard errno == 0 else { throw InputFault(errno: errno) }
    return names.sorted()
  }

  private static func kind(of path: String) throws(InputFault) -> mode_t {
    var status = stat()
    guard stat(path, &status) == 0 else { throw InputFault(errno: errno) }
    return status.st_mode & S_IFMT
  }
}
