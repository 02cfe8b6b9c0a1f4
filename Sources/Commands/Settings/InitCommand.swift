// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

extension CLI {
  private static let output = CommandOption(
    name: "output", placeholder: "FILE",
    summary: "The file to write instead of mkprofile.yaml; - is standard output.",
    completion: .files)
  private static let domain = CommandOption(
    name: "domain", placeholder: "DOMAIN", summary: "The mail domain; example.com by default.")
  private static let host = CommandOption(
    name: "host", placeholder: "HOST", summary: "The mail server; mail.DOMAIN by default.")

  /// Writes settings to begin with.
  var initCommand: Command {
    Command(
      name: "init", synopsis: ["[--domain DOMAIN] [--host HOST] [--output FILE [--force]]"],
      summary: "Write a settings file to begin with; never overwrites one.",
      options: [Self.domain, Self.host, Self.output, .force, .quiet],
      examples: [
        (
          "mkprofile init --domain example.ch --host mail.example.ch",
          "Writes mkprofile.yaml for a mail server of one's own."
        )
      ],
      run: { invocation throws(Failure) in
        let domain = try name(invocation.arguments[Self.domain] ?? "example.com", Self.domain)
        let host = try name(invocation.arguments[Self.host] ?? "mail.\(domain)", Self.host)
        try invocation.refuseOperands { word in
          (try? DomainName(word)).map { "mkprofile init --domain \($0.ascii)" }
        }
        let text = starter(domain, host)
        let path = invocation.arguments[Self.output] ?? "mkprofile.yaml"
        if path == "-" {
          try invocation.io.write(text)
          return .done
        }
        try invocation.write(text, toOwn: path)
        invocation.reporter.inform(
          "wrote \(path); read through it, then try",
          next: "mkprofile --settings \(path) --format autoconfig \(domain)")
        return .done
      })
  }

  /// The file for a domain and its mail server; a name that people see has at most 60 characters.
  func starter(_ domain: DomainName, _ host: DomainName) -> [UInt8] {
    let isLong = domain.ascii.count > 60 - "Mail of ".count
    let short = domain.ascii.count <= 60 ? domain.ascii : String(domain.ascii.prefix(60))
    let text = String(decoding: starter, as: UTF8.self)
    return [UInt8](
      (isLong ? text.replacing("name: Mail of @DOMAIN@", by: "name: \(short)") : text)
        .replacing("@DOMAIN@", by: domain.ascii).replacing("@HOST@", by: host.ascii).utf8)
  }

  private func name(_ text: String, _ option: CommandOption) throws(Failure) -> DomainName {
    do { return try DomainName(text) } catch {
      throw .usage("\(option.flag): \(error.message)", fix: error.fix)
    }
  }
}

extension Invocation {
  /// Writes a file that a person goes on with; what is there already stays, unless --force is given.
  func write(_ bytes: [UInt8], toOwn path: String) throws(Failure) {
    let batch = FileBatch(keepsExisting: !arguments.has(.force), isInterrupted: io.isInterrupted)
    try batch.add(bytes, to: path)
    try batch.commit()
  }

  /// For commands that take options only; `fix` tells what was most likely meant.
  func refuseOperands(fix: (String) -> String? = { _ in nil }) throws(Failure) {
    guard let first = arguments.operands.first else { return }
    throw .usage("\(command.title) takes no argument such as \(first.quoted)", fix: fix(first))
  }
}
