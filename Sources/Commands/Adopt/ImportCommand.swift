// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

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
      name: "import", synopsis: ["[--output PATH] [--domain DOMAIN] FILE ..."],
      summary: "Make settings from autoconfig, autodiscover, PACC or a profile.",
      details: [
        "Reads what mail clients read and writes the settings that say the same, with a comment at"
          + " everything that was guessed. What has no place in settings is a finding.",
        "Which kind of document a file is, is seen by what it holds. Each file gives settings of"
          + " its own; several of them need --output FOLDER/.",
      ],
      options: [Self.output, Self.domain, Self.address] + CommandOption.reporting,
      operands: ["file"],
      examples: [
        (
          "mkprofile import config-v1.1.xml --output mkprofile.yaml",
          "Begin with what is published."
        ),
        (
          "mkprofile import mail.mobileconfig --address anna@example.ch",
          "Show the settings behind a profile."
        ),
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
    let adopter = try adopter()
    let options = try cli.importOptions(arguments)
    let target = OutputTarget(arguments[output], documents: arguments.operands.count)
    guard arguments.operands.count == 1 || !target.isStandardOutput else {
      throw .usage(
        "several files give several settings files", fix: "name a folder with --output FOLDER/")
    }
    let batch = FileBatch(isInterrupted: io.isInterrupted)
    var failed = 0
    for path in arguments.operands {
      let result = adopter.importSettings(try document(path), options)
      let subject = arguments.operands.count > 1 ? path : nil
      guard reporter.report(result.findings, for: subject), let settings = result.settings else {
        failed += 1
        continue
      }
      try write(settings, from: path, to: target, batch)
    }
    try batch.commit()
    if failed == arguments.operands.count { return .badInput }
    return failed == 0 ? .done : .errorsFound
  }

  private func write(
    _ settings: [UInt8], from path: String, to target: OutputTarget, _ batch: FileBatch
  ) throws(Failure) {
    switch target {
    case .standardOutput, .device: try io.write(settings)
    case .file(let file):
      try batch.add(settings, to: file)
      reporter.inform(
        "wrote \(file); read through it, then try:\n  mkprofile lint \(file)")
    case .folder(let folder):
      do throws(SystemError) { try FileSystem.makeFolder(folder) } catch {
        throw .cannotWrite(folder, error)
      }
      let (name, _) = FileName.make(path.fileStem, extension: "yaml")
      try batch.add(settings, to: FileSystem.join(folder, name))
    }
  }
}

extension String {
  /// The last part of a path without its extension.
  fileprivate var fileStem: String {
    let name = split(separator: "/").last.map(String.init) ?? self
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
