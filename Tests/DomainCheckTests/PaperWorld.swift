// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import DomainProbes
import Foundation
import MailSettings

/// A network on paper: a zone, web pages, and mail servers that nobody can reach.
struct PaperWorld: World {
  /// A web page.
  struct Page: Sendable {
    var status = 200
    var type = "text/plain"
    var location: String?
    var body: [UInt8] = []
    var isOfAnotherHost = false
  }

  var zone: PaperZone
  /// By `host/path`.
  var pages: [String: Page] = [:]
  /// By `host:port`, or `address:port` for one address alone.
  var servers: [String: ServerAnswer] = [:]
  /// What they say to clients that know TLS 1.0 and 1.1 alone.
  var oldServers: [String: ServerAnswer] = [:]

  init(_ zone: PaperZone) { self.zone = zone }

  /// Zone and pages of a case.
  init(zone: [String: [[Any]]], web: [[String: Any]]) {
    self.zone = PaperZone(json: zone)
    for entry in web {
      var page = Page()
      page.status = entry["status"] as? Int ?? 200
      page.type = entry["type"] as? String ?? ""
      page.location = (entry["headers"] as? [String: String])?["Location"]
      var body = (entry["body"] as? String ?? "").replacing("\u{E000}", with: "\u{FEFF}")
      if let parts = entry["repeat"] as? [Any], parts.count == 2, let text = parts[0] as? String {
        body += String(repeating: text, count: parts[1] as? Int ?? 0)
      }
      page.body = Array((body + (entry["tail"] as? String ?? "")).utf8)
      page.isOfAnotherHost = entry["certificate"] as? String == "other"
      let (host, path) = (entry["host"] as? String ?? "", entry["path"] as? String ?? "")
      pages[host + path] = page
    }
  }

  func ask(_ question: Question) async -> Answer { zone.answer(question) }

  func fetch(_ request: WebRequest) async -> WebAnswer {
    var answer = WebAnswer()
    answer.urls = [request.url]
    let place = request.url.split(separator: "//", maxSplits: 1).last.map(String.init) ?? ""
    let key = String(place.prefix { $0 != "?" })
    let host = String(key.prefix { $0 != "/" && $0 != ":" })
    let addresses = [RecordType.a, .aaaa].flatMap { zone.answer(Question(host, $0)).addresses }
    guard !addresses.isEmpty else {
      answer.failure = .noAddress(host)
      return answer
    }
    guard request.url.hasPrefix("https:"), let page = pages[key] else {
      answer.failure = .refused
      return answer
    }
    if page.isOfAnotherHost {
      answer.failure = .tls("the certificate is for another host")
      return answer
    }
    answer.status = page.status
    answer.contentType = page.type
    answer.location = page.location
    answer.body = page.body
    return answer
  }

  func probe(_ request: ServerProbe) async -> ServerAnswer {
    if request.isOldTLS { return oldServers[request.place] ?? Self.refused }
    let place = request.address.map { "\($0):\(request.port)" } ?? request.place
    if let answer = servers[place] ?? servers[request.place] { return answer }
    return Self.refused
  }

  private static var refused: ServerAnswer {
    var answer = ServerAnswer()
    answer.failure = .refused
    return answer
  }

  private static let reader = Network(resolver: "127.0.0.1:9", milliseconds: 1)

  func publicKey(_ bytes: [UInt8]) -> PublicKey? { Self.reader?.publicKey(bytes) }
  func certificate(_ pem: [UInt8]) -> CertificateFacts? { Self.reader?.certificate(pem) }
  var now: Int { 1_795_000_000 }
}

/// The files of `Tests/Zones`.
enum ZoneFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Zones")

  /// Foundation's reader drops byte order marks, which a case is about: another character stands
  /// for them.
  static func json(_ path: String) -> Any? {
    text(path).flatMap { text in
      try? JSONSerialization.jsonObject(
        with: Data(
          text.replacing("\\ufeff", with: "\\ue000").replacing("\u{FEFF}", with: "\u{E000}").utf8))
    }
  }

  static func text(_ path: String) -> String? {
    try? String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }
}
