// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The terminal that a person sits at.
package enum Terminal {
  /// One line of at most so many bytes that the person types unseen, without its end; nil without
  /// a terminal, or where a signal came in between. The terminal shows what is typed again
  /// afterwards, also when Ctrl-C ends the program (as `readpassphrase(3)` does).
  package static func askUnseen(_ prompt: String, longest: Int) -> [UInt8]? {
    let number = SystemCall.open("/dev/tty", O_RDWR)
    guard number >= 0 else { return nil }
    defer { SystemCall.close(number) }
    var before = termios()
    guard tcgetattr(number, &before) == 0 else { return nil }
    return Interrupts.noting {
      var unseen = before
      unseen.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(number, TCSAFLUSH, &unseen)
      defer { tcsetattr(number, TCSAFLUSH, &before) }
      let terminal = FileDescriptor(number)
      try? terminal.write(Array(prompt.utf8))
      let line = try? terminal.line(longest: longest)
      try? terminal.write([0x0A])
      return line
    }
  }
}

extension FileDescriptor {
  /// The first line, without its end; more than so many bytes are cut off where reading stopped.
  package func line(longest: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= longest, !bytes.contains(0x0A) {
      let more = try read()
      if more.isEmpty { break }
      bytes += more
    }
    return Array(bytes.prefix { $0 != 0x0A && $0 != 0x0D })
  }
}
