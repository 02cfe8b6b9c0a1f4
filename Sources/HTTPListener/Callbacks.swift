// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CMicroHTTPD
import ProfileServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

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
    let open = OpenConnection(
      mkprofile_connection_socket(connection),
      ClientAddress(mkprofile_client_address(connection)), now: Clock.monotonic)
    handler.connections.add(open)
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
  let state = RequestState(target: String(cString: target), connection: open, started: now)
  return Unmanaged.passRetained(state).toOpaque()
}

let answerRequest: MHD_AccessHandlerCallback = {
  closure, connection, _, method, _, upload, uploadSize, slot in
  guard let handler = handler(closure), let connection, let method, let uploadSize,
    let pointer = slot?.pointee
  else { return .NO }
  let state = Unmanaged<RequestState>.fromOpaque(pointer).takeUnretainedValue()
  if state.isNew {
    state.isNew = false
    state.request.method = String(cString: method)
    guard let refusal = handler.refusal(state, connection) else { return .YES }
    return handler.send(refusal, state, connection)
  }
  if uploadSize.pointee > 0 {
    let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return handler.body(state, bytes) ? .YES : .NO
  }
  return handler.send(handler.answer(state), state, connection)
}

let endRequest: MHD_RequestCompletedCallback = { _, _, slot, _ in
  guard let slot, let pointer = slot.pointee else { return }
  let state = Unmanaged<RequestState>.fromOpaque(pointer).takeRetainedValue()
  slot.pointee = nil
  state.connection?.idleSince.store(Clock.monotonic, ordering: .relaxed)
  state.connection?.requestSince.store(0, ordering: .relaxed)
}
