// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A small generator whose numbers are the same for the same seed (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// A generator; tests name their seed, so that a failure happens again.
  package init(seed: UInt64) { state = seed }

  /// The next number.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// How long and from where tests with random input run: `./dev mutate` makes them longer.
package enum Fuzzing {
  /// How many inputs to try; `FUZZ_ROUNDS` instead of the usual number.
  package static func rounds(_ usual: Int) -> Int { number("FUZZ_ROUNDS") ?? usual }

  /// Where the generator begins; `FUZZ_SEED` instead of the usual one.
  package static func seed(_ usual: UInt64) -> UInt64 {
    number("FUZZ_SEED").map(UInt64.init) ?? usual
  }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }
}
