// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CAres
import DomainCheck
import System

/// Asks a resolver through c-ares: any number of questions at the same time, on one thread.
final class Resolver: Sendable {
  /// Milliseconds that the first try may take; the second one may take twice as long.
  static let tryMilliseconds: Int32 = 2_000
  private let wakeUp: Int32

  /// `server` is `HOST:PORT` or nil for those of the system.
  init?(server: String?, deadline: Deadline, patience: Int = 1) {
    _ = Self.library
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    let (input, output) = (ends[0], ends[1])
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var channel: ares_channel?
    let isOpen =
      mkprofile_ares_open(&channel, Self.tryMilliseconds * Int32(clamping: patience), 2) == 0
      && (server.map { server in
        ares_set_servers_ports_csv(channel, server) == 0
          || Self.addresses(server).map { ares_set_servers_ports_csv(channel, $0) == 0 } ?? false
      } ?? true)
    if isOpen, let channel {
      let loop = ResolverLoop(channel: channel, input: input, deadline: deadline)
      if OwnThread.start({ loop.run() }) {
        wakeUp = output
        return
      }
    }
    if let channel { ares_destroy(channel) }
    for end in ends { close(end) }
    return nil
  }

  /// `HOST:PORT` with every address of the host, which the system looks up.
  private static func addresses(_ server: String) -> String? {
    guard let colon = server.lastIndex(of: ":"), colon > server.startIndex else { return nil }
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(String(server[..<colon]), nil, nil, &list) == 0 else { return nil }
    defer { freeaddrinfo(list) }
    var found: [String] = []
    var next = list
    while let info = next?.pointee {
      next = info.ai_next
      var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      guard
        getnameinfo(
          info.ai_addr, info.ai_addrlen, &host, socklen_t(host.count), nil, 0, NI_NUMERICHOST) == 0
      else { continue }
      let text = CertificateReader.text(host)
      let address = (text.contains(":") ? "[\(text)]" : text) + server[colon...]
      if !found.contains(address) { found.append(address) }
    }
    return found.isEmpty ? nil : found.joined(separator: ",")
  }

  /// Once for the process, before any thread.
  private static let library = ares_library_init(ARES_LIB_INIT_ALL)

  func ask(_ question: Question) async -> Answer {
    await withCheckedContinuation { continuation in
      let pending = Unmanaged.passRetained(PendingQuestion(question, continuation))
      var pointer = UInt(bitPattern: pending.toOpaque())
      // What is this small is written whole (POSIX, PIPE_BUF).
      if write(wakeUp, &pointer, MemoryLayout<UInt>.size) != MemoryLayout<UInt>.size {
        pending.takeRetainedValue().answer(Answer(.unreachable))
      }
    }
  }

  deinit { close(wakeUp) }
}

private final class PendingQuestion {
  let question: Question
  private let continuation: CheckedContinuation<Answer, Never>

  init(_ question: Question, _ continuation: CheckedContinuation<Answer, Never>) {
    self.question = question
    self.continuation = continuation
  }

  func answer(_ answer: Answer) { continuation.resume(returning: answer) }
}

/// The thread of a resolver. It owns the channel; it ends when the other end of its pipe is closed.
private struct ResolverLoop: @unchecked Sendable {
  let channel: ares_channel
  let input: Int32
  let deadline: Deadline

  func run() {
    var isLate = false
    while true {
      mkprofile_ares_wait(
        channel, input, isLate ? 1_000 : min(1_000, deadline.remaining + 1))
      if deadline.hasPassed {
        isLate = true
        ares_cancel(channel)
      }
      guard takeQuestions(isLate: isLate) else { break }
    }
    ares_destroy(channel)
    close(input)
  }

  /// False once nobody can ask any more.
  private func takeQuestions(isLate: Bool) -> Bool {
    while true {
      var pointer: UInt = 0
      let count = read(input, &pointer, MemoryLayout<UInt>.size)
      if count == 0 { return false }
      guard count == MemoryLayout<UInt>.size, let raw = UnsafeMutableRawPointer(bitPattern: pointer)
      else { return true }
      if isLate {
        Unmanaged<PendingQuestion>.fromOpaque(raw).takeRetainedValue().answer(Answer(.silent))
      } else {
        ask(raw)
      }
    }
  }

  private func ask(_ raw: UnsafeMutableRawPointer) {
    let question = Unmanaged<PendingQuestion>.fromOpaque(raw).takeUnretainedValue().question
    let status = mkprofile_ares_ask(
      channel, question.name, Int32(question.type.rawValue), .random(in: 0...UInt16.max),
      question.isUnchecked ? 1 : 0,
      { argument, status, _, bytes, length in
        guard let argument else { return }
        let pending = Unmanaged<PendingQuestion>.fromOpaque(argument).takeRetainedValue()
        pending.answer(ResolverLoop.answer(status, bytes, Int(length)))
      }, raw)
    if status != 0 {
      Unmanaged<PendingQuestion>.fromOpaque(raw).takeRetainedValue().answer(Answer(.malformed))
    }
  }

  private static func answer(
    _ status: Int32, _ bytes: UnsafeMutablePointer<UInt8>?, _ length: Int
  ) -> Answer {
    if let bytes, length >= 12 {
      return DNSMessage(UnsafeBufferPointer(start: bytes, count: length)).answer
    }
    switch status {
    case mkprofile_ares_refused: return Answer(.unreachable)
    case mkprofile_ares_late, mkprofile_ares_ended, mkprofile_ares_cancelled:
      return Answer(.silent)
    default: return Answer(.malformed)
    }
  }
}
