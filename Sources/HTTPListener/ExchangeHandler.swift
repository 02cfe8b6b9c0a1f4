// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer
import Synchronization
import System

/// What the callbacks of a listener share.
final class ExchangeHandler: Sendable {
  let isDraining = Atomic(false)
  /// Counts the connections that the library has begun with.
  let begun = Acceptor.Progress()
  let connections = ConnectionTable()
  let service: Service
  let limits: ServerLimits
  let trusted: TrustedProxies
  let certificates: TLSCertificates?
  let pending = PendingAnswers()
  private let rates: RateLimiter
  private let hasToldOfProxy = Atomic(false)
  /// The value of Strict-Transport-Security; nil for none.
  private let transportPolicy: String?
  /// The blanks, the version and the line end of a request line.
  private static let restOfLine = 12
  private let queue: WorkQueue?

  /// So much of a body that is too large is read and dropped, because a client that still sends
  /// when the connection ends does not see the answer.
  private static let droppedBytes = 1_024 * 1_024

  init(
    _ service: Service, _ limits: ServerLimits, _ trusted: TrustedProxies,
    _ certificates: TLSCertificates?, _ queue: WorkQueue?, hstsSeconds: Int? = nil
  ) {
    self.queue = queue
    transportPolicy = hstsSeconds.map { "max-age=\($0)" }
    self.service = service
    self.limits = limits
    self.trusted = trusted
    self.certificates = certificates
    rates = RateLimiter(
      requestsPerSecond: limits.requestsPerSecond, burst: limits.burst,
      remembered: limits.rememberedClients)
  }

  /// Takes the header of a request. Gives an answer only where the body must not be read: the
  /// library closes a connection that is answered before the body has come.
  func begin(
    _ state: RequestState, _ connection: OpaquePointer, isVersion10: Bool
  ) -> Response? {
    let framing = Framing(connection, isVersion10: isVersion10)
    let peer = ClientAddress(mkprofile_client_address(connection))
    state.request.fields = framing.fields
    state.request.isFromTrustedProxy = trusted.contains(peer)
    state.request.usesTLS = certificates != nil
    guard !framing.isDoubtful, !state.hasNUL, state.normaliseTarget() else {
      state.closes = true
      return .text(400, .unknown, "The length, the host or the path of this request is in doubt.")
    }
    guard framing.count <= ServerLimits.mostFields,
      framing.bytes + state.request.method.utf8.count + state.request.target.utf8.count
        + Self.restOfLine <= limits.headerBytes
    else {
      state.closes = true
      return .text(
        431, .unknown,
        "A request line and its header may have \(limits.headerBytes) bytes and"
          + " \(ServerLimits.mostFields) fields.")
    }
    state.keepsConnection = framing.keepsConnection
    // Where chunks end is read more loosely by the library than by others: nothing that comes
    // after them on the same connection is believed.
    if framing.isChunked { state.closes = true }
    state.refusal = refusal(state, framing, peer)
    let length = framing.contentLength ?? 0
    if length > limits.bodyBytes + Self.droppedBytes || (framing.expectsContinue && length > 0) {
      return state.refusal
    }
    return nil
  }

  private func refusal(
    _ state: RequestState, _ framing: Framing, _ peer: ClientAddress
  ) -> Response? {
    let client = trusted.client(behind: peer, forwardedFor: framing.forwardedFor)
    state.client = client
    if client == peer, state.request.isFromTrustedProxy { tellOfSilentProxy(peer) }
    if let seconds = rates.refusal(of: client, at: state.started) {
      return .text(429, .unknown, "Too many requests.", [("Retry-After", String(seconds))])
    }
    // Connections of a client of its own are counted when they are opened.
    if state.request.isFromTrustedProxy {
      guard connections.beginRequest(of: client, limit: limits.connectionsPerClient) else {
        return .text(429, .unknown, "Too many requests at once.", [("Retry-After", "1")])
      }
      state.forwardedClient = client
    }
    return (framing.contentLength ?? 0) > limits.bodyBytes ? tooLarge(state) : nil
  }

  /// A proxy that does not say for whom it asks is one client, however many stand behind it.
  private func tellOfSilentProxy(_ peer: ClientAddress) {
    guard !hasToldOfProxy.exchange(true, ordering: .relaxed) else { return }
    service.warn(
      "a trusted proxy does not say for whom it asks: all of its requests count as one client's",
      "let it set X-Forwarded-For, as mkprofile deploy nginx and caddy do")
  }

  /// Ends connections that wait where there is hardly room for new ones.
  func makeRoom(at now: Int64) { _ = connections.makeRoom(at: now, limits) }

  /// Takes a part of a body; false where the connection has to end.
  func body(_ state: RequestState, _ bytes: UnsafeRawBufferPointer) -> Bool {
    state.bodyBytes += bytes.count
    let elapsed = Clock.monotonic - state.started
    guard elapsed < Int64(limits.requestSeconds) * 1_000_000 else { return false }
    guard state.bodyBytes <= limits.bodyBytes + Self.droppedBytes else { return false }
    if state.bodyBytes > limits.bodyBytes {
      state.request.body = []
    } else if state.refusal == nil {
      state.request.body.append(contentsOf: bytes)
    }
    return true
  }

  /// The answer to a request that has come as a whole; nil where the connection is suspended until
  /// there is one.
  func answer(_ state: RequestState, _ connection: OpaquePointer) -> Response? {
    if let pending = state.pending {
      state.connection?.isAnswering.store(false, ordering: .relaxed)
      return pending.made
    }
    if let refusal = state.refusal { return refusal }
    guard state.bodyBytes <= limits.bodyBytes else { return tooLarge(state) }
    switch service.answer(state.request) {
    case .ready(let response): return response
    case .later(let slow): return begin(slow, state, connection)
    }
  }

  /// Gives work that takes long to another thread, where there is one.
  private func begin(
    _ slow: SlowAnswer, _ state: RequestState, _ connection: OpaquePointer
  ) -> Response? {
    guard let queue else { return slow.own(slow.make()) }
    let answer = PendingAnswer(connection)
    guard pending.add(answer, slow) else { return slow.refusal }
    state.pending = answer
    state.connection?.isAnswering.store(true, ordering: .relaxed)
    MHD_suspend_connection(connection)
    let isTaken = queue.add(slow, for: state.client, answer) { [pending] in
      pending.remove(answer)
    }
    if !isTaken {
      pending.remove(answer)
      answer.finish(slow.refusal)
    }
    return nil
  }

  private func tooLarge(_ state: RequestState) -> Response {
    state.closes = true
    return .text(413, .unknown, "A request may have \(limits.bodyBytes) bytes.")
  }

  /// Hands an answer to the library and the record to the service.
  func send(
    _ response: Response, _ state: RequestState, _ connection: OpaquePointer
  ) -> MHD_Result {
    let closes = state.closes || isDraining.load(ordering: .relaxed)
    // Browsers believe it over TLS alone (RFC 6797 section 8.1).
    let policy = state.request.isSecure ? transportPolicy : nil
    if !closes, state.keepsConnection, response.body.count <= TLSSession.mostGathered,
      let session = state.connection?.session
    {
      session.gather()
      state.isGathered = true
    }
    let result = NativeResponse.queue(
      response, closes: closes, transportPolicy: policy, on: connection)
    let isHead = state.request.method == "HEAD"
    service.record(
      Exchange(
        method: Exchange.known(state.request.method), route: response.route,
        status: response.status, domain: response.domain, format: response.format,
        bytes: isHead ? 0 : response.body.count,
        microseconds: Clock.monotonic - state.started))
    return result
  }

  /// Forgets a request that was answered or given up.
  func end(_ state: RequestState) {
    if state.isGathered { state.connection?.session?.release() }
    if let client = state.forwardedClient { connections.endRequest(of: client) }
    guard let connection = state.connection else { return }
    connection.reader.store(0, ordering: .relaxed)
    connection.idleSince.store(Clock.monotonic, ordering: .relaxed)
    connection.requestSince.store(0, ordering: .releasing)
  }
}
