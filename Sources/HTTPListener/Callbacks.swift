// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CGnuTLS
import CMicroHTTPD
import ProfileServer
import Synchronization
import System

// The functions that libmicrohttpd calls on its threads. Each closure pointer is the
// `ExchangeHandler`, which lives as long as the daemon.

private func handler(_ closure: UnsafeMutableRawPointer?) -> ExchangeHandler? {
  closure.map { Unmanaged<ExchangeHandler>.fromOpaque($0).takeUnretainedValue() }
}

private func openConnection(_ context: UnsafeMutableRawPointer?) -> OpenConnection? {
  context.map { Unmanaged<OpenConnection>.fromOpaque($0).takeUnretainedValue() }
}

/// Refuses a client that has too many connections; proxies stand for many clients.
let acceptClient: MHD_AcceptPolicyCallback = { closure, address, _ in
  guard let handler = handler(closure) else { return .NO }
  let client = ClientAddress(address)
  let isAdmitted =
    handler.trusted.contains(client)
    || handler.connections.admits(client, limit: handler.limits.connectionsPerClient)
  return isAdmitted ? .YES : .NO
}

let noticeConnection: MHD_NotifyConnectionCallback = { closure, connection, context, event in
  guard let handler = handler(closure), let context, let connection else { return }
  switch event {
  case .CONNECTION_NOTIFY_STARTED:
    let descriptor = mkprofile_connection_socket(connection)
    let session = mkprofile_tls_session(connection).map {
      TLSSession(OpaquePointer($0), descriptor)
    }
    if let key = handler.certificates?.ticketKey { session?.useTickets(key) }
    let now = Clock.monotonic
    let open = OpenConnection(
      descriptor, ClientAddress(mkprofile_client_address(connection)), handler.certificates,
      session: session, now: now)
    handler.connections.add(open)
    handler.begun.advance()
    handler.makeRoom(at: now)
    context.pointee = Unmanaged.passRetained(open).toOpaque()
  case .CONNECTION_NOTIFY_CLOSED:
    guard let pointer = context.pointee else { return }
    handler.connections.remove(Unmanaged<OpenConnection>.fromOpaque(pointer).takeRetainedValue())
    context.pointee = nil
  default: break
  }
}

/// The request line has come: the target as it was sent, before the library decodes it, since
/// the library turns `+` into a blank.
typealias BeginRequest =
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
  ) -> UnsafeMutableRawPointer?

let beginRequest: BeginRequest = { _, target, connection in
  guard let target, let connection else { return nil }
  let now = Clock.monotonic
  let open = openConnection(mkprofile_socket_context(connection))
  open?.requestSince.store(now, ordering: .relaxed)
  open?.reader.store(LengthRefusal.currentThread(), ordering: .relaxed)
  let state = RequestState(target: String(cString: target), connection: open, started: now)
  state.targetEnd = UnsafeRawPointer(target) + strlen(target)
  return Unmanaged.passRetained(state).toOpaque()
}

let answerRequest: MHD_AccessHandlerCallback = {
  closure, connection, _, method, version, upload, uploadSize, slot in
  guard let handler = handler(closure), let connection, let method, let uploadSize,
    let pointer = slot?.pointee
  else { return .NO }
  let state = Unmanaged<RequestState>.fromOpaque(pointer).takeUnretainedValue()
  if state.isNew {
    state.isNew = false
    state.connection?.reader.store(0, ordering: .relaxed)
    state.request.method = String(cString: method)
    let isVersion10 = version.map { strcmp($0, "HTTP/1.0") == 0 } ?? true
    state.noteVersion(version)
    guard let answer = handler.begin(state, connection, isVersion10: isVersion10) else {
      return .YES
    }
    return handler.send(answer, state, connection)
  }
  if uploadSize.pointee > 0 {
    let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return handler.body(state, bytes) ? .YES : .NO
  }
  guard let answer = handler.answer(state, connection) else { return .YES }
  return handler.send(answer, state, connection)
}

let endRequest: MHD_RequestCompletedCallback = { closure, _, slot, _ in
  guard let slot, let pointer = slot.pointee else { return }
  let state = Unmanaged<RequestState>.fromOpaque(pointer).takeRetainedValue()
  slot.pointee = nil
  handler(closure)?.end(state)
}

/// Chooses the certificate by the name that the client wants. The library keeps its connection
/// as the session's pointer.
let chooseCertificate: mkprofile_certificate_callback = {
  session, _, _, _, _, chain, chainLength, key in
  guard let session, let chain, let chainLength, let key,
    let connection = gnutls_session_get_ptr(session),
    let open = openConnection(mkprofile_socket_context(OpaquePointer(connection))),
    let certificate = open.certificates?.choose(for: serverName(session))
  else { return -1 }
  // The session uses it until the connection is closed, whatever is loaded meanwhile.
  open.hold(certificate)
  chain.pointee = certificate.chain
  chainLength.pointee = certificate.chainLength
  key.pointee = certificate.key
  return 0
}

private func serverName(_ session: gnutls_session_t) -> String? {
  var name = [UInt8](repeating: 0, count: 256)
  var length = name.count
  var type: UInt32 = 0
  guard gnutls_server_name_get(session, &name, &length, &type, 0) == 0,
    type == GNUTLS_NAME_DNS.rawValue
  else { return nil }
  return String(decoding: name.prefix(length).prefix { $0 != 0 }, as: UTF8.self)
}
