// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What stands at a path.
package enum FileKind {
  /// Nothing, a regular file, a folder.
  case missing, file, folder
  /// A device, a FIFO or a socket: written to as it is, never replaced.
  case special

  /// Looks, following symbolic links.
  package init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = .missing
      return
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .special
    }
  }
}

/// The few things done with paths.
package enum FileSystem {
  /// Makes a folder and those above it that are missing.
  package static func makeFolder(_ path: String) throws(SystemError) {
    if mkdir(path, 0o777) == 0 { return }
    let error = SystemError.last
    if error.isExisting, case .folder = FileKind(path) { return }
    guard error.number == ENOENT, let parent = parent(of: path), parent != path else {
      throw error
    }
    try makeFolder(parent)
    if mkdir(path, 0o777) != 0, errno != EEXIST { throw .last }
  }

  /// Puts a file in the place of another one, which stays whole until then.
  package static func replace(_ path: String, by newPath: String) throws(SystemError) {
    guard rename(newPath, path) == 0 else { throw .last }
  }

  /// True where this process may write there.
  package static func isWritable(_ path: String) -> Bool { access(path, W_OK) == 0 }

  /// Removes a file; one that is gone already is no error.
  package static func remove(_ path: String) { _ = unlink(path) }

  /// The whole file; nil where it has more than so many bytes.
  package static func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8]? {
    let file = try FileDescriptor.open(reading: path)
    defer { try? file.close() }
    return try file.contents(limit: limit)
  }

  /// The folder of a path; nil where there is none above it.
  package static func parent(of path: String) -> String? {
    var rest = path[...]
    while rest.count > 1, rest.last == "/" { rest = rest.dropLast() }
    guard let slash = rest.lastIndex(of: "/") else { return rest == "." ? nil : "." }
    return slash == rest.startIndex ? "/" : String(rest[..<slash])
  }

  /// A name in a folder.
  package static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// Where a chain of symbolic links ends, so that the link itself is never replaced.
  package static func resolvingLinks(_ path: String) throws(SystemError) -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: 4_096)
      let count = readlink(path, &buffer, buffer.count)
      guard count > 0 else { return path }
      let target = String(buffer: buffer.prefix(count))
      path = target.hasPrefix("/") ? target : join(parent(of: path) ?? ".", target)
    }
    throw SystemError(number: ELOOP)
  }
}
