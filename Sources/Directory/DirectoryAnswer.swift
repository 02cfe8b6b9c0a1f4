// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// One line of a program that knows domains and people, as a tree.
package struct DirectoryAnswer {
  private let pairs: [Node.Pair]

  /// Bytes of a line at most.
  package static let longest = 1 << 20

  /// Reads a line; throws what keeps it from being an answer.
  package init(_ line: [UInt8]) throws(DirectoryFault) {
    var limits = TreeLimits()
    limits.bytes = Self.longest
    do throws(SyntaxFault) {
      let node = try JSONParser.parse(
        SourceText(line, hasUnprintable: true), limits: limits)
      guard case .mapping(let pairs) = node.value else {
        throw SyntaxFault(node.mark, "it is no object")
      }
      self.pairs = pairs
    } catch {
      let beginning = String(decoding: line.prefix(40), as: UTF8.self).quoted
      throw DirectoryFault(
        .unreachable, "wrote no line of JSON but \(beginning): \(error.message)",
        fix: "it writes one line of JSON for each line that it reads, and nothing else")
    }
  }

  /// A member; nil where there is none.
  package subscript(name: String) -> Node? { pairs.first { $0.key == name }?.value }

  /// The text of a member; nil where there is none, or it is no text or number.
  package func text(_ name: String) -> String? { self[name]?.text }

  /// True where a member says so.
  package func isTrue(_ name: String) -> Bool {
    if case .scalar("true", isPlain: true)? = self[name]?.value { true } else { false }
  }

  /// The elements of a member; nil where it is no array.
  package func list(_ name: String) -> [Node]? {
    if case .sequence(let nodes)? = self[name]?.value { nodes } else { nil }
  }

  /// The number of the question.
  package var number: Int? { text("id").flatMap { Int($0) } }

  /// What it says went wrong; nil where nothing has.
  package var fault: DirectoryFault? {
    guard let message = text("error") else { return nil }
    let isPermanent = isTrue("isPermanent")
    return DirectoryFault(isPermanent ? .settings : .unreachable, message, fix: text("fix"))
  }

  /// The person of an answer about one; nil where nobody is known.
  package func person() throws(DirectoryFault) -> DirectoryPerson? {
    let person = try Self.person(self)
    return person == DirectoryPerson() ? nil : person
  }

  static func person(_ answer: DirectoryAnswer) throws(DirectoryFault) -> DirectoryPerson {
    var person = DirectoryPerson()
    do throws(InvalidValue) {
      person.login = try answer.display("login")
      person.name = try answer.display("name")
    } catch {
      throw DirectoryFault(.settings, "gave a name that cannot be used: \(error.message)")
    }
    // A language that nobody knows is no reason to have none of the rest.
    person.language = answer.filled("language").flatMap { try? Language($0) }
    return person
  }

  /// A text that can be shown; nil where there is none.
  private func display(_ name: String) throws(InvalidValue) -> DisplayText? {
    switch self[name]?.value {
    case .sequence?, .mapping?: throw InvalidValue("\(name.quoted) is no text")
    default: break
    }
    guard let text = filled(name) else { return nil }
    // What stands for bytes that are none of UTF-8 is in no name.
    guard !text.unicodeScalars.contains("\u{FFFD}") else {
      throw InvalidValue("\(text.quoted) is not UTF-8")
    }
    return try DisplayText(text)
  }

  private func filled(_ name: String) -> String? { text(name).flatMap { $0.isEmpty ? nil : $0 } }

  /// People with their addresses; what is wrong with a row is told.
  package func people(_ wrong: (String) -> Void) throws(DirectoryFault) -> [ListedPerson] {
    guard let rows = list("people") else {
      throw DirectoryFault(.unreachable, "wrote no 'people', which it was asked for")
    }
    var people: [ListedPerson] = []
    for row in rows {
      guard case .mapping(let pairs) = row.value else {
        wrong("a person is no object")
        continue
      }
      let answer = DirectoryAnswer(pairs: pairs)
      do throws(InvalidValue) {
        let address = try MailAddress(answer.text("address") ?? "")
        do throws(DirectoryFault) {
          people.append(ListedPerson(address, try Self.person(answer)))
        } catch { wrong("\(address): \(error.message)") }
      } catch { wrong(error.message) }
    }
    return people
  }

  private init(pairs: [Node.Pair]) { self.pairs = pairs }
}
