// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SettingsFile
import System

/// What directories are asked with.
package struct DirectoryPrograms: Hashable, Sendable {
  /// `mkprofile-directory` by its path; nil where it is not installed.
  package var helper: String?

  /// The programs of this machine.
  package init(helper: String?) { self.helper = helper }
}

/// A conversation with a program that knows domains and people: it stays until this object goes.
/// One thread at a time may lead it.
package final class DirectoryTalk {
  private let child: ChildProcess
  private let name: String
  private var number = 0
  /// What it said by itself while it was to answer.
  private var early: [[UInt8]] = []

  /// Starts the program and lets it open its source.
  package init(
    _ options: DirectoryOptions, _ programs: DirectoryPrograms, by deadline: Deadline
  ) throws(DirectoryFault) {
    let program: ChildProgram
    switch options.source {
    case .command(let words):
      program = ChildProgram(words.first ?? "", Array(words.dropFirst()))
      name = "the program \(program.program)"
    case .url:
      guard let helper = programs.helper else {
        throw DirectoryFault(
          .settings, "the program mkprofile-directory is not beside mkprofile",
          fix: "install the package mkprofile-directory")
      }
      var environment = ChildProgram.usualEnvironment
      // It reads the file with the password itself.
      if let folder = getenv(CredentialPath.environment) {
        environment[CredentialPath.environment] = String(cString: folder)
      }
      program = ChildProgram(helper, [], environment: environment)
      name = options.sourceName
    }
    var limits = ProcessLimits()
    limits.outputBytes = DirectoryAnswer.longest + (1 << 17)
    do throws(ProcessFailure) { child = try ChildProcess(program, limits: limits) } catch {
      throw DirectoryFault(.settings, "\(name) \(error.cause)")
    }
    guard case .url = options.source else { return }
    _ = try ask(.open(options), by: deadline)
  }

  /// Asks, and gives the one line of the answer, which says nothing of a fault.
  package func ask(
    _ question: DirectoryQuestion, by deadline: Deadline
  ) throws(DirectoryFault) -> DirectoryAnswer {
    try send(question, by: deadline)
    let answer = try self.answer(try line(by: deadline))
    guard answer.number == number else { throw of(.wrongNumber) }
    return answer
  }

  /// Asks; `body` gets each line of the answer until it says that it was the last. Each line has
  /// time until a deadline of its own.
  package func ask(
    _ question: DirectoryQuestion, patience milliseconds: Int,
    _ body: (_ line: [UInt8], _ number: Int) throws(DirectoryFault) -> Bool
  ) throws(DirectoryFault) {
    try send(question, by: Deadline(milliseconds: milliseconds))
    var isMore = true
    while isMore {
      let line = try line(by: Deadline(milliseconds: milliseconds))
      do throws(DirectoryFault) { isMore = try body(line, number) } catch { throw of(error) }
    }
  }

  /// What it says by itself; nil where it says nothing until the deadline.
  package func news(by deadline: Deadline) throws(DirectoryFault) -> DirectoryAnswer? {
    if !early.isEmpty { return try answer(early.removeFirst()) }
    return try next(by: deadline).map { (line) throws(DirectoryFault) in try answer(line) }
  }

  private func answer(_ line: [UInt8]) throws(DirectoryFault) -> DirectoryAnswer {
    do throws(DirectoryFault) {
      let answer = try DirectoryAnswer(line)
      if let fault = answer.fault { throw fault }
      return answer
    } catch { throw of(error) }
  }

  private func send(
    _ question: DirectoryQuestion, by deadline: Deadline
  ) throws(DirectoryFault) {
    number += 1
    do throws(ProcessFailure) { try child.write(question.line(number: number), by: deadline) } catch
    { throw fault(error) }
  }

  /// The next line, whatever it is about; nil where none comes until the deadline.
  private func next(by deadline: Deadline) throws(DirectoryFault) -> [UInt8]? {
    do throws(ProcessFailure) {
      return try child.line(limit: DirectoryAnswer.longest, by: deadline)
    } catch { throw fault(error) }
  }

  /// News, which have no number, as `mkprofile-directory` writes them.
  private static let news = Array(#"{"changed":"#.utf8)

  /// The next line of an answer; news between are kept.
  private func line(by deadline: Deadline) throws(DirectoryFault) -> [UInt8] {
    while let line = try next(by: deadline) {
      guard line.starts(with: Self.news) else { return line }
      early.append(line)
    }
    throw DirectoryFault(.unreachable, "\(name) has not answered in time")
  }

  private func fault(_ failure: ProcessFailure) -> DirectoryFault {
    let said = failure.words.isEmpty ? "" : "; it says: \(failure.words)"
    return DirectoryFault(.unreachable, "\(name) \(failure.cause)\(said)")
  }

  private func of(_ fault: DirectoryFault) -> DirectoryFault {
    guard !fault.message.hasPrefix(name) else { return fault }
    return DirectoryFault(fault.kind, "\(name) \(fault.message)", fix: fault.fix)
  }
}
