// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Writes files so that each is either the old one or the whole new one, whatever happens.
///
/// New contents first go to files beside their targets; one flush brings all of them to the
/// disk, and only then do they take their places. What was not committed is removed.
package final class FileBatch {
  private let isInterrupted: () -> Bool
  private let isPrivate: Bool
  private let keepsExisting: Bool
  private var pending: [(temporary: String, target: String)] = []
  private var pendingBytes = 0
  private var counter = 0
  /// How many files have taken their places.
  package private(set) var written = 0

  /// Files and bytes that wait for one flush at most; together they bound the memory.
  private static let mostFiles = 4_096
  private static let mostBytes = 64 << 20

  /// A batch; nobody but the owner may read files of a private one.
  ///
  /// One that keeps what exists refuses to take the place of any file.
  package init(
    isPrivate: Bool = false, keepsExisting: Bool = false, isInterrupted: @escaping () -> Bool
  ) {
    self.isPrivate = isPrivate
    self.keepsExisting = keepsExisting
    self.isInterrupted = isInterrupted
  }

  deinit { discard() }

  /// Takes a file into the batch; flushes where the batch is full.
  package func add(_ bytes: [UInt8], to path: String) throws(Failure) {
    if isInterrupted() { throw stopped() }
    if keepsExisting, FileKind(path) != .missing { throw Failure.existing(path) }
    do throws(SystemError) {
      let target = try FileSystem.resolvingLinks(path)
      try write(bytes, beside: target)
    } catch {
      throw cannotWrite(path, error)
    }
    pendingBytes += bytes.count
    if pending.count >= Self.mostFiles || pendingBytes >= Self.mostBytes { try commit() }
  }

  /// Begins a file that grows; it joins the batch when it is finished.
  package func begin(_ path: String) throws(Failure) -> GrowingFile {
    do throws(SystemError) {
      let target = try FileSystem.resolvingLinks(path)
      let (file, temporary) = try create(for: target)
      return GrowingFile(file, temporary: temporary, target: target)
    } catch {
      throw cannotWrite(path, error)
    }
  }

  /// Takes a file that has grown into the batch.
  package func add(_ file: GrowingFile) throws(Failure) {
    do throws(SystemError) { try file.close() } catch { throw cannotWrite(file.target, error) }
    pending.append((file.temporary, file.target))
    file.isTaken = true
  }

  /// Puts every file of the batch in its place.
  package func commit() throws(Failure) {
    if isInterrupted() { throw stopped() }
    guard let first = pending.first else { return }
    do throws(SystemError) {
      try flush()
    } catch {
      throw cannotWrite(first.target, error)
    }
    for (temporary, target) in pending {
      do throws(SystemError) {
        try FileSystem.replace(target, by: temporary)
      } catch {
        throw cannotWrite(target, error)
      }
      written += 1
    }
    do throws(SystemError) { try flushFolders() } catch { throw cannotWrite(first.target, error) }
    pending = []
    pendingBytes = 0
  }

  /// Forgets what was not committed.
  package func discard() {
    for file in pending { FileSystem.remove(file.temporary) }
    pending = []
    pendingBytes = 0
  }

  private func write(_ bytes: [UInt8], beside target: String) throws(SystemError) {
    let (file, temporary) = try create(for: target)
    pending.append((temporary, target))
    do throws(SystemError) {
      try file.write(bytes)
    } catch {
      try? file.close()
      throw error
    }
    try file.close()
  }

  /// A new file with a name that nobody has; a dot keeps it out of listings.
  private func create(for target: String) throws(SystemError) -> (FileDescriptor, String) {
    let folder = FileSystem.parent(of: target) ?? "."
    for _ in 0..<100 {
      counter += 1
      let path = FileSystem.join(folder, ".mkprofile-\(SystemProcess.identifier)-\(counter).tmp")
      do throws(SystemError) {
        let file =
          isPrivate
          ? try FileDescriptor.create(path, isPrivate: true)
          : try FileDescriptor.create(path, inPlaceOf: target)
        return (file, path)
      } catch  where error.isExisting {
        continue
      }
    }
    throw .existing
  }

  /// One call for the file system where there is one; for a single file never more than it.
  private func flush() throws(SystemError) {
    if pending.count > 1, try flushFileSystem() { return }
    for file in pending { try Self.synchronize(file.temporary, FileDescriptor.open(reading:)) }
  }

  /// Makes the new names last, too.
  private func flushFolders() throws(SystemError) {
    if pending.count > 1, try flushFileSystem() { return }
    for folder in Set(pending.map { FileSystem.parent(of: $0.target) ?? "." }) {
      try Self.synchronize(folder, FileDescriptor.open(folder:))
    }
  }

  private func flushFileSystem() throws(SystemError) -> Bool {
    guard let first = pending.first else { return true }
    let folder = try FileDescriptor.open(folder: FileSystem.parent(of: first.target) ?? ".")
    defer { try? folder.close() }
    return try folder.synchronizeFileSystem()
  }

  private static func synchronize(
    _ path: String, _ open: (String) throws(SystemError) -> FileDescriptor
  ) throws(SystemError) {
    let file = try open(path)
    defer { try? file.close() }
    try file.synchronize()
  }

  private func cannotWrite(_ path: String, _ error: SystemError) -> Failure {
    discard()
    return .cannotWrite(path, error)
  }

  private func stopped() -> Failure {
    discard()
    return Failure(.cannotWrite, "stopped; \(written) files were written")
  }
}

/// A file that is written piece by piece; it vanishes unless a batch takes it.
package final class GrowingFile {
  fileprivate let temporary: String
  fileprivate let target: String
  fileprivate var isTaken = false
  private let file: FileDescriptor
  private var isOpen = true
  private var buffer: [UInt8] = []

  fileprivate init(_ file: FileDescriptor, temporary: String, target: String) {
    self.file = file
    self.temporary = temporary
    self.target = target
  }

  deinit {
    if isOpen { try? file.close() }
    if !isTaken { FileSystem.remove(temporary) }
  }

  /// Adds bytes; small pieces wait for each other.
  package func write(_ bytes: some Sequence<UInt8>) throws(SystemError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  fileprivate func close() throws(SystemError) {
    try flush()
    isOpen = false
    try file.close()
  }

  private func flush() throws(SystemError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

extension CommandOption {
  /// Lets a command take the place of what a person may have written.
  package static let force = CommandOption(
    name: "force", summary: "Overwrite a file that is there already.")
}

extension Failure {
  /// What a person may have written stays.
  package static func existing(_ path: String) -> Failure {
    Failure(
      .cannotWrite, "\(path.quotedPath) exists already and is left as it is",
      fix: "give another name with --output FILE, or overwrite it with --force")
  }

  /// A file that cannot be written, in the system's words.
  package static func cannotWrite(_ path: String, _ error: SystemError) -> Failure {
    Failure(.cannotWrite, "cannot write \(path.quotedPath): \(error)")
  }
}
