// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import SettingsFile
import System
import Trees

extension CLI {
  /// Says whether settings can be used, all of them.
  var validateCommand: Command {
    Command(
      name: "validate", synopsis: ["[OPTIONS] [PATH]"],
      summary: "Say whether settings are good: every domain, every format.",
      details: [
        "Reads the settings whole, makes each format for each domain, loads the signer and the key"
          + " of links, and says everything that is wrong. PATH is a settings file or a folder of"
          + " them; without it, the usual settings. Nothing is written but a table of the formats.",
        "PATH may also be a document of mail clients, such as config-v1.1.xml or a profile: then it"
          + " says what mkprofile lint says, in one line.",
        "The exit code is 0 where all is good or only warned about, 1 where a document cannot be"
          + " made, 65 where the settings are wrong, 66 where a file is missing. --strict makes"
          + " errors of warnings.",
      ],
      options: [.settings, .provider(providers.map(\.name)), .templates] + CommandOption.reporting,
      takesFiles: true,
      examples: [
        ("mkprofile validate", "The settings that other commands would use."),
        ("mkprofile validate --strict /etc/mkprofile", "In a script, before a reload."),
      ],
      run: { invocation throws(Failure) in try invocation.validate() })
  }
}

extension Invocation {
  fileprivate func validate() throws(Failure) -> ExitCode {
    guard arguments.operands.count < 2 else {
      throw .usage("validate takes one PATH at a time", fix: "name a file or a folder")
    }
    let path = arguments.operands.first
    if path != nil, arguments.has(.settings) || arguments.has(.provider([])) {
      throw .usage("PATH, --settings and --provider exclude each other", fix: "give one of them")
    }
    if let path, let document = try documentOfClients(path) { return try judge(document) }
    if cli.binder == nil { _ = cli.becomeProgram("mkprofile-pdf") }
    let catalog = try settings(drawsLogos: true, at: path)
    var trial = SettingsTrial(catalog, self)
    let isUsable = trial.loadSecrets(environment)
    try trial.makeDocuments()
    try io.write(trial.table)
    reporter.summarize()
    guard isUsable, trial.isGood else { return .errorsFound }
    let name = path ?? settingsPath ?? arguments[.provider([])] ?? ""
    reporter.inform(
      "\(name) is good; what each mail client makes of it", next: "mkprofile lint \(name)")
    return .done
  }

  /// The document at a path; nil for settings.
  private func documentOfClients(_ path: String) throws(Failure) -> SourceDocument? {
    if FileKind(path) == .folder || path == "-" { return nil }
    if [".yaml", ".yml"].contains(where: path.hasSuffix) { return nil }
    guard FileKind(path) != .missing else {
      throw Failure(.noSuchFile, "there is no file \(path.quotedPath)")
    }
    let document = try document(path)
    if case .settings? = try? DocumentReader.read(document.bytes, name: path) { return nil }
    return document
  }

  private func judge(_ document: SourceDocument) throws(Failure) -> ExitCode {
    var isGood = true
    var isKnown = true
    for report in Linter.lint(document, address: nil) {
      let taking = report.outcomes.filter { $0.account != nil }.count
      isKnown = isKnown && report.kind != "unknown"
      let clients =
        report.outcomes.isEmpty
        ? "" : ", \(taking) of \(report.outcomes.count) mail clients take it"
      try io.write("\(document.name.printable): \(report.kind)\(clients)\n")
      isGood = reporter.report(report.findings) && isGood
    }
    guard isKnown else { return .badInput }
    return isGood ? .done : .errorsFound
  }

  /// Refuses a file where a domain is meant; a folder may well be called like a domain.
  func refuseFile(_ text: String) throws(Failure) {
    let hasEnding = DocumentOrigin.endings.contains { text.lowercased().hasSuffix($0) }
    let isThere = FileKind(text) != .missing
    let isPath = text.utf8.contains(UInt8(ascii: "/")) || hasEnding
    let isName = text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }
    guard isPath || (isThere && !isName) else { return }
    guard isThere else {
      throw Failure(
        .noSuchFile, "there is no file \(text.quoted), and check looks at a domain",
        fix: "write mkprofile check example.ch")
    }
    let kind = FileKind(text) == .folder ? "folder" : "file"
    throw .usage(
      "\(text.quoted) is a \(kind); check looks at a domain",
      fix: "look at settings with mkprofile validate \(text), or compare a domain with them:"
        + " mkprofile check --settings \(text) example.ch")
  }
}
