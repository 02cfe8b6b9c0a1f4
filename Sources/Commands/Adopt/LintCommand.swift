// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import Renderers
import System

extension CommandOption {
  static let documentJSON = CommandOption(name: "json", summary: "JSON instead of a table.")
  static let documentAddress = CommandOption(
    name: "address", placeholder: "ADDRESS",
    summary: "The address to set an account up for; anna at the document's domain by default.")
}

extension CLI {
  private static let sarif = CommandOption(
    name: "sarif", summary: "SARIF 2.1.0, which code hosts show beside the lines.")

  /// What mail clients would make of documents.
  var lintCommand: Command {
    Command(
      name: "lint", synopsis: ["[--json | --sarif] [--address ADDRESS] FILE | FOLDER | URL\n..."],
      summary: "Say what each mail client makes of a document.",
      details: [
        "For autoconfig, autodiscover, PACC, profiles and settings, in a file or a folder: a table"
          + " with a line for each client, and findings with line and column. A profile is held"
          + " against Apple's payload keys, settings are judged by the documents that are made from"
          + " them, for each of their domains. What a URL (https:// or http://) answers is judged"
          + " by how it is served, too.",
        "The exit code is 1 where a client refuses a document for a reason that can be mended, or"
          + " would set up what nobody means.",
      ],
      options: [.documentJSON, Self.sarif, .documentAddress] + CommandOption.network
        + CommandOption.reporting,
      takesFiles: true,
      examples: [
        ("mkprofile lint config-v1.1.xml", "See what each client makes of a file."),
        ("mkprofile lint --sarif *.xml > lint.sarif", "Check files of a repository."),
      ],
      run: { invocation throws(Failure) in try invocation.lint(Self.sarif) })
  }
}

extension Invocation {
  /// The address of an option; nil where it was not given.
  func address(_ option: CommandOption) throws(Failure) -> MailAddress? {
    guard let text = arguments[option] else { return nil }
    do throws(InvalidValue) { return try MailAddress(text) } catch {
      throw .usage("\(option.flag): \(error.message)", fix: error.fix)
    }
  }

  fileprivate func lint(_ sarif: CommandOption) throws(Failure) -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw .usage("there is nothing to lint", fix: "name a file, or - for standard input")
    }
    let isSARIF = arguments.has(sarif)
    guard !isSARIF || !arguments.has(.documentJSON) else {
      throw .usage("--json and --sarif exclude each other", fix: "give one of them")
    }
    let sources = try documents()
    let address = try address(.documentAddress)
    var reports: [LintReport] = []
    var isGood = true
    for source in sources {
      for report in try lint(source, address) {
        if report.findings.contains(where: { $0.severity == .error }) { isGood = false }
        if isSARIF || arguments.has(.documentJSON) {
          reports.append(report)
          continue
        }
        try io.write(report.table)
        if !reporter.report(report.findings) { isGood = false }
      }
    }
    if isSARIF {
      try io.write(SARIF.log(reports))
    } else if arguments.has(.documentJSON) {
      try io.write(JSON.array(reports.map(\.json)))
    }
    return isGood ? .done : .errorsFound
  }

  private func lint(
    _ source: DocumentSource, _ address: MailAddress?
  ) throws(Failure) -> [LintReport] {
    switch source.origin {
    case .path(let path) where FileKind(path) == .folder:
      return Linter.lintFolder(path, address: address).map { $0.advised(path) }
    case .standardInput, .path: return Linter.lint(try document(source.name), address: address)
    case .web(let url):
      let (document, findings) = try fetch(url, source.network)
      return Linter.lint(document, address: address).enumerated().map { index, report in
        var report = report
        if index == 0 { report.findings = findings + report.findings }
        return report
      }
    case .domain:
      throw Failure(
        .noSuchFile, "there is no file \(source.name.quoted)",
        fix: "name a document, or look at a domain with: mkprofile check \(source.name)")
    }
  }
}

extension LintReport {
  /// The report on a folder; where that holds no settings, documents in it can be named.
  fileprivate func advised(_ folder: String) -> LintReport {
    guard outcomes.isEmpty, findings.count == 1, findings[0].severity == .error,
      findings[0].place?.file == folder
    else { return self }
    var report = self
    let documents = FileSystem.join(folder, "*.xml")
    report.findings[0].fix =
      "name its documents, such as mkprofile lint \(documents), or a folder with settings"
    return report
  }
}
