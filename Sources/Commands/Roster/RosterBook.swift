// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets
import System

/// The sheets of all people in one PDF: first an index by name, then the set of each person, in the
/// order of the roster, each sheet on a fresh leaf.
///
/// Every sheet is set twice: to count its pages while the roster is read, and to draw it once all
/// numbers are known. What is kept of a person is small, so that memory hardly grows.
final class RosterBook: RosterOutput {
  /// Somebody, with the rows of the roster and the pages that they take.
  private struct Member {
    var rows: [RosterRow]
    /// How many pages each sheet takes.
    var pages: [Int]
    let name: String
    let address: String

    /// The first page of each sheet, and the page behind the last one. Each sheet begins a leaf, so
    /// that a strip is not on the back of another sheet.
    func starts(from first: Int) -> (starts: [Int], end: Int) {
      var next = first
      let starts = pages.map { count in
        let start = next.isMultiple(of: 2) ? next + 1 : next
        next = start + count
        return start
      }
      return (starts, next)
    }
  }

  private let path: String
  private let printed: PrintedSheet
  private let languages: [Language]
  private let invocation: Invocation
  private let batch: FileBatch
  private let output = Output()
  private let book: any SheetBook
  private var job: RenderJob?
  private var members: [Member] = []
  private var positions: [MailAddress: Int] = [:]
  private var sheets = 0

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
    self.invocation = invocation
    batch = FileBatch(
      isPrivate: invocation.arguments.has(.withPassword),
      isInterrupted: invocation.io.isInterrupted)
    let output = output
    if !invocation.arguments.has(.dryRun) { output.file = try batch.begin(path) }
    do throws(RenderFailure) {
      book = try binder.bind(printed.bookSettings(options, languages)) { output.write($0) }
    } catch { throw Failure(.badInput, findings: error.findings) }
  }

  // MARK: The first time

  func add(
    _ row: RosterRow, _ account: AccountSettings, _ job: RenderJob
  ) throws(Failure) -> Bool {
    self.job = job
    var rows = [row]
    if let position = positions[row.address] { rows = members[position].rows + rows }
    let pages = job.reporting(row.address.description, at: row.place) {
      () throws(RenderFailure) in
      // What an earlier row said is not said again.
      let (sheets, findings) = try set(rows, account, reporting: rows.count - 1)
      var pages: [Int] = []
      for sheet in sheets { pages.append(try book.pages(of: sheet)) }
      return (pages, findings)
    }
    try check()
    guard let pages else { return false }
    if let position = positions[row.address] {
      members[position].rows = rows
      members[position].pages = pages
    } else {
      positions[row.address] = members.count
      members.append(
        Member(
          rows: rows, pages: pages, name: row.person.name?.text ?? "",
          address: row.address.description))
    }
    return true
  }

  /// The sheets of one person: a letter comes first where there are several and says on which pages
  /// they are, the password stands on the first page alone. Findings are those from one row on.
  private func set(
    _ rows: [RosterRow], _ account: AccountSettings, reporting first: Int, starts: [Int] = []
  ) throws(RenderFailure) -> ([Sheet], [Finding]) {
    var choices: [(options: RenderOptions, row: Int)] = []
    for (index, row) in rows.enumerated() {
      for variant in row.variants
      where !choices.contains(where: { $0.options == variant.options }) {
        choices.append((variant.options, index))
      }
    }
    let letter = choices.count > 1 ? printed.letter(choices[0].options) : nil
    if let letter, !choices.contains(where: { $0.options == letter }) {
      choices.insert((letter, 0), at: 0)
    }
    let password = rows.compactMap(\.password).first
    var sheets: [Sheet] = []
    var findings: [Finding] = []
    for choice in choices {
      let (sheet, found) = try printed.sheet(
        account, choice.options, password: sheets.isEmpty ? password : nil,
        hasStrip: password != nil)
      sheets.append(sheet)
      if choice.row >= first { findings += found.filter { !findings.contains($0) } }
    }
    if let position = choices.firstIndex(where: { $0.options == letter }) {
      // The letter has the same pages whatever numbers it shows.
      let others = sheets.indices.filter { $0 != position }.map { index in
        (sheets[index].title, starts.indices.contains(index) ? starts[index] : 1)
      }
      sheets[position] = printed.letter(sheets[position], listing: others)
    }
    return (sheets, findings)
  }

  // MARK: The second time

  func finish(failed: Int) throws(Failure) {
    do throws(RenderFailure) { try draw() } catch {
      try check()
      throw Failure(.badInput, findings: error.findings)
    }
    try check()
    if invocation.io.isInterrupted() { throw Failure(.cannotWrite, "stopped") }
    let people = "\(members.count) \(members.count == 1 ? "person" : "people")"
    let count = "\(sheets) \(sheets == 1 ? "sheet" : "sheets") for \(people)"
    let failures = failed == 0 ? "" : ", \(failed) \(failed == 1 ? "row" : "rows") failed"
    guard let file = output.file else {
      invocation.reporter.inform("would write \(count) to \(path)\(failures)")
      return
    }
    guard !members.isEmpty else { return }
    try batch.add(file)
    try batch.commit()
    invocation.reporter.inform("wrote \(count) to \(path)\(failures)")
  }

  private func draw() throws(RenderFailure) {
    // The index has the same pages whatever numbers it shows.
    var index = 0
    for sheet in printed.index(entries(starts: members.map { _ in 1 }), languages) {
      index += try book.pages(of: sheet)
    }
    var starts: [Int] = []
    var next = index + 1
    for member in members {
      if next.isMultiple(of: 2) { next += 1 }
      starts.append(next)
      next = member.starts(from: next).end
    }
    book.number(upTo: next - 1)
    for sheet in printed.index(entries(starts: starts), languages) {
      _ = try book.add(sheet, named: sheet.title.plainText)
    }
    for (member, start) in zip(members, starts) {
      if invocation.io.isInterrupted() { return }
      try draw(member, from: start)
      invocation.reporter.showProgress(
        done: start, total: next, "\(sheets) sheets printed")
    }
    try book.finish()
  }

  /// Draws what a person gets.
  private func draw(_ member: Member, from start: Int) throws(RenderFailure) {
    guard let row = member.rows.first, let job,
      let account = job.account(for: .address(row.address), row.person)
    else { return }
    let title = member.name.isEmpty ? member.address : "\(member.name), \(member.address)"
    let starts = member.starts(from: start).starts
    let (own, _) = try set(member.rows, account, reporting: 0, starts: starts)
    for (index, sheet) in own.enumerated() {
      if book.nextPage.isMultiple(of: 2) { book.addBlankPage() }
      _ = try book.add(
        sheet, named: index == 0 ? title : "", place: "page-\(book.nextPage)")
      sheets += 1
    }
  }

  private func entries(starts: [Int]) -> [PrintedSheet.IndexEntry] {
    zip(members, starts).map {
      PrintedSheet.IndexEntry(name: $0.name, address: $0.address, page: $1)
    }
  }

  private func check() throws(Failure) {
    if let error = output.error { throw .cannotWrite(path, error) }
  }
}
