// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CAres
import CGnuTLS
import DomainCheck
import System

/// A connection to a server, plain or with TLS, that never waits longer than it may.
final class Wire {
  typealias Failure = ServerAnswer.Failure

  /// More bytes of all that a server says are refused.
  static let mostBytes = 65_536
  private let descriptor: Int32
  private let deadline: Deadline
  private(set) var session: gnutls_session_t?
  private var trust: TrustedAuthorities?
  private var buffer: [UInt8] = []
  private var received = 0

  /// Connects to the first address that answers.
  init(_ route: Network.Route, _ deadline: Deadline) throws(Failure) {
    self.deadline = deadline
    var last = Failure.noAddress
    for address in route.addresses.prefix(4) {
      do throws(Failure) {
        descriptor = try Self.connect(address, route.port, deadline)
        return
      } catch { last = error }
    }
    throw last
  }

  private static func connect(
    _ address: String, _ port: Int, _ deadline: Deadline
  ) throws(Failure) -> Int32 {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
    hints.ai_socktype = SystemCall.stream
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address, "\(port)", &hints, &list) == 0, let list else {
      throw .noAddress
    }
    defer { freeaddrinfo(list) }
    let info = list.pointee
    let descriptor = socket(info.ai_family, info.ai_socktype, info.ai_protocol)
    guard descriptor >= 0 else { throw .other("there is no socket to spare") }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let status = SystemCall.connect(descriptor, info.ai_addr, info.ai_addrlen)
    do throws(Failure) {
      if status != 0 {
        guard errno == EINPROGRESS else { throw failure(errno) }
        try wait(descriptor, Int16(POLLOUT), deadline)
        var error: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size)
        guard error == 0 else { throw failure(error) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func failure(_ error: Int32) -> Failure {
    switch error {
    case ETIMEDOUT: .timeout
    // This machine has no such addresses of its own.
    case ENETUNREACH, EADDRNOTAVAIL, EAFNOSUPPORT: .noRoute
    default: .refused
    }
  }

  private static func wait(
    _ descriptor: Int32, _ events: Int16, _ deadline: Deadline
  ) throws(Failure) {
    while true {
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let ready = poll(&entry, 1, deadline.remaining)
      if ready > 0 { return }
      guard ready < 0, errno == EINTR else { throw .timeout }
    }
  }

  /// Begins TLS; nothing of the certificate is judged yet.
  func startTLS(
    _ host: String, versions: String, trust: TrustedAuthorities
  ) throws(Failure) {
    // What came before the handshake is not protected: nothing of it may count later.
    buffer = []
    guard let credentials = trust.credentials, gnutls_init(&session, UInt32(GNUTLS_CLIENT)) == 0,
      gnutls_priority_set_direct(session, versions, nil) == 0
    else { throw .other("this machine's GnuTLS does not allow such a connection") }
    self.trust = trust
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials))
    gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, host.utf8.count)
    gnutls_transport_set_int2(session, descriptor, descriptor)
    while true {
      let status = gnutls_handshake(session)
      if status == 0 { return }
      guard gnutls_error_is_fatal(status) == 0 else {
        let isBroken = status == GNUTLS_E_PULL_ERROR || status == GNUTLS_E_PREMATURE_TERMINATION
        throw isBroken ? .closed : .handshake(words(status))
      }
      try waitForTLS()
    }
  }

  /// What the server says where it refuses, else the library's words.
  private func words(_ status: Int32) -> String {
    if status == GNUTLS_E_FATAL_ALERT_RECEIVED,
      let name = gnutls_alert_get_name(gnutls_alert_get(session))
    {
      return "the server refuses it: \(String(cString: name))"
    }
    return gnutls_strerror(status).map { String(cString: $0) } ?? "error \(status)"
  }

  private func waitForTLS() throws(Failure) {
    let isWriting = gnutls_record_get_direction(session) == 1
    try Self.wait(descriptor, Int16(isWriting ? POLLOUT : POLLIN), deadline)
  }

  /// The TLS version, such as `TLS1.3`.
  var version: String? {
    gnutls_protocol_get_name(gnutls_protocol_get_version(session)).map { String(cString: $0) }
  }

  /// The certificates that the server sends, its own first.
  var chain: [CertificateFacts] {
    var count: UInt32 = 0
    guard let first = gnutls_certificate_get_peers(session, &count) else { return [] }
    return (0..<min(Int(count), 10)).compactMap {
      CertificateReader.facts(first + $0, GNUTLS_X509_FMT_DER)
    }
  }

  /// What clients would have against the certificate.
  func certificateFaults(_ host: String, _ chain: [CertificateFacts]) -> [CertificateFault] {
    var status: UInt32 = 0
    guard let leaf = chain.first, gnutls_certificate_verify_peers3(session, host, &status) == 0
    else { return [.unreadable] }
    let lenient = leaf.lenientFaults
    let reasons: [(gnutls_certificate_status_t, CertificateFault)] = [
      (GNUTLS_CERT_UNEXPECTED_OWNER, .otherHost(leaf.names)), (GNUTLS_CERT_EXPIRED, .expired),
      (GNUTLS_CERT_NOT_ACTIVATED, .notYetValid),
      (GNUTLS_CERT_SIGNER_NOT_FOUND, Self.untrusted(chain)),
      (GNUTLS_CERT_SIGNATURE_FAILURE, .wrongSignature),
      (GNUTLS_CERT_SIGNER_NOT_CA, .unknownAuthority(leaf.issuer)), (GNUTLS_CERT_REVOKED, .revoked),
      (GNUTLS_CERT_INSECURE_ALGORITHM, .weakSignature),
    ]
    var found = reasons.filter { status & UInt32($0.0.rawValue) != 0 }.map(\.1)
    if status != 0, found.isEmpty { found = [.unreadable] }
    // Without names there is nothing to compare with, and a short key is why it counts as weak.
    if lenient.contains(.noNames) { found.removeAll { $0 == .otherHost([]) } }
    if lenient.contains(where: { if case .shortKey = $0 { true } else { false } }) {
      found.removeAll { $0 == .weakSignature }
    }
    return found + lenient
  }

  private static func untrusted(_ chain: [CertificateFacts]) -> CertificateFault {
    guard let leaf = chain.first, let last = chain.last else { return .unreadable }
    if leaf.issuer == leaf.subject { return .selfSigned }
    return chain.count == 1 && leaf.hasIssuerURL
      ? .chainNotWhole(last.issuer) : .unknownAuthority(last.issuer)
  }

  /// Sends a line.
  func send(_ line: String) throws(Failure) {
    var bytes = Array((line + "\r\n").utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { raw in
        session == nil
          ? write(descriptor, raw.baseAddress, raw.count)
          : gnutls_record_send(session, raw.baseAddress, raw.count)
      }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else {
        try mayTryAgain(count)
      }
    }
  }

  /// The next line without its end.
  func line() throws(Failure) -> String {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer = Array(buffer[(end + 1)...])
        return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
      }
      var chunk = [UInt8](repeating: 0, count: 4_096)
      let count =
        session == nil
        ? read(descriptor, &chunk, chunk.count)
        : gnutls_record_recv(session, &chunk, chunk.count)
      if count == 0 { throw .closed }
      guard count > 0 else {
        try mayTryAgain(count)
        continue
      }
      received += count
      guard received <= Self.mostBytes else { throw .tooMuch }
      buffer += chunk.prefix(count)
    }
  }

  private func mayTryAgain(_ count: Int) throws(Failure) {
    if session != nil {
      guard gnutls_error_is_fatal(Int32(truncatingIfNeeded: count)) == 0 else { throw .closed }
      return try waitForTLS()
    }
    guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else { throw .closed }
    try Self.wait(descriptor, Int16(POLLIN), deadline)
  }

  deinit {
    if session != nil { gnutls_deinit(session) }
    close(descriptor)
  }
}
