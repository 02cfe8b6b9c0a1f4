// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CTemplates

/// Files that the C compiler has embedded, by folder.
enum EmbeddedFile {
  /// The names and bytes of a folder's files, in the order of the table.
  static func all(in folder: String) -> [(name: String, bytes: [UInt8])] {
    var files: [(name: String, bytes: [UInt8])] = []
    var index = 0
    while let file = embedded_template(index)?.pointee {
      if String(cString: file.folder) == folder {
        let bytes = Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
        files.append((String(cString: file.name), bytes))
      }
      index += 1
    }
    return files
  }
}
