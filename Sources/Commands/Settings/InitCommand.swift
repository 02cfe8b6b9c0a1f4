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
      name: "init", synopsis: ["[--domain DOMAIN] [--host HOST] [--output FILE]"],
      summary: "Write a settings file to begin with; never overwrites one.",
      options: [Self.domain, Self.host, Self.output, .quiet],
      examples: [
        (
          "mkprofile init --domain example.ch --host mail.example.ch",
          "Writes mkprofile.yaml for a mail server of one's own."
        )
      ],
      run: { invocation throws(Failure) in
        let domain = try name(invocation.arguments[Self.domain] ?? "example.com", Self.domain)
        let host = try name(invocation.arguments[Self.host] ?? "mail.\(domain)", Self.host)
        try invocation.refuseOperands()
        let text = [UInt8](
          String(decoding: starter, as: UTF8.self).replacing("@DOMAIN@", by: domain.ascii)
            .replacing("@HOST@", by: host.ascii).utf8)
        let path = invocation.arguments[Self.output] ?? "mkprofile.yaml"
        if path == "-" {
          try invocation.io.write(text)
          return .done
        }
        try write(text, toNew: path)
        invocation.reporter.inform(
          "wrote \(path); read through it, then try",
          next: "mkprofile --settings \(path) --format autoconfig \(domain)")
        return .done
      })
  }

  private func name(_ text: String, _ option: CommandOption) throws(Failure) -> DomainName {
    do { return try DomainName(text) } catch {
      throw .usage("\(option.flag): \(error.message)", fix: error.fix)
    }
  }

  private func write(_ bytes: [UInt8], toNew path: String) throws(Failure) {
    do throws(SystemError) {
      let file = try FileDescriptor.create(path)
      do throws(SystemError) {
        try file.write(bytes)
        try file.synchronize()
        try file.close()
      } catch {
        FileSystem.remove(path)
        throw error
      }
    } catch  where error.isExisting {
      throw Failure(
        .cannotWrite, "\(path.quoted) exists already and is left as it is",
        fix: "give another name with --output FILE")
    } catch {
      throw .cannotWrite(path, error)
    }
  }
}

extension Invocation {
  /// For commands that take options only.
  func refuseOperands() throws(Failure) {
    guard let first = arguments.operands.first else { return }
    throw .usage("\(command.title) takes no argument such as \(first.quoted)")
  }
}
