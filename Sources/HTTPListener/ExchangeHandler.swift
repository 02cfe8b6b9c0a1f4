// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer
import Synchronization

/// What the callbacks of a listener share.
final class ExchangeHandler: Sendable {
  let isDraining = Atomic(false)
  let connections = ConnectionTable()
  let service: Service
  let limits: ServerLimits
  let trusted: TrustedProxies
  private let rates: RateLimiter

  init(_ service: Service, _ limits: ServerLimits, _ trusted: TrustedProxies) {
    self.service = service
    self.limits = limits
    self.trusted = trusted
    rates = RateLimiter(
      requestsPerSecond: limits.requestsPerSecond, burst: limits.burst,
      remembered: limits.rememberedClients)
  }

  func cutSlowConnections() -> Int {
    connections.cut(
      at: Clock.monotonic, requestSeconds: limits.requestSeconds, idleSeconds: limits.idleSeconds)
  }

  /// Takes the header of a request; gives an answer only where the request is refused, since the
  /// library closes a connection that is answered before it has asked a second time.
  func refusal(_ state: RequestState, _ connection: OpaquePointer) -> Response? {
    let framing = Framing(connection)
    let peer = ClientAddress(mkprofile_client_address(connection))
    state.request.fields = framing.fields
    state.request.isFromTrustedProxy = trusted.contains(peer)
    if framing.isDoubtful {
      state.closes = true
      return .text(400, .unknown, "The length or the host of this request is in doubt.")
    }
    let client = trusted.client(behind: peer, forwardedFor: framing.forwardedFor)
    if let seconds = rates.refusal(of: client, at: state.started) {
      state.closes = framing.hasBody
      return .text(429, .unknown, "Too many requests.", [("Retry-After", String(seconds))])
    }
    if let length = framing.contentLength, length > limits.bodyBytes { return tooLarge(state) }
    return nil
  }

  /// Takes a part of a body; false where the connection has to end.
  func body(_ state: RequestState, _ bytes: UnsafeRawBufferPointer) -> Bool {
    state.bodyBytes += bytes.count
    let elapsed = Clock.monotonic - state.started
    guard elapsed < Int64(limits.requestSeconds) * 1_000_000 else { return false }
    // What is too large is read to its end only a little further, so that the client sees 413.
    guard state.bodyBytes <= limits.bodyBytes * 4 else { return false }
    if state.bodyBytes <= limits.bodyBytes { state.request.body.append(contentsOf: bytes) }
    return true
  }

  /// The answer to a request that has come as a whole.
  func answer(_ state: RequestState) -> Response {
    state.bodyBytes > limits.bodyBytes ? tooLarge(state) : service.respond(state.request)
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
    let result = NativeResponse.queue(response, closes: closes, on: connection)
    let isHead = state.request.method == "HEAD"
    service.record(
      Exchange(
        method: state.request.method, route: response.route, status: response.status,
        domain: response.domain, format: response.format,
        bytes: isHead ? 0 : response.body.count,
        microseconds: Clock.monotonic - state.started))
    return result
  }
}

/// One request while it is read and answered; only one thread at a time knows it.
final class RequestState {
  var request: Request
  let started: Int64
  var isNew = true
  var closes = false
  var bodyBytes = 0
  let connection: OpenConnection?

  init(target: String, connection: OpenConnection?, started: Int64) {
    request = Request("", target)
    self.connection = connection
    self.started = started
  }
}
