// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// How the program meets the world, apart from files: tests put closures of their own here.
struct InputOutput {
  /// Writes to standard output; the answer is 0 or what `errno` says.
  var writeOutput: ([UInt8]) -> Int32
  /// Writes to standard error; nothing can be done where that fails.
  var writeError: (String) -> Void
  /// The next bytes of standard input, empty at its end, or what `errno` says.
  var readInput: () -> Result<[UInt8], SystemError>
  /// True where a person watches standard error.
  var errorIsTerminal = false
  /// True where a person watches standard output.
  var outputIsTerminal = false
  /// A clock that never goes back, in milliseconds; it paces the progress bar and nothing else.
  var milliseconds: () -> UInt64 = { 0 }
  /// True once the program was asked to stop.
  var isInterrupted: () -> Bool = { false }
}

extension InputOutput {
  /// Over file descriptors.
  init(input: Int32, output: Int32, error: Int32) {
    let (input, output) = (FileDescriptor(input), FileDescriptor(output))
    let error = FileDescriptor(error)
    self.init(
      writeOutput: { bytes in
        do throws(SystemError) { try output.write(bytes) } catch { return error.number }
        return 0
      },
      writeError: { text in
        do throws(SystemError) { try error.write(Array(text.utf8)) } catch {}
      },
      readInput: {
        do throws(SystemError) { return .success(try input.read()) } catch {
          return .failure(error)
        }
      },
      errorIsTerminal: error.isTerminal,
      outputIsTerminal: output.isTerminal,
      milliseconds: { UInt64(clamping: Clock.monotonic / 1_000) })
  }
}
