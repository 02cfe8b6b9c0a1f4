// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import System

extension CLI {
  /// What would change for devices that are set up.
  var diffCommand: Command {
    Command(
      name: "diff", synopsis: ["[--json] [--address ADDRESS] [OPTIONS] OLD NEW"],
      summary: "Compare two settings or documents by the accounts they set up.",
      details: [
        "Tells what changes for a device that is already set up: another host, port or user name,"
          + " and identifiers of a profile that would make it a second account.",
        "Either side is a settings file, a folder of them, or anything that import reads: a"
          + " document, a URL, or a domain as it is today. The exit code is 0 where both set up the"
          + " same, 1 where they do not.",
      ],
      options: [.documentJSON, .documentAddress] + CommandOption.network
        + CommandOption.reporting, takesFiles: true,
      examples: [
        ("mkprofile diff mkprofile.yaml new.yaml", "See the consequences before publishing."),
        ("mkprofile diff example.ch mkprofile.yaml", "Compare what is published with settings."),
        ("mkprofile diff old.mobileconfig new.mobileconfig", "Compare two profiles."),
      ],
      run: { invocation throws(Failure) in try invocation.diff() })
  }
}

extension Invocation {
  fileprivate func diff() throws(Failure) -> ExitCode {
    guard arguments.operands.count == 2 else {
      throw .usage("diff compares two files", fix: "write mkprofile diff OLD NEW")
    }
    let sources = try documents()
    var options = ImportOptions()
    options.address = try address(.documentAddress)
    let sides = [
      try side(sources[0], options), try side(sources[1], options),
    ]
    let report = Differ.diff(sides[0], sides[1], options)
    guard reporter.report(report.findings) else { return .badInput }
    if arguments.has(.documentJSON) {
      try io.write(report.json)
    } else {
      try io.write(report.text)
    }
    return report.changes.isEmpty ? .done : .errorsFound
  }

  private func side(
    _ source: DocumentSource, _ options: ImportOptions
  ) throws(Failure) -> DiffInput {
    switch source.origin {
    case .standardInput: return .document(try document(source.name))
    case .path(let path):
      if case .folder = FileKind(path) { return .folder(path) }
      return .document(try document(path))
    case .web(let url):
      let (document, findings) = try fetch(url, source.network)
      reporter.report(findings)
      return .document(document)
    case .domain:
      let result = try imported(source, options)
      if result.settings != nil { reporter.report(result.findings) }
      return .settings(result, name: source.name)
    }
  }
}
