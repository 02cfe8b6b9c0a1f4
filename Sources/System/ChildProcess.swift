// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A child at work: bytes go in, bytes come out. It ends with this object, and everything that it
/// started with it. One thread at a time may use it.
package final class ChildProcess {
  private let program: ChildProgram
  private let identifier: pid_t
  private let limits: ProcessLimits
  private var input: Int32
  private var output: Int32
  private var messages: Int32
  private var received: [UInt8] = []
  /// How many of these bytes are known to hold no end of a line.
  private var searched = 0
  private var said: [UInt8] = []
  private var hasEnded = false
  /// Milliseconds that the pipes have been silent since it exited; nil while it has not.
  private var silence: Int32?

  /// Starts a program. From now on a closed pipe is an error of `write` in this process and no
  /// signal that ends it.
  package init(
    _ program: ChildProgram, limits: ProcessLimits = ProcessLimits()
  ) throws(ProcessFailure) {
    Self.ignoreClosedPipes
    self.program = program
    self.limits = limits
    do throws(SystemError) {
      let pipes = try ChildPipes()
      do throws(SystemError) {
        identifier = try pipes.spawn(program)
      } catch {
        pipes.close()
        throw error
      }
      for end in [pipes.input.reader, pipes.output.writer, pipes.messages.writer] {
        SystemCall.close(end)
      }
      (input, output) = (pipes.input.writer, pipes.output.reader)
      messages = pipes.messages.reader
    } catch {
      throw ProcessFailure(
        cause: error.isMissing ? .notFound : .notStarted(error.description),
        program: program.program,
        words: "")
    }
    for end in [input, output, messages] {
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
  }

  deinit {
    for end in [input, output, messages] where end >= 0 { SystemCall.close(end) }
    guard !hasEnded else { return }
    kill(-identifier, SIGKILL)
    while waitpid(identifier, nil, 0) < 0, errno == EINTR {}
  }

  /// Writes all of it, and takes in what the child writes meanwhile. A child that closed its
  /// input has what it wanted: that is no error.
  package func write(_ bytes: [UInt8], by deadline: Deadline) throws(ProcessFailure) {
    var rest = bytes[...]
    while !rest.isEmpty, input >= 0 {
      let isReady = try wait(writing: true, by: deadline)
      guard isReady else { continue }
      let count = rest.withUnsafeBytes { SystemCall.write(input, $0) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR, errno != EAGAIN {
        closeInput()
      }
    }
  }

  /// Tells the child that nothing more comes.
  package func closeInput() {
    if input >= 0 { SystemCall.close(input) }
    input = -1
  }

  /// The next so many bytes of its output.
  package func read(
    exactly count: Int, by deadline: Deadline
  ) throws(ProcessFailure) -> [UInt8] {
    while received.count < count {
      guard output >= 0 else { throw failure(.endedEarly) }
      try wait(writing: false, by: deadline)
    }
    defer { received.removeFirst(max(0, count)) }
    return Array(received.prefix(max(0, count)))
  }

  /// What has been read of a line that is not complete.
  var pendingBytes: Int { received.count }

  /// False once nothing more can come.
  var isTalking: Bool { output >= 0 }

  /// The first line of what was read; nil where none is complete. What was looked through is not
  /// looked through again.
  func takeLine() -> [UInt8]? {
    let found = received.withUnsafeBytes { $0.place(of: 0x0A, from: searched) }
    guard let end = found else {
      searched = received.count
      return nil
    }
    searched = 0
    let line = Array(received[..<end])
    received.removeFirst(end + 1)
    return line
  }

  /// Takes in what comes until the deadline, at most one piece of it.
  func take(by deadline: Deadline) throws(ProcessFailure) {
    // A moment without news is no failure of a child that stays.
    let patience = Deadline(milliseconds: Int(deadline.remaining) + 60_000)
    try wait(writing: false, by: patience, pausing: deadline)
  }

  /// Ends the child and says why, with how it ended by itself where it has.
  func giveUp(_ cause: ProcessFailure.Cause) -> ProcessFailure {
    guard case .endedEarly = cause, let status = reap() else { return stop(cause) }
    if status & 0x7f != 0, status & 0x7f != SIGKILL { return failure(.killed(status & 0x7f)) }
    if status >> 8 & 0xff != 0 { return failure(.exited(status >> 8 & 0xff)) }
    return failure(cause)
  }

  /// The rest of its output, up to its end.
  package func readToEnd(by deadline: Deadline) throws(ProcessFailure) -> [UInt8] {
    while output >= 0 || messages >= 0 { try wait(writing: false, by: deadline) }
    defer { received = [] }
    return received
  }

  /// Waits for its end; throws where that is not exit code 0.
  package func finish(by deadline: Deadline) throws(ProcessFailure) {
    closeInput()
    var pause: UInt32 = 100
    while !hasEnded {
      var information = siginfo_t()
      // The process stays until its group, which has its number, was told to go.
      let code = waitid(
        P_PID, id_t(identifier), &information, WEXITED | WNOWAIT | WNOHANG)
      if code == 0, information.si_signo == SIGCHLD { break }
      guard code == 0 || errno == EINTR else { break }
      guard !deadline.hasPassed else { throw stop(.timedOut) }
      usleep(pause)
      pause = min(pause * 2, 5_000)
    }
    guard let status = reap() else { return }
    if status & 0x7f != 0 { throw failure(.killed(status & 0x7f)) }
    if status >> 8 & 0xff != 0 { throw failure(.exited(status >> 8 & 0xff)) }
  }

  /// Ends it with all that it started; nil where it had ended before.
  private func reap() -> Int32? {
    guard !hasEnded else { return nil }
    hasEnded = true
    kill(-identifier, SIGKILL)
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0 { if errno != EINTR { return nil } }
    return status
  }

  /// Ends it and says why.
  private func stop(_ cause: ProcessFailure.Cause) -> ProcessFailure {
    _ = reap()
    return failure(cause)
  }

  private func failure(_ cause: ProcessFailure.Cause) -> ProcessFailure {
    ProcessFailure(cause: cause, program: program.program, words: said.printable)
  }

  /// Waits until something moves and takes in what there is; true where the child takes input.
  @discardableResult
  private func wait(
    writing: Bool, by deadline: Deadline, pausing: Deadline? = nil
  ) throws(ProcessFailure) -> Bool {
    var polled = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: messages, events: Int16(POLLIN), revents: 0),
    ]
    if writing { polled.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
    // What it started may keep its pipes open for ever, which tell nothing of its own end then.
    let isOver = silence != nil || mkprofile_exit(identifier) != 0
    let pause =
      pausing.map { min($0.remaining, Self.longPause) } ?? min(deadline.remaining, Self.pause)
    let count = poll(&polled, nfds_t(polled.count), pause)
    if count == 0, deadline.hasPassed { throw stop(.timedOut) }
    if count == 0, isOver { endAfterSilence(of: pause) }
    guard count > 0 else { return false }
    silence = isOver ? 0 : nil
    if polled[0].revents != 0 { take(from: &output, into: &received, keeping: .max) }
    if polled[1].revents != 0 {
      take(from: &messages, into: &said, keeping: limits.messageBytes)
    }
    guard received.count <= limits.outputBytes else {
      throw stop(.tooMuchOutput(limits.outputBytes))
    }
    return writing && polled[2].revents != 0
  }

  /// Takes silence for the end of the pipes once it has exited and either said something or failed:
  /// what it started, such as a program that copies to a log, may still pass on what it said.
  private func endAfterSilence(of milliseconds: Int32) {
    silence = (silence ?? 0) + milliseconds
    guard let silence, silence >= Self.pause, !received.isEmpty || mkprofile_exit(identifier) > 1
    else { return }
    closeInput()
    for end in [output, messages] where end >= 0 { SystemCall.close(end) }
    (output, messages) = (-1, -1)
  }

  /// Milliseconds after which it is looked whether it is still there.
  private static let pause: Int32 = 20
  /// The same for one that stays.
  private static let longPause: Int32 = 250

  private func take(from descriptor: inout Int32, into bytes: inout [UInt8], keeping limit: Int) {
    let (count, chunk) = readDescriptor(descriptor)
    if count < 0, errno == EINTR || errno == EAGAIN { return }
    guard count > 0 else {
      SystemCall.close(descriptor)
      descriptor = -1
      return
    }
    bytes += chunk.prefix(limit - min(limit, bytes.count))
  }

  /// Done once; a program that chose something else keeps it.
  private static let ignoreClosedPipes: Void = {
    var action = sigaction()
    guard sigaction(SIGPIPE, nil, &action) == 0 else { return }
    #if os(Linux)
      let isChosen = action.__sigaction_handler.sa_handler != nil
    #else
      let isChosen = action.__sigaction_u.__sa_handler != nil
    #endif
    if !isChosen { signal(SIGPIPE, SIG_IGN) }
  }()
}

extension ChildProcess {
  /// Runs a program from its start to its end: what it wrote to standard output. Throws where it
  /// does not end with exit code 0 within the limits.
  package static func output(
    of program: ChildProgram, input: [UInt8], limits: ProcessLimits = ProcessLimits()
  ) throws(ProcessFailure) -> [UInt8] {
    try run(program, input: input, limits: limits).output
  }

  /// The same, with the beginning of what it said on standard error, in one line without what a
  /// terminal would obey.
  package static func run(
    _ program: ChildProgram, input: [UInt8], limits: ProcessLimits = ProcessLimits()
  ) throws(ProcessFailure) -> (output: [UInt8], words: String) {
    let deadline = Deadline(milliseconds: limits.milliseconds)
    let child = try ChildProcess(program, limits: limits)
    try child.write(input, by: deadline)
    child.closeInput()
    let output = try child.readToEnd(by: deadline)
    try child.finish(by: deadline)
    return (output, child.said.printable)
  }
}

extension [UInt8] {
  /// One line of text, without control characters.
  fileprivate var printable: String {
    let text = String(decoding: self, as: UTF8.self)
    let lines = text.split { $0.isNewline }.map { line in
      String(String.UnicodeScalarView(line.unicodeScalars.filter { !$0.properties.isControl }))
    }
    return lines.joined(separator: "; ")
  }
}

extension Unicode.Scalar.Properties {
  fileprivate var isControl: Bool { generalCategory == .control || generalCategory == .format }
}

private func readDescriptor(_ number: Int32) -> (count: Int, bytes: [UInt8]) {
  var count = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
    count = SystemCall.read(number, UnsafeMutableRawBufferPointer(buffer))
    initialized = max(0, count)
  }
  return (count, bytes)
}
