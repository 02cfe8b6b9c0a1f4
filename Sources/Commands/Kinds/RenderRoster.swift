// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

extension Invocation {
  /// Renders one document per row; good rows are written even when others fail.
  func renderRoster(
    _ path: String, _ format: any Renderer, _ options: RenderOptions, _ person: Person
  ) throws(Failure) -> ExitCode {
    try checkRosterArguments(path, person)
    let output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
    guard output != nil || arguments.has(.dryRun) else {
      throw .usage("--roster needs a folder to write to", fix: "add --output FOLDER/")
    }
    let job = RenderJob(format, try settings(), reporter)
    let source = try RosterSource(path, io)
    defer { source.close() }
    var roster = try RosterReader(
      CSVReader(source.chunk), file: source.name, format: format, among: cli.formats,
      options: options,
      language: person.language)
    for column in roster.idleColumns {
      let message = "the column '\(column)' is not used: \(format.name) has no such option"
      reporter.report([Finding(.note, at: column, message)])
    }
    let sink = DocumentSink(.folder(output ?? "."), format.fileExtension, self)
    var (done, failed) = (0, 0)
    while let row = try roster.next() {
      if io.isInterrupted() { throw Failure(.cannotWrite, "stopped") }
      if try !write(row, job, sink) { failed += 1 }
      done += 1
      reporter.showProgress(
        done: roster.position, total: source.size, "\(done) rows, \(failed) failed")
    }
    if done == 0 { reporter.report([Finding(.warning, at: "", "\(source.name) has no rows")]) }
    try sink.finish(failed: failed, of: "row", "rows")
    return failed == 0 ? .done : .errorsFound
  }

  private func write(
    _ row: Result<RosterRow, RenderFailure>, _ job: RenderJob, _ sink: DocumentSink
  ) throws(Failure) -> Bool {
    switch row {
    case .failure(let failure):
      reporter.report(failure.findings)
      return false
    case .success(let row):
      let subject = Subject.address(row.address)
      guard
        let bytes = job.document(
          for: subject, person: row.person, options: row.options, at: row.place)
      else { return false }
      try sink.add(bytes, for: subject.description)
      return true
    }
  }

  private func checkRosterArguments(_ path: String, _ person: Person) throws(Failure) {
    if !arguments.operands.isEmpty {
      throw .usage("--roster and addresses exclude each other", fix: "give one of them")
    }
    if person.name != nil || person.login != nil {
      throw .usage("--name and --login are for one address", fix: "write them into the roster")
    }
    if arguments.has(.together) {
      throw .usage("--roster and --together exclude each other", fix: "give one of them")
    }
    if path == "-", arguments[.settings] == "-" {
      throw .usage("--roster and --settings cannot both be standard input")
    }
  }
}

/// Where the bytes of a roster come from.
struct RosterSource {
  /// The path as it was given.
  let name: String
  /// The bytes of the whole, 0 where nobody knows.
  let size: Int
  private let file: FileDescriptor?
  private let io: InputOutput

  /// Opens a file, or standard input for `-`.
  init(_ path: String, _ io: InputOutput) throws(Failure) {
    self.io = io
    guard path != "-" else {
      (name, size, file) = ("standard input", 0, nil)
      return
    }
    do throws(SystemError) {
      let file = try FileDescriptor.open(reading: path)
      (name, size, self.file) = (path, file.size ?? 0, file)
    } catch {
      throw Failure(.noSuchFile, "cannot read \(path.quoted): \(error)")
    }
  }

  /// The next bytes; empty at the end.
  func chunk() throws(Failure) -> [UInt8] {
    while true {
      let bytes = file.map { $0.chunk() } ?? io.readInput()
      switch bytes {
      case .success(let bytes): return bytes
      case .failure(let error) where error.isInterruption && !io.isInterrupted(): continue
      case .failure(let error):
        throw Failure(.noSuchFile, "cannot read \(name.quoted): \(error)")
      }
    }
  }

  func close() { try? file?.close() }
}

extension FileDescriptor {
  fileprivate func chunk() -> Result<[UInt8], SystemError> {
    do throws(SystemError) { return .success(try read()) } catch { return .failure(error) }
  }
}
