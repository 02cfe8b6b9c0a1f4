// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A password that is typed or handed over, and never an argument.
enum Password {
  /// More bytes are no password.
  private static let longest = 1_024

  /// The first line of a descriptor.
  static func read(from descriptor: FileDescriptor) throws(Failure) -> String {
    var bytes: [UInt8] = []
    do throws(SystemError) {
      while bytes.count <= longest, !bytes.contains(0x0A) {
        let more = try descriptor.read()
        if more.isEmpty { break }
        bytes += more
      }
    } catch {
      throw .usage("the password cannot be read: \(error)", fix: "open the descriptor for reading")
    }
    let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty, line.count <= longest else {
      throw .usage("there is no password to read", fix: "write it into the descriptor, as one line")
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// What a person types at the terminal, unseen; nil without a terminal.
  static func ask(_ prompt: String) -> String? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    var before = termios()
    guard tcgetattr(terminal, &before) == 0 else { return nil }
    var unseen = before
    unseen.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &unseen)
    defer { tcsetattr(terminal, TCSAFLUSH, &before) }
    let descriptor = FileDescriptor(terminal)
    do throws(SystemError) { try descriptor.write(Array(prompt.utf8)) } catch { return nil }
    let password = try? read(from: descriptor)
    do throws(SystemError) { try descriptor.write([0x0A]) } catch {}
    return password
  }
}
