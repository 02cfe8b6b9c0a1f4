// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import System

/// Whom to ask about what a name server does not have: it answers for its own zones, and an alias
/// may lead out of them.
package struct Elsewhere: Sendable {
  /// Who that is.
  package enum Server: Sendable, Hashable {
    case nobody
    /// The resolver of the system.
    case system
    /// `HOST:PORT`.
    case server(String)
  }

  private let server: Server
  private let deadline: Deadline
  private let resolver = Guarded<Resolver??>(nil)
  /// True once it was silent: nobody waits for it twice.
  private let isSilent = Guarded(false)

  /// Nobody is asked before there is a question.
  init(_ server: Server, _ deadline: Deadline) {
    self.server = server
    self.deadline = deadline
  }

  /// The answer of a name server with what it leaves to others.
  func complete(_ answer: Answer, _ question: Question, _ own: Resolver) async -> Answer {
    // What was not found out is not nothing.
    if answer.isReferral { return await ask(question) ?? Answer(.refused(code: 5)) }
    if answer.status == .refused(code: 5) { return await ask(question) ?? answer }
    var records = answer.records
    var seen: Set<String> = []
    while answer.status == .answered, question.type != .cname,
      !records.contains(where: { $0.data.type == question.type }),
      let target = Self.end(of: question.name, records), seen.insert(target).inserted,
      seen.count <= 8
    {
      let next = Question(target, question.type, isUnchecked: question.isUnchecked)
      var more = await own.ask(next)
      if more.failure != nil || more.isReferral {
        more = await ask(next) ?? (more.isReferral ? Answer(.refused(code: 5)) : more)
      }
      guard more.failure == nil, !more.records.isEmpty else {
        return Answer(more.failure == nil ? .answered : more.status, records, zone: answer.zone)
      }
      records += more.records
    }
    return Answer(
      answer.status, records, zone: answer.zone, isAuthenticated: answer.isAuthenticated)
  }

  /// Where the aliases of an answer lead in the end; nil for a name that is none.
  private static func end(of name: String, _ records: [FoundRecord]) -> String? {
    var owner = name
    for _ in 0..<10 {
      let next = records.lazy.compactMap { record in
        if case .cname(let target) = record.data, record.name == owner { target } else { nil }
      }.first
      guard let next else { break }
      owner = next
    }
    return owner == name ? nil : owner
  }

  private func ask(_ question: Question) async -> Answer? {
    if isSilent.withLock({ $0 }) { return nil }
    let found: Resolver? = resolver.withLock { resolver in
      if let resolver { return resolver }
      let made: Resolver? =
        switch server {
        case .nobody: nil
        case .system: Resolver(server: nil, deadline: deadline)
        case .server(let server): Resolver(server: server, deadline: deadline)
        }
      resolver = .some(made)
      return made
    }
    guard let found else { return nil }
    let answer = await found.ask(question)
    if answer.status == .silent { isSilent.withLock { $0 = true } }
    return answer.failure == nil ? answer : nil
  }
}
