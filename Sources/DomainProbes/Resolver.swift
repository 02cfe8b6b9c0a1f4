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
  private let patience: Int
  /// True once a question was answered that had no answer with EDNS.
  private let dislikesEDNS = Guarded(false)

  /// `server` is `HOST:PORT` or nil for those of the system.
  init?(server: String?, deadline: Deadline, patience: Int = 1) {
    _ = Self.library
    self.patience = patience
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

  /// Asks with EDNS, and without it where that is not understood: some say so, some fail, and some
  /// say nothing (RFC 6891 section 6.2.2).
  func ask(_ question: Question) async -> Answer {
    if dislikesEDNS.withLock({ $0 }) { return await ask(question, isPlain: true) }
    let answer = await first(question)
    switch answer.status {
    case .refused(code: 1), .refused(code: 2), .refused(code: 4), .malformed:
      let plain = await ask(question, isPlain: true)
      guard plain.failure == nil else { return answer }
      dislikesEDNS.withLock { $0 = true }
      return plain
    default: return answer
    }
  }

  /// The first answer of two: the question without EDNS follows where nothing comes for a while.
  private func first(_ question: Question) async -> Answer {
    let isDone = Guarded(false)
    let left = Guarded(2)
    return await withCheckedContinuation { continuation in
      @Sendable func take(_ answer: Answer) {
        let isLast = left.withLock { left in
          left -= 1
          return left == 0
        }
        // Silence counts once nobody is asked any more.
        guard answer.status != .silent || isLast else { return }
        let wasDone = isDone.withLock { done in
          defer { done = true }
          return done
        }
        if !wasDone { continuation.resume(returning: answer) }
      }
      Task { take(await ask(question, isPlain: false)) }
      Task {
        try? await Task.sleep(for: .milliseconds(Int(Self.tryMilliseconds) * patience * 3 / 4))
        guard !isDone.withLock({ $0 }) else { return take(Answer(.silent)) }
        let answer = await ask(question, isPlain: true)
        if answer.failure == nil, !isDone.withLock({ $0 }) { dislikesEDNS.withLock { $0 = true } }
        take(answer)
      }
    }
  }

  private func ask(_ question: Question, isPlain: Bool) async -> Answer {
    await withCheckedContinuation { continuation in
      let pending = Unmanaged.passRetained(PendingQuestion(question, isPlain, continuation))
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
  /// True without EDNS.
  let isPlain: Bool
  private let continuation: CheckedContinuation<Answer, Never>

  init(
    _ question: Question, _ isPlain: Bool, _ continuation: CheckedContinuation<Answer, Never>
  ) {
    self.question = question
    self.isPlain = isPlain
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
    let pending = Unmanaged<PendingQuestion>.fromOpaque(raw).takeUnretainedValue()
    let question = pending.question
    let status = mkprofile_ares_ask(
      channel, question.name, Int32(question.type.rawValue), .random(in: 0...UInt16.max),
      question.isUnchecked ? 1 : 0, pending.isPlain ? 1 : 0,
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
