// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import Renderers
import SettingsFile
import System

/// What `mkprofile-directory` does: it reads questions from standard input, a line each, and
/// answers on standard output, until its input ends.
package enum DirectoryProgram {
  /// Does that and ends the process.
  package static func run() -> Never {
    guard CommandLine.arguments.count == 1 else {
      let words =
        "mkprofile-directory answers mkprofile about domains and people; it takes no arguments."
        + " See mkprofile help directory.\n"
      _ = Array(words.utf8).withUnsafeBytes { SystemCall.write(STDERR_FILENO, $0) }
      exit(64)
    }
    signal(SIGPIPE, SIG_IGN)
    var service = QuestionService(output: STDOUT_FILENO)
    service.serve(input: STDIN_FILENO)
    exit(0)
  }
}

/// Answers questions about one source.
struct QuestionService {
  private let output: Int32
  private var source: (any OpenSource)?
  private var isWatching = false
  private var isOver = false

  init(output: Int32) { self.output = output }

  /// Bytes of people after which a line is sent: escapes may make them six times as many.
  private static let enough = 65_536
  /// Bytes of a question at most.
  private static let longest = 1 << 20

  mutating func serve(input: Int32) {
    var pending: [UInt8] = []
    while !isOver {
      while let end = pending.firstIndex(of: 0x0A) {
        answer(Array(pending[..<end]))
        pending.removeFirst(end + 1)
      }
      guard pending.count <= Self.longest else { return }
      var polled = [pollfd(fd: input, events: Int16(POLLIN), revents: 0)]
      if isWatching, let descriptor = source?.descriptor {
        polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
      }
      // News may have come with the answer of a query: it is looked for from time to time, too.
      let count = poll(&polled, nfds_t(polled.count), isWatching ? 1_000 : -1)
      if count < 0, errno != EINTR { return }
      if isWatching { tellNews() }
      guard polled[0].revents != 0 else { continue }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let read = chunk.withUnsafeMutableBytes { SystemCall.read(input, $0) }
      if read < 0, errno == EINTR { continue }
      guard read > 0 else { return }
      pending += chunk[..<read]
    }
  }

  private mutating func answer(_ line: [UInt8]) {
    do throws(DirectoryFault) {
      let question = try DirectoryAnswer(line)
      let number = question.number ?? 0
      do throws(DirectoryFault) { try answer(question, number) } catch { tell(error, number) }
    } catch { tell(error, 0) }
  }

  private mutating func answer(
    _ question: DirectoryAnswer, _ number: Int
  ) throws(DirectoryFault) {
    let asked = question.text("ask") ?? ""
    if asked == "open" {
      source = try SourceOpening.open(question)
      write(["id": .integer(number), "ok": .boolean(true)])
      return
    }
    guard let source else {
      throw DirectoryFault(.settings, "no source was opened", fix: "ask 'open' first")
    }
    switch asked {
    case "domains":
      var rows = DomainWriter(number: number, output: output)
      try source.domains(&rows)
      rows.finish()
    case "person":
      var members: JSON.Members = ["id": .integer(number)]
      let address: MailAddress
      do throws(InvalidValue) { address = try MailAddress(question.text("address") ?? "") } catch {
        throw DirectoryFault(.settings, error.message)
      }
      try source.person(address)?.append(to: &members)
      write(members)
    case "people":
      try tellPeople(source, number)
    case "watch":
      try source.watch()
      isWatching = true
      write(["id": .integer(number), "ok": .boolean(true)])
    case "link", "takeLink", "keepLink", "leaveLink":
      guard let links = source.links else {
        throw DirectoryFault(.settings, "only PostgreSQL keeps notes of links")
      }
      write(try links.answer(question, asked, number))
    default:
      throw DirectoryFault(.settings, "\(asked.quoted) is no question")
    }
  }

  private func tellPeople(_ source: any OpenSource, _ number: Int) throws(DirectoryFault) {
    var people: [JSON] = []
    var size = 0
    func flush(isMore: Bool) {
      var members: JSON.Members = ["id": .integer(number), "people": .array(people)]
      if isMore { members.append("more", .boolean(true)) }
      write(members)
      people = []
      size = 0
    }
    try source.people { address, person in
      let address = PersonRow.cut(address)
      var members: JSON.Members = ["address": .string(address)]
      person.append(to: &members)
      people.append(.object(members))
      size += person.size + address.utf8.count
      if people.count == 500 || size > Self.enough { flush(isMore: true) }
    }
    flush(isMore: false)
  }

  private mutating func tellNews() {
    guard let source else { return }
    do throws(DirectoryFault) {
      let news = try source.news()
      guard !news.isEmpty else { return }
      if news.isEverything { return write(["changed": .boolean(true)]) }
      write([
        "changed": .array(news.changed.map { .strings([$0.name, $0.primary, $0.provider]) }),
        "removed": .strings(news.removed), "people": .strings(news.people),
      ])
    } catch {
      // The connection is gone: whoever listens starts this program again.
      tell(error, 0)
      isOver = true
    }
  }

  private func tell(_ fault: DirectoryFault, _ number: Int) {
    write([
      "id": .integer(number), "error": .string(fault.message), "fix": .optional(fault.fix),
      "isPermanent": fault.kind == .settings ? .boolean(true) : nil,
    ])
  }

  private func write(_ members: JSON.Members) {
    LineOutput.write(JSON.object(members).encoded(pretty: false) + [0x0A], to: output)
  }
}

extension PostgreSQLLinks {
  /// Answers a question about a link.
  fileprivate func answer(
    _ question: DirectoryAnswer, _ asked: String, _ number: Int
  ) throws(DirectoryFault) -> JSON.Members {
    var members: JSON.Members = ["id": .integer(number)]
    var row: Row?
    switch asked {
    case "link": row = try look(question.text("link") ?? "")
    case "takeLink":
      let patience = question.text("milliseconds").flatMap { Int($0) } ?? 1
      let found = try take(question.text("link") ?? "", milliseconds: max(1, patience))
      row = found?.row
      members.append("busy", found == nil ? .boolean(true) : nil)
      members.append("isFresh", found?.isFresh == true ? .boolean(true) : nil)
    case "keepLink":
      try keep(
        (question.text("made"), question.text("sealed")), expires: question.text("expires") ?? "0",
        now: question.text("now").flatMap { Int64($0) } ?? 0)
    default: leave()
    }
    members.append("made", .optional(row?.made))
    members.append("sealed", .optional(row?.sealed))
    return members
  }
}

extension PersonRow {
  fileprivate func append(to members: inout JSON.Members) {
    members.append("login", .optional(login.map(Self.cut)))
    members.append("name", .optional(name.map(Self.cut)))
    members.append("language", .optional(language.map(Self.cut)))
  }

  fileprivate var size: Int {
    [login, name, language].reduce(0) { $0 + Self.cut($1 ?? "").utf8.count }
  }

  /// What is much longer than any name is cut: it is refused in any case, and must not make a line
  /// too long that others are in.
  fileprivate static func cut(_ text: String) -> String {
    let longest = 20_000
    guard text.utf8.count > longest else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest)))
  }
}

/// Writes whole lines; where nobody reads them any more, the program has nothing left to do.
enum LineOutput {
  static func write(_ bytes: [UInt8], to output: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { SystemCall.write(output, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { exit(0) }
      rest = rest.dropFirst(count)
    }
  }
}
