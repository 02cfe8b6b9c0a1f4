// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import System

extension CLI {
  private static let output = CommandOption(
    name: "output", placeholder: "PATH",
    summary: "The settings file to write, or a folder for several; - is standard output.",
    completion: .files)
  private static let domain = CommandOption(
    name: "domain", placeholder: "DOMAIN",
    summary: "A mail domain that the settings are for, where a document names none.")
  private static let address = CommandOption(
    name: "address", placeholder: "ADDRESS",
    summary: "The address that a document was made for, to tell how user names are made.")

  /// Settings from what a provider publishes.
  var importCommand: Command {
    Command(
      name: "import",
      synopsis: ["[--output PATH [--force]] [--domain DOMAIN]\nFILE | URL | DOMAIN ..."],
      summary: "Make settings from what a domain or a document says.",
      details: [
        "Reads what mail clients read and writes the settings that say the same, with a comment at"
          + " everything that was guessed. What has no place in settings is a finding.",
        "Which kind of document a file is, is seen by what it holds. Each file gives settings of"
          + " its own; several of them need --output FOLDER/. A file that is there already is left"
          + " as it is, unless --force is given. Certificates and icons of a profile are written"
          + " beside the settings.",
        "Nothing is asked of the network unless a URL (https:// or http://), a domain or an address"
          + " is given. A file that exists is always that file, and so is a name with a slash or"
          + " an ending such as .xml. A domain is looked up as mail clients do: autoconfig,"
          + " autodiscover, a profile, PACC and service records; comments say where each server is"
          + " from, findings where the answers disagree.",
      ],
      options: [Self.output, .force, Self.domain, Self.address] + CommandOption.network
        + CommandOption.reporting,
      takesFiles: true,
      examples: [
        (
          "mkprofile import config-v1.1.xml --output mkprofile.yaml",
          "Begin with what is published."
        ),
        (
          "mkprofile import mail.mobileconfig --address anna@example.ch",
          "Show the settings behind a profile."
        ),
        ("mkprofile import example.ch --output mkprofile.yaml", "Begin with what a domain says."),
      ],
      run: { invocation throws(Failure) in try invocation.importSettings(Self.output) })
  }

  fileprivate func importOptions(_ arguments: Arguments) throws(Failure) -> ImportOptions {
    var options = ImportOptions()
    do throws(InvalidValue) {
      options.domain = try arguments[Self.domain].map { (text) throws(InvalidValue) in
        try DomainName(text)
      }
      options.address = try arguments[Self.address].map { (text) throws(InvalidValue) in
        try MailAddress(text)
      }
    } catch {
      throw .usage(error.message, fix: error.fix)
    }
    return options
  }
}

extension Invocation {
  fileprivate func importSettings(_ output: CommandOption) throws(Failure) -> ExitCode {
    guard !arguments.operands.isEmpty else {
      throw .usage("there is nothing to import", fix: "name a file, or - for standard input")
    }
    let sources = try documents()
    let options = try cli.importOptions(arguments)
    let target = OutputTarget(arguments[output], documents: sources.count)
    guard sources.count == 1 || !target.isStandardOutput else {
      throw .usage(
        "several files give several settings files", fix: "name a folder with --output FOLDER/")
    }
    let batch = FileBatch(
      keepsExisting: !arguments.has(.force), isInterrupted: io.isInterrupted)
    var failed = 0
    var stems: [String: Int] = [:]
    for source in sources {
      let result = try imported(source, options)
      let subject = sources.count > 1 ? source.name : nil
      guard reporter.report(result.findings, for: subject), result.settings != nil else {
        failed += 1
        continue
      }
      let count = stems[source.stem, default: 0] + 1
      stems[source.stem] = count
      let stem = count == 1 ? source.stem : "\(source.stem)-\(count)"
      try write(result, as: stem, to: target, batch)
    }
    try batch.commit()
    if failed == sources.count { return .badInput }
    return failed == 0 ? .done : .errorsFound
  }

  private func write(
    _ result: ImportResult, as stem: String, to target: OutputTarget, _ batch: FileBatch
  ) throws(Failure) {
    let settings = result.settingsWithFiles ?? result.settings ?? []
    switch target {
    case .standardOutput, .device:
      if !result.files.isEmpty {
        let names = result.files.map(\.name).joined(separator: ", ")
        reporter.report([
          Finding(
            .warning, at: "", "what needs a file beside the settings is left out: \(names)",
            fix: "write them with --output FILE")
        ])
      }
      try io.write(result.settings ?? [])
    case .file(let file):
      try batch.add(settings, to: file)
      try add(result.files, beside: file, batch)
      reporter.inform(
        "wrote \(file); read through it, then try", next: "mkprofile lint \(file)")
    case .folder(let folder):
      do throws(SystemError) { try FileSystem.makeFolder(folder) } catch {
        throw .cannotWrite(folder, error)
      }
      let (name, _) = FileName.make(stem, extension: "yaml")
      let file = FileSystem.join(folder, name)
      try batch.add(settings, to: file)
      try add(result.files, beside: file, batch)
    }
  }

  private func add(
    _ files: [ImportedFile], beside settings: String, _ batch: FileBatch
  ) throws(Failure) {
    let folder = FileSystem.parent(of: settings) ?? "."
    for file in files {
      try batch.add(file.bytes, to: FileSystem.join(folder, file.name))
    }
  }
}

extension DocumentSource {
  /// What the settings file is called, without its extension.
  fileprivate var stem: String {
    switch origin {
    case .standardInput: "settings"
    case .web(let url): url.host.ascii
    case .domain(let domain, _): domain.ascii
    case .path(let path): Self.stem(path)
    }
  }

  /// The last part of a path without its extension.
  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
