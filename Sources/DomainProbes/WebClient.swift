// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CCurl
import DomainCheck
import MailSettings
import System

/// Fetches documents through libcurl. Names are looked up by the resolver of the check, and
/// redirects are followed here, so that each client's own rules hold.
struct WebClient: Sendable {
  let network: Network

  /// More bytes of a body are refused.
  static let mostBytes = 1_048_576
  /// More redirects are refused.
  private static let mostRedirects = 10

  func fetch(_ request: WebRequest) async -> WebAnswer {
    let deadline = network.deadline.within(
      milliseconds: request.timeout * 1_000 * network.patience)
    var next = request
    var urls: [String] = []
    var mayBePrivate = !network.refusesPrivateRedirects
    while true {
      var (answer, location) = await fetchOnce(next, deadline, isFirst: urls.isEmpty, &mayBePrivate)
      urls.append(next.url)
      answer.urls = urls
      guard (301...308).contains(answer.status), answer.status != 304, answer.status != 306,
        let target = answer.location, Self.follows(request.redirects, next.url, target, location)
      else { return answer }
      guard urls.count <= Self.mostRedirects else {
        answer.failure = .tooManyRedirects
        return answer
      }
      next.url = target
      // Every client but those that keep the method goes on with GET (RFC 9110 section 15.4).
      if answer.status < 307, next.method == "POST" {
        next.method = "GET"
        next.body = nil
      }
    }
  }

  /// Why a way is not gone; nil for one that is. Places that the user gave are the user's choice.
  static func refusal(of route: Network.Route, to host: String, mayBePrivate: Bool) -> String? {
    guard !mayBePrivate, !route.isFixed,
      let address = route.addresses.first(where: PrivateAddress.contains)
    else { return nil }
    return "it redirects to \(host), which is in a private network (\(address))"
  }

  private static func follows(
    _ rule: WebRequest.Redirects, _ from: String, _ to: String, _ location: String
  ) -> Bool {
    guard to.hasPrefix("https://") || to.hasPrefix("http://") else { return false }
    switch rule {
    case .none: return false
    case .any: return true
    case .sameScheme: return from.prefix { $0 != ":" } == to.prefix { $0 != ":" }
    case .absolute: return location.holds("://")
    }
  }

  private func fetchOnce(
    _ request: WebRequest, _ deadline: Deadline, isFirst: Bool, _ mayBePrivate: inout Bool
  ) async -> (answer: WebAnswer, location: String) {
    var failed = WebAnswer()
    guard let url = try? WebURL(request.url) else {
      failed.failure = .other("the URL \(request.url.quoted) cannot be used")
      return (failed, "")
    }
    let port = Int(url.port.number)
    let route: Network.Route
    do throws(NoRoute) { route = try await network.route(to: url.host.ascii, port) } catch {
      switch error {
      case .noAddress: failed.failure = .noAddress(url.host.ascii)
      case .unknown(let reason): failed.failure = .other(reason)
      }
      return (failed, "")
    }
    if isFirst, route.isPrivate { mayBePrivate = true }
    if let reason = Self.refusal(of: route, to: url.host.ascii, mayBePrivate: mayBePrivate) {
      failed.failure = .other(reason)
      return (failed, "")
    }
    var transfer = CurlTransfer(
      request: request, host: url.host.ascii, port: port, route: route, deadline: deadline,
      authorities: network.authorities)
    if url.scheme == .https {
      let shown = await network.webCertificate(url.host.ascii, port, route)
      if let failure = Self.failure(shown, url.host.ascii) {
        failed.failure = failure
        return (failed, "")
      }
      transfer.key = shown.certificate?.keyDigest
    }
    let pinned = transfer
    let found = await OwnThread.run { pinned.run() }
    guard found.answer.failure == .otherKey else { return found }
    // Another machine behind the same name: its certificate is verified with the request.
    transfer.key = nil
    let unpinned = transfer
    return await OwnThread.run { unpinned.run() }
  }

  /// Why clients get no further than TLS; nil where they do.
  private static func failure(_ shown: ServerAnswer, _ host: String) -> WebAnswer.Failure? {
    switch shown.failure {
    case nil:
      shown.certificateFaults.first { $0.grade == .error }.map { .tls($0.text(host)) }
    case .timeout: .timeout
    case .refused, .noRoute: .refused
    case .noAddress: .noAddress(host)
    case .handshake(let words): .tls(words)
    case .closed: .tls("the server closes the connection")
    case .some(let failure): .other(failure.text)
    }
  }
}

/// One request, on a thread of its own.
private struct CurlTransfer {
  let request: WebRequest
  let host: String
  let port: Int
  let route: Network.Route
  let deadline: Deadline
  let authorities: String?
  /// SHA-256 of the server's key, in digits, where its certificate was verified already: the list
  /// of authorities is not read for each request.
  var key: String?

  private final class Sink {
    var bytes: [UInt8] = []
    let most: Int
    init(most: Int) { self.most = most }
  }

  private static let library = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  private static let writer: mkprofile_curl_write = { bytes, size, count, target in
    guard let bytes, let target else { return 0 }
    let sink = Unmanaged<Sink>.fromOpaque(target).takeUnretainedValue()
    let (length, isTooLong) = size.multipliedReportingOverflow(by: count)
    guard !isTooLong, length <= sink.most - sink.bytes.count else { return 0 }
    bytes.withMemoryRebound(to: UInt8.self, capacity: length) {
      sink.bytes += UnsafeBufferPointer(start: $0, count: length)
    }
    return length
  }

  func run() -> (answer: WebAnswer, location: String) {
    var answer = WebAnswer()
    let milliseconds = Int(deadline.remaining)
    guard milliseconds > 0 else {
      answer.failure = .timeout
      return (answer, "")
    }
    guard Self.library == CURLE_OK, let curl = curl_easy_init() else {
      answer.failure = .other("libcurl cannot be used")
      return (answer, "")
    }
    defer { curl_easy_cleanup(curl) }
    let (body, header) = (Sink(most: WebClient.mostBytes), Sink(most: 65_536))
    var message = [CChar](repeating: 0, count: 512)
    var lists: [UnsafeMutablePointer<curl_slist>?] = []
    defer { lists.forEach { curl_slist_free_all($0) } }
    lists = [list(request.headers + ["Expect:"]), list(route.entries(host, port))]
    prepare(curl, lists[0], lists[1], milliseconds)
    let result = message.withUnsafeMutableBufferPointer { message -> CURLcode in
      mkprofile_curl_pointer(curl, CURLOPT_ERRORBUFFER, message.baseAddress)
      return withExtendedLifetime((body, header)) {
        mkprofile_curl_writer(curl, Self.writer)
        mkprofile_curl_pointer(curl, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
        mkprofile_curl_pointer(
          curl, CURLOPT_HEADERDATA, Unmanaged.passUnretained(header).toOpaque())
        return curl_easy_perform(curl)
      }
    }
    var status = 0
    mkprofile_curl_status(curl, &status)
    answer.status = status
    answer.body = body.bytes
    answer.contentType = text(curl, CURLINFO_CONTENT_TYPE) ?? ""
    answer.location = text(curl, CURLINFO_REDIRECT_URL)
    if result != CURLE_OK {
      let words = String(
        decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      answer.failure = Self.failure(result, words)
    }
    return (answer, Self.location(header.bytes))
  }

  private func prepare(
    _ curl: UnsafeMutableRawPointer, _ headers: UnsafeMutablePointer<curl_slist>?,
    _ routes: UnsafeMutablePointer<curl_slist>?, _ milliseconds: Int
  ) {
    mkprofile_curl_text(curl, CURLOPT_URL, request.url)
    mkprofile_curl_text(curl, CURLOPT_PROXY, "")
    mkprofile_curl_text(curl, CURLOPT_USERAGENT, "mkprofile-check")
    mkprofile_curl_long(curl, CURLOPT_NOSIGNAL, 1)
    mkprofile_curl_long(curl, CURLOPT_TIMEOUT_MS, milliseconds)
    mkprofile_curl_long(curl, CURLOPT_FOLLOWLOCATION, 0)
    mkprofile_curl_list(curl, CURLOPT_HTTPHEADER, headers)
    mkprofile_curl_list(curl, route.isFixed ? CURLOPT_CONNECT_TO : CURLOPT_RESOLVE, routes)
    if let key {
      mkprofile_curl_text(curl, CURLOPT_PINNEDPUBLICKEY, "sha256//\(Self.base64(key))")
      mkprofile_curl_long(curl, CURLOPT_SSL_VERIFYPEER, 0)
      mkprofile_curl_long(curl, CURLOPT_SSL_VERIFYHOST, 0)
      mkprofile_curl_text(curl, CURLOPT_CAINFO, nil)
      mkprofile_curl_text(curl, CURLOPT_CAPATH, nil)
    } else if let authorities {
      mkprofile_curl_text(curl, CURLOPT_CAINFO, authorities)
    }
    if request.method != "GET" { mkprofile_curl_text(curl, CURLOPT_CUSTOMREQUEST, request.method) }
    if let body = request.body { mkprofile_curl_text(curl, CURLOPT_COPYPOSTFIELDS, body) }
  }

  private static func base64(_ digits: String) -> String {
    let numbers = digits.compactMap(\.hexDigitValue).map { UInt8($0) }
    let bytes = stride(from: 0, to: numbers.count - 1, by: 2).map {
      numbers[$0] << 4 | numbers[$0 + 1]
    }
    return String(decoding: Base64.encode(bytes), as: UTF8.self)
  }

  private func list(_ lines: [String]) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines { list = curl_slist_append(list, line) ?? list }
    return list
  }

  private func text(_ curl: UnsafeMutableRawPointer, _ info: CURLINFO) -> String? {
    mkprofile_curl_answer(curl, info).map { String(cString: $0) }
  }

  private static func location(_ header: [UInt8]) -> String {
    let lines = String(decoding: header, as: UTF8.self).split(whereSeparator: \.isNewline)
    let line = lines.last { $0.lowercased().hasPrefix("location:") }
    return line.map { String($0.dropFirst("location:".count)).trimmingBlanks } ?? ""
  }

  private static func failure(_ result: CURLcode, _ words: String) -> WebAnswer.Failure {
    switch result {
    case CURLE_COULDNT_CONNECT: .refused
    case CURLE_OPERATION_TIMEDOUT: .timeout
    case CURLE_WRITE_ERROR: .tooLarge
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: .otherKey
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
      .tls(words)
    default: .other(words.isEmpty ? "the transfer fails" : words)
    }
  }
}
