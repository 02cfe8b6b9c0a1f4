// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets
import System

/// The sheets of all rows in one PDF, in the order of the roster, with an index at its end.
final class RosterBook: RosterOutput {
  private let path: String
  private let printed: PrintedSheet
  private let languages: [Language]
  private let reporter: Reporter
  private let batch: FileBatch
  private let output: Output
  private let book: (any SheetBook)?
  private var entries: [PrintedSheet.IndexEntry] = []

  /// Where bytes go while the document grows; the first failure is kept.
  private final class Output {
    var file: GrowingFile?
    var error: SystemError?

    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
      guard let file, error == nil else { return error == nil }
      do throws(SystemError) { try file.write(bytes) } catch { self.error = error }
      return error == nil
    }
  }

  init(
    _ path: String, _ printed: PrintedSheet, _ binder: any SheetBinder, _ options: RenderOptions,
    _ languages: [Language], _ invocation: Invocation
  ) throws(Failure) {
    self.path = path
    self.printed = printed
    self.languages = languages
    reporter = invocation.reporter
    batch = FileBatch(
      isPrivate: invocation.arguments.has(.withPassword),
      isInterrupted: invocation.io.isInterrupted)
    let output = Output()
    self.output = output
    if !invocation.arguments.has(.dryRun) { output.file = try batch.begin(path) }
    do throws(RenderFailure) {
      book = try binder.bind(printed.bookSettings(options, languages)) { output.write($0) }
    } catch { throw Failure(.badInput, findings: error.findings) }
  }

  func add(
    _ row: RosterRow, _ account: AccountSettings, _ job: RenderJob
  ) throws(Failure) -> Bool {
    let address = row.address.description
    let name = row.person.name?.text ?? ""
    let page = job.reporting(address, at: row.place) { () throws(RenderFailure) in
      let (sheet, findings) = try printed.sheet(account, row.options, password: row.password)
      let title = name.isEmpty ? address : "\(name), \(address)"
      return (try book?.add(sheet, named: title) ?? 1, findings)
    }
    try check()
    guard let page else { return false }
    entries.append(PrintedSheet.IndexEntry(name: name, address: address, page: page))
    return true
  }

  func finish(failed: Int) throws(Failure) {
    do throws(RenderFailure) {
      for sheet in printed.index(entries, languages) {
        _ = try book?.add(sheet, named: entries.isEmpty ? "" : sheet.title.plainText)
      }
      try book?.finish()
    } catch {
      try check()
      throw Failure(.badInput, findings: error.findings)
    }
    try check()
    let sheets = "\(entries.count) \(entries.count == 1 ? "sheet" : "sheets")"
    let failures = failed == 0 ? "" : ", \(failed) \(failed == 1 ? "row" : "rows") failed"
    guard let file = output.file else {
      reporter.inform("would write \(sheets) to \(path)\(failures)")
      return
    }
    guard !entries.isEmpty else { return }
    try batch.add(file)
    try batch.commit()
    reporter.inform("wrote \(sheets) to \(path)\(failures)")
  }

  private func check() throws(Failure) {
    if let error = output.error { throw .cannotWrite(path, error) }
  }
}
