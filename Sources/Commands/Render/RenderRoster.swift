// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SettingsFile
import SetupSheets
import System

extension Invocation {
  /// Renders one document per row, or sheets into one PDF; good rows are written even when others
  /// fail.
  func renderRoster(
    _ path: String, _ format: any Renderer, _ options: RenderOptions, _ person: Person
  ) throws(Failure) -> ExitCode {
    try checkRosterArguments(path, person, format)
    let output = arguments[.output].flatMap { $0 == "-" ? nil : $0 }
    guard output != nil || arguments.has(.dryRun) else {
      throw .usage("--roster needs a folder to write to", fix: "add --output FOLDER/")
    }
    let catalog = try settings(toRender: format)
    let job = RenderJob(format, catalog, reporter, signer: documentSigner(format))
    let (opened, source) = try openRoster(
      path, format, catalog, options, language: person.language,
      takesPasswords: arguments.has(.withPassword))
    var roster = opened
    defer { source.close() }
    try reportColumns(of: roster, format)
    let languages = [person.language].compactMap { $0 } + (catalog.providers.first?.languages ?? [])
    let batch = try rosterOutput(output ?? ".", format, options, languages)
    var (done, failed) = (0, 0)
    while let row = try roster.next() {
      if io.isInterrupted() { throw Failure(.cannotWrite, "stopped") }
      if try !write(row, job, batch) { failed += 1 }
      done += 1
      reporter.showProgress(
        done: roster.position, total: source.size, "\(done) rows, \(failed) failed")
    }
    if done == 0 { reporter.report([Finding(.warning, at: "", "\(source.name) has no rows")]) }
    try batch.finish(failed: failed)
    reporter.summarize()
    return failed == 0 ? .done : .errorsFound
  }

  /// One PDF where the output is a file, else a file for each row, in a folder.
  private func rosterOutput(
    _ output: String, _ format: any Renderer, _ options: RenderOptions, _ languages: [Language]
  ) throws(Failure) -> any RosterOutput {
    let isFolder = OutputTarget(output, documents: 1) == .folder(output)
    if let printed = format as? PrintedSheet, let binder = cli.binder, !isFolder,
      arguments[.output] != nil
    {
      return try RosterBook(output, printed, binder, options, languages, self)
    }
    try refuseFileName(output, format.fileExtension)
    return try RosterFolder(output, format, languages, self)
  }

  private func write(
    _ row: Result<RosterRow, RenderFailure>, _ job: RenderJob, _ batch: any RosterOutput
  ) throws(Failure) -> Bool {
    switch row {
    case .failure(let failure):
      reporter.report(failure.findings)
      return false
    case .success(let row):
      guard
        let account = job.servedAccount(for: .address(row.address), row.person, at: row.place)
      else { return false }
      return try batch.add(row, account, job)
    }
  }

  private func reportColumns(of roster: RosterReader, _ format: any Renderer) throws(Failure) {
    for column in roster.idleColumns {
      let message = "the column '\(column)' is not used: \(format.name) has no such option"
      reporter.report([Finding(.note, at: column, message)])
    }
    if roster.hasIdlePasswords {
      reporter.report([
        Finding(
          .warning, at: "password", "the column 'password' is not used",
          fix: "print it on a strip to cut off with --with-password, or remove the column")
      ])
    }
    if roster.lacksPasswords {
      throw Failure(
        .badInput, "there is no column 'password' to print", fix: "leave --with-password out")
    }
  }

  private func checkRosterArguments(
    _ path: String, _ person: Person, _ format: any Renderer
  ) throws(Failure) {
    if !arguments.operands.isEmpty {
      throw .usage("--roster and addresses exclude each other", fix: "give one of them")
    }
    if person.name != nil || person.login != nil {
      throw .usage("--name and --login are for one address", fix: "write them into the roster")
    }
    if arguments.has(.together) {
      throw .usage("--roster and --together exclude each other", fix: "give one of them")
    }
    if arguments.has(.allDomains) {
      throw .usage("--roster and --all-domains exclude each other", fix: "give one of them")
    }
    if arguments.has(.identity) { throw .usage("--identity is for one address") }
    if path == "-", arguments[.settings] == "-" {
      throw .usage("--roster and --settings cannot both be standard input")
    }
    if arguments.has(.withPassword), !(format is any StripRenderer) {
      let names = cli.formats.filter { $0 is any StripRenderer }.map(\.name)
      throw .usage(
        "\(CommandOption.withPassword.flag) is for \(names.joined(separator: " and ")), not for"
          + " \(format.name)")
    }
  }
}

extension Invocation {
  /// Opens a roster, reads its header and says what there is to say of both.
  func openRoster(
    _ path: String, _ format: any Renderer, _ catalog: SettingsCatalog,
    _ options: RenderOptions = RenderOptions(), language: Language? = nil,
    takesPasswords: Bool = false
  ) throws(Failure) -> (roster: RosterReader, source: RosterSource) {
    let map: RosterMap
    do throws(InvalidValue) { map = try RosterMap(arguments.all(.rosterMap)) } catch {
      throw .usage(error.message, fix: error.fix)
    }
    let source =
      path == DirectoryRoster.name
      ? try RosterSource(DirectoryRoster(catalog, reporter).text(), name: "the directory", io)
      : try RosterSource(path, io)
    let roster = try RosterReader(
      CSVReader(source.chunk), file: source.name, format: format, among: cli.formats,
      options: options, language: language, takesPasswords: takesPasswords, map: map)
    guard reporter.report([source.remark].compactMap { $0 } + roster.remarks.findings) else {
      throw Failure(.badInput, findings: [])
    }
    if let recognised = roster.remarks.recognised { reporter.inform(recognised) }
    return (roster, source)
  }

  /// `--map` says something about a roster.
  func refuseMapWithoutRoster() throws(Failure) {
    guard arguments.has(.rosterMap), !arguments.has(.roster) else { return }
    throw .usage("--map is for --roster", fix: "add --roster FILE.csv")
  }

  /// Refuses the name of one file where there are many; what is meant is a folder or one PDF.
  func refuseFileName(_ output: String, _ fileExtension: String) throws(Failure) {
    guard !output.hasSuffix("/"), FileKind(output) != .folder, arguments.has(.output) else {
      return
    }
    let name = output.split(separator: "/").last.map(String.init) ?? output
    guard FileName.looksLikeFile(name, fileExtension) else { return }
    throw .usage(
      "\(output.quoted) is the name of one file, and there are several documents",
      fix: "name a folder: --output \(FileName.folder(for: output))")
  }
}
