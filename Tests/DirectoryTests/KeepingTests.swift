// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import MailSettings
import SettingsFile
import Synchronization
import System
import Testing

/// What is kept of answers, and when nobody is asked.
@Suite struct KeepingTests {
  private func options() throws -> DirectoryOptions {
    var options = DirectoryOptions(.command(["true"]))
    options.timeout = 1
    return options
  }

  private let anna = try? MailAddress("anna@example.ch")

  @Test func theCacheIsBoundedAndKeepsWhatIsAskedForOften() {
    var cache = PersonCache(entries: 100)
    cache.keep(.unknown, for: "often", 1_000, at: 0)
    for number in 0..<1_000 {
      cache.keep(.unknown, for: "\(number)", 1_000, at: 0)
      let often = cache.answer("often", at: 1)
      #expect(often == .unknown && cache.count <= 101)
    }
    let (last, first) = (cache.answer("999", at: 1), cache.answer("1", at: 1))
    #expect(last != nil && first == nil)
    let over = cache.answer("often", at: 1_000)
    #expect(over == nil)
  }

  @Test func theBreakerOpensAndLetsOneTry() {
    var breaker = Breaker()
    /// Whether one may ask, at a number of pauses.
    func may(_ pauses: Int64) -> Bool { breaker.mayAsk(at: Breaker.pause * pauses) }
    var answers: [Bool] = []
    for _ in 0..<Breaker.most {
      answers.append(may(0))
      breaker.failed(at: 0)
    }
    #expect(breaker.isOpen)
    // After a pause one alone tries; the next pause is twice as long.
    answers += [may(0), may(1), may(1)]
    breaker.failed(at: Breaker.pause)
    answers += [may(2), may(3)]
    #expect(answers == [true, true, true, false, true, false, false, true])
    breaker.succeeded()
    #expect(!breaker.isOpen && may(0))
  }

  @Test func answersAreKeptTheUnknownToo() throws {
    let anna = try #require(anna)
    let asked = Atomic(0)
    let now = Guarded<Int64>(0)
    let finder = PeopleFinder(try options(), now: { now.withLock { $0 } }) {
      (address, _) throws(DirectoryFault) in
      asked.wrappingAdd(1, ordering: .relaxed)
      return address.local == "anna"
        ? DirectoryPerson(login: try? DisplayText("u1")) : nil
    }
    let bea = anna.at(try DomainName("example.com"))
    let nobody = try MailAddress("nobody@example.ch")
    #expect(finder.known(anna) == nil)
    for _ in 0..<3 { #expect(finder.ask(anna).login?.text == "u1") }
    for _ in 0..<3 { #expect(finder.ask(nobody) == .unknown) }
    #expect(finder.known(anna)?.login?.text == "u1" && finder.known(nobody) == .unknown)
    #expect(asked.load(ordering: .relaxed) == 2)
    finder.forget(anna)
    #expect(finder.known(anna) == nil && finder.known(bea) == nil)
    // Who asks twice must not learn from the time of the second answer who is there.
    #expect(finder.ask(anna).login?.text == "u1")
    finder.forget(nobody)
    #expect(finder.ask(nobody) == .unknown)
    for (seconds, isKept) in [(try options().refresh - 1, true), (1, false)] {
      now.withLock { $0 += Int64(seconds) * 1_000_000 }
      #expect((finder.known(anna) != nil) == isKept && (finder.known(nobody) != nil) == isKept)
    }
  }

  @Test func aSourceThatFailsIsSpared() throws {
    let asked = Atomic(0)
    let finder = PeopleFinder(try options()) { (_, _) throws(DirectoryFault) in
      asked.wrappingAdd(1, ordering: .relaxed)
      throw DirectoryFault(.unreachable, "is away")
    }
    for number in 0..<20 {
      let answer = finder.ask(try MailAddress("a\(number)@example.ch"))
      #expect(answer.fault?.message == "is away" && answer.login == nil)
    }
    #expect(asked.load(ordering: .relaxed) == Breaker.most)
    #expect(finder.counts.isResting)
  }

  @Test func thoseWhoAskForTheSameShareAQuestion() async throws {
    let anna = try #require(anna)
    let asked = Atomic(0)
    let gate = Promise<Bool>()
    let finder = PeopleFinder(try options()) { (_, _) throws(DirectoryFault) in
      asked.wrappingAdd(1, ordering: .relaxed)
      _ = gate.value(by: Deadline(milliseconds: 5_000))
      return DirectoryPerson(login: try? DisplayText("u1"))
    }
    let answers = await withTaskGroup(of: PersonAnswer.self) { group in
      for _ in 0..<8 { group.addTask { await OwnThread.run { finder.ask(anna) } } }
      group.addTask {
        await OwnThread.run {
          usleep(50_000)
          gate.keep(true)
          return .unknown
        }
      }
      return await group.reduce(into: [PersonAnswer]()) { $0.append($1) }
    }
    #expect(answers.filter { $0.login?.text == "u1" }.count == 8)
    #expect(asked.load(ordering: .relaxed) == 1)
  }
}
