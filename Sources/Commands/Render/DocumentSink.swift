// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

/// Takes documents to where they were asked to go, and says so.
final class DocumentSink {
  private let target: OutputTarget
  private let fileExtension: String
  private let isDryRun: Bool
  private let io: InputOutput
  private let reporter: Reporter
  private let batch: FileBatch
  private var hasFolder = false
  private var cutNames: Set<String> = []
  private var count = 0

  init(
    _ target: OutputTarget, _ fileExtension: String, _ invocation: Invocation,
    isPrivate: Bool = false
  ) {
    self.target = target
    self.fileExtension = fileExtension
    isDryRun = invocation.arguments.has(.dryRun)
    io = invocation.io
    reporter = invocation.reporter
    batch = FileBatch(isPrivate: isPrivate, isInterrupted: io.isInterrupted)
  }

  /// Writes a document, or says where it would go; `stem` is its address or domain. Tells the
  /// name of the file where it is one in a folder.
  @discardableResult
  func add(_ bytes: [UInt8], for stem: String) throws(Failure) -> String? {
    switch target {
    case .standardOutput:
      if try isWanted(bytes, "to standard output, for \(stem)") { try io.write(bytes) }
    case .device(let path):
      if try isWanted(bytes, "to \(path), for \(stem)") { try write(bytes, toDevice: path) }
    case .file(let path):
      if try isWanted(bytes, path) { try batch.add(bytes, to: path) }
    case .folder(let folder):
      let name = try name(for: stem)
      let path = FileSystem.join(folder, name)
      guard try isWanted(bytes, path) else { return name }
      try makeFolder(folder)
      try batch.add(bytes, to: path)
      return name
    }
    return nil
  }

  /// Begins the list of what is in a folder; nil where nothing is written there.
  func beginIndex(_ name: String) throws(Failure) -> GrowingFile? {
    guard case .folder(let folder) = target, !isDryRun else { return nil }
    try makeFolder(folder)
    return try batch.begin(FileSystem.join(folder, name))
  }

  /// Takes the finished list.
  func add(index: GrowingFile) throws(Failure) {
    try batch.add(index)
    count += 1
  }

  /// Puts the files in their places and says how many there are.
  func finish(failed: Int, of one: String, _ many: String) throws(Failure) {
    try batch.commit()
    guard case .folder(let folder) = target else { return }
    let files = "\(count) \(count == 1 ? "file" : "files")"
    let failures = failed == 0 ? "" : ", \(failed) \(failed == 1 ? one : many) failed"
    let verb = isDryRun ? "would write" : "wrote"
    reporter.inform("\(verb) \(files) to \(FileSystem.join(folder, ""))\(failures)")
  }

  /// False in a dry run, which says what it leaves out.
  private func isWanted(_ bytes: [UInt8], _ place: String) throws(Failure) -> Bool {
    if io.isInterrupted() { throw Failure(.cannotWrite, "stopped") }
    count += 1
    if isDryRun { reporter.inform("would write \(bytes.count) bytes: \(place)") }
    return !isDryRun
  }

  /// Names that were cut could meet; all others are different where the addresses are.
  private func name(for stem: String) throws(Failure) -> String {
    let (name, isCut) = FileName.make(stem, extension: fileExtension)
    guard !isCut || cutNames.insert(name).inserted else {
      throw Failure(.cannotWrite, "two addresses have the file name \(name.quoted)")
    }
    return name
  }

  private func makeFolder(_ folder: String) throws(Failure) {
    guard !hasFolder else { return }
    do throws(SystemError) {
      try FileSystem.makeFolder(folder)
    } catch {
      throw Failure(.cannotWrite, "cannot make the folder \(folder.quotedPath): \(error)")
    }
    hasFolder = true
  }

  private func write(_ bytes: [UInt8], toDevice path: String) throws(Failure) {
    do throws(SystemError) {
      let device = try FileDescriptor.open(writing: path, until: io.isInterrupted)
      defer { try? device.close() }
      try device.write(bytes, until: io.isInterrupted)
    } catch {
      throw .cannotWrite(path, error)
    }
  }
}
