// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import Testing

@testable import ProfileServer

/// Documents are made once, and their memory is bounded.
@Suite struct DocumentStoreTests {
  private static func key(_ number: Int) throws -> DocumentStore.Key {
    DocumentStore.Key(domain: try DomainName("d\(number).example"), format: "x", choice: "")
  }

  private static func document(_ size: Int = 8_000) throws -> KeptDocument {
    let route = try #require(Route(path: "/mail/config-v1.1.xml"))
    let delivery = Delivery(route, Autoconfig(), try DomainName("a.example"))
    return KeptDocument([UInt8](repeating: 0x61, count: size), delivery)
  }

  @Test func makesOnce() throws {
    let store = DocumentStore(bytes: 1_000_000)
    let document = try Self.document()
    var made = 0
    for _ in 0..<3 {
      let found = store.document(try Self.key(1)) {
        made += 1
        return document
      }
      #expect(found === document)
    }
    #expect(made == 1)
    #expect(store.document(try Self.key(2)) { nil } == nil)
    #expect(store.count == 1)
  }

  @Test func keepsWhatIsAskedForAndNoMoreThanItMay() throws {
    let document = try Self.document()
    let store = DocumentStore(bytes: document.cost * 100)
    var made = 0
    for number in 0..<2_000 {
      for key in [try Self.key(number), try Self.key(0)] {
        _ = store.document(key) {
          made += 1
          return document
        }
      }
      #expect(store.count <= 101)
    }
    #expect(made == 2_000, "the one that is asked for all the time is made once")
  }

  @Test func keepsOneWhateverItsSize() throws {
    let store = DocumentStore(bytes: 0)
    for number in 0..<10 { _ = store.document(try Self.key(number)) { try? Self.document() } }
    #expect(store.count <= 2)
  }

  @Test func aFloodOfNamesEndsInBoundedMemory() throws {
    var limits = ServerLimits()
    limits.keptBytes = 100_000
    let handler = try #require(
      Handlers.handler(
        """
        provider: {id: a.example, name: A}
        domains: [{name: "*"}]
        incoming: [{protocol: imap, host: "mail.{domain}"}]
        outgoing: [{protocol: smtp, host: "mail.{domain}"}]
        """, limits: limits))
    for number in 0..<500 {
      let url = "https://flood\(number).example/mail/config-v1.1.xml"
      #expect(handler.ask(url).text.contains("mail.flood\(number).example"))
    }
    #expect(handler.store.count <= 50)
  }

  @Test func manyThreadsGetTheSameAnswers() async throws {
    let handler = try #require(Handlers.hoster)
    let hosts = ["example.ch", "linked.example", "a.customers.example", "b.customers.example"]
    let wanted = hosts.map { handler.ask("https://\($0)/mail/config-v1.1.xml").body }
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<200).allSatisfy { round in
            let host = hosts[round % hosts.count]
            let headers = round % 3 == 0 ? ["Accept-Encoding": "gzip"] : [:]
            let response = handler.ask("https://\(host)/mail/config-v1.1.xml", headers)
            let isGzip = response["Content-Encoding"] == "gzip"
            let body = isGzip ? Gunzip.bytes(response.body) : response.body
            let post = try? AutodiscoverTests.post(
              AutodiscoverTests.thunderbird("a\(round)@example.ch"), to: handler)
            return body == wanted[round % hosts.count] && post?.status == 200
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
