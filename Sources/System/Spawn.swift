// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The three pipes of a child; each has an end here and one there.
struct ChildPipes {
  let input: Pipe
  let output: Pipe
  let messages: Pipe

  init() throws(SystemError) {
    input = try Pipe()
    do throws(SystemError) {
      output = try Pipe()
    } catch {
      input.close()
      throw error
    }
    do throws(SystemError) {
      messages = try Pipe()
    } catch {
      input.close()
      output.close()
      throw error
    }
  }

  func close() {
    input.close()
    output.close()
    messages.close()
  }

  /// Starts the program with the far ends as its standard input, output and error, in a process
  /// group of its own, with nothing else open, no signal blocked and none ignored.
  func spawn(_ program: ChildProgram) throws(SystemError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input.reader, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writer, 1)
    posix_spawn_file_actions_adddup2(&actions, messages.writer, 2)
    var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    #if canImport(Glibc)
      posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    #elseif canImport(Darwin)
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, number) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawnattr_setpgroup(&attributes, 0)
    let arguments = CStrings([program.program] + program.arguments)
    let environment = CStrings(program.environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" })
    var child: pid_t = 0
    let code = posix_spawnp(
      &child, program.program, &actions, &attributes, arguments.pointers, environment.pointers)
    guard code == 0 else { throw SystemError(number: code) }
    return child
  }
}

/// A pipe whose ends no program inherits.
struct Pipe {
  let reader: Int32
  let writer: Int32

  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .last }
    // Where standard input, output or error is closed, a pipe would take its place.
    let high = ends.map { fcntl($0, F_DUPFD_CLOEXEC, 3) }
    let failure = SystemError.last
    for end in ends { SystemCall.close(end) }
    (reader, writer) = (high[0], high[1])
    guard reader >= 0, writer >= 0 else {
      close()
      throw failure
    }
  }

  func close() {
    for end in [reader, writer] where end >= 0 { SystemCall.close(end) }
  }
}

/// Texts as C wants them, freed with this.
private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ texts: [String]) { pointers = texts.map { strdup($0) } + [nil] }

  deinit { pointers.forEach { free($0) } }
}
