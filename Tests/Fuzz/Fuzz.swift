// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// What libFuzzer calls with an input.
private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

private typealias Words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>, _ words: UnsafeMutablePointer<Words>,
  _ callback: Callback
) -> Int32

/// The reader that is tried: `FUZZ_READER`.
private let reader: @Sendable ([UInt8]) -> Void = {
  let name = getenv("FUZZ_READER").map { String(cString: $0) } ?? ""
  guard let reader = FuzzReaders.all[name] else {
    let names = FuzzReaders.all.keys.sorted().joined(separator: ", ")
    let message = Array("FUZZ_READER is one of \(names)\n".utf8)
    _ = message.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    exit(64)
  }
  return reader
}()

/// One input, by the name that libFuzzer's own beginning of a program knows.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  reader(Array(UnsafeBufferPointer(start: bytes, count: size)))
  return 0
}

/// The beginning of the program, which SwiftPM links as `main`.
@_cdecl("fuzz_main")
package func fuzzMain(_ count: Int32, _ words: UnsafeMutableRawPointer) -> Int32 {
  var count = count
  var words = words.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self)
  return runDriver(&count, &words) { fuzzOneInput($0, $1) }
}
