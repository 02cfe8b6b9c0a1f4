// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// How the program meets the world, apart from files: tests put closures of their own here.
package struct InputOutput {
  /// Writes to standard output; the answer is 0 or what `errno` says.
  package var writeOutput: ([UInt8]) -> Int32
  /// Writes to standard error; nothing can be done where that fails.
  package var writeError: (String) -> Void
  /// The next bytes of standard input, empty at its end, or what `errno` says.
  package var readInput: () -> Result<[UInt8], SystemError>
  /// True where a person watches standard error.
  package var errorIsTerminal = false
  /// True where a person watches standard output.
  package var outputIsTerminal = false
  /// True where a person types what is read.
  package var inputIsTerminal = false
  /// A clock that never goes back, in milliseconds; it paces the progress bar and nothing else.
  package var milliseconds: () -> UInt64 = { 0 }
  /// True once the program was asked to stop.
  package var isInterrupted: () -> Bool = { false }

  /// A world of closures.
  package init(
    writeOutput: @escaping ([UInt8]) -> Int32, writeError: @escaping (String) -> Void,
    readInput: @escaping () -> Result<[UInt8], SystemError>, errorIsTerminal: Bool = false,
    outputIsTerminal: Bool = false, inputIsTerminal: Bool = false,
    milliseconds: @escaping () -> UInt64 = { 0 },
    isInterrupted: @escaping () -> Bool = { false }
  ) {
    (self.writeOutput, self.writeError, self.readInput) = (writeOutput, writeError, readInput)
    (self.errorIsTerminal, self.outputIsTerminal) = (errorIsTerminal, outputIsTerminal)
    self.inputIsTerminal = inputIsTerminal
    (self.milliseconds, self.isInterrupted) = (milliseconds, isInterrupted)
  }
}

extension InputOutput {
  /// Over file descriptors.
  package init(input: Int32, output: Int32, error: Int32) {
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
      outputIsTerminal: output.isTerminal, inputIsTerminal: input.isTerminal,
      milliseconds: { UInt64(clamping: Clock.monotonic / 1_000) })
  }
}

extension InputOutput {
  /// Writes a document to standard output.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    let number = writeOutput(bytes)
    guard number == 0 else {
      throw Failure(
        .cannotWrite, "cannot write to standard output: \(SystemError(number: number))")
    }
  }
}
