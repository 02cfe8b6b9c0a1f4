// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// The network as one check sees it: the same question is asked once, and all are counted.
package actor Inquiry {
  private let world: any World
  private var answers: [Question: Task<Answer, Never>] = [:]
  private var documents: [WebRequest: Task<WebAnswer, Never>] = [:]
  private var servers: [ServerProbe: Task<ServerAnswer, Never>] = [:]
  private let counts = Guarded((asked: 0, answered: 0))
  private var total: Duration = .zero
  private var resolverAnswered = false
  private var resolverFailed = false
  /// The questions whose answers have wrong signatures.
  private(set) var bogus: Set<Question> = []

  /// Questions to a network.
  package init(_ world: any World) { self.world = world }

  /// What the network is asked through for things that need no waiting.
  package nonisolated var tools: any World { world }

  /// Asks a resolver, or remembers what it said.
  package func ask(
    _ name: String, _ type: RecordType, isUnchecked: Bool = false
  ) async -> Answer {
    let question = Question(name, type, isUnchecked: isUnchecked)
    if let known = answers[question] { return await known.value }
    let world = world
    let task = Task { await self.timed { await Self.answer(question, world) } }
    answers[question] = task
    let answer = await task.value
    switch answer.status {
    case .silent, .unreachable: resolverFailed = true
    case .answered, .noName, .refused, .malformed: resolverAnswered = true
    case .bogus:
      resolverAnswered = true
      bogus.insert(question)
    }
    return answer
  }

  /// Wrong signatures and servers that fail look the same, until nobody verifies (the CD bit).
  private static func answer(_ question: Question, _ world: any World) async -> Answer {
    let answer = await world.ask(question)
    guard answer.status == .refused(code: 2), !question.isUnchecked else { return answer }
    let unchecked = await world.ask(
      Question(question.name, question.type, isUnchecked: true))
    return unchecked.failure == nil ? Answer(.bogus) : answer
  }

  /// Fetches a document, or remembers what came.
  package func fetch(_ request: WebRequest) async -> WebAnswer {
    if let known = documents[request] { return await known.value }
    let world = world
    let task = Task { await self.timed { await world.fetch(request) } }
    documents[request] = task
    return await task.value
  }

  /// Talks to a server, or remembers what it said.
  package func probe(_ request: ServerProbe) async -> ServerAnswer {
    if let known = servers[request] { return await known.value }
    let world = world
    let task = Task { await self.timed { await world.probe(request) } }
    servers[request] = task
    return await task.value
  }

  /// How many were asked and how many have come back.
  package nonisolated var progress: (asked: Int, answered: Int) { counts.withLock { $0 } }

  /// False where questions were asked and the resolver answered none.
  package var reachedResolver: Bool { resolverAnswered || !resolverFailed }

  /// The milliseconds that all questions took one by one.
  package var milliseconds: Int { Int(total / .milliseconds(1)) }

  private func timed<Value: Sendable>(_ work: @Sendable () async -> Value) async -> Value {
    counts.withLock { $0.asked += 1 }
    let start = ContinuousClock.now
    let value = await work()
    total += ContinuousClock.now - start
    counts.withLock { $0.answered += 1 }
    return value
  }
}

extension Inquiry {
  /// The addresses of a host, of both versions.
  package func addresses(of host: String) async -> (
    addresses: [IPAddress], isAlias: Bool, failure: String?
  ) {
    async let four = ask(host, .a)
    async let six = ask(host, .aaaa)
    let (first, second) = await (four, six)
    return (
      first.addresses + second.addresses, first.isAlias(host) || second.isAlias(host),
      first.failure ?? second.failure
    )
  }
}
