// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import System

/// Files, waits and times of the system.
@Suite struct FileTests {
  @Test(arguments: [(3, [1, 2, 3]), (4, [1, 2, 3]), (2, nil), (0, nil)] as [(Int, [UInt8]?)])
  func aFileIsReadWholeOrNotAtAll(_ limit: Int, _ expected: [UInt8]?) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data([1, 2, 3]).write(to: file)
    #expect(try FileSystem.contents(of: file.path, limit: limit) == expected)
  }

  @Test func aMissingFileIsSaidToBe() {
    #expect(throws: SystemError(number: ENOENT)) {
      try FileSystem.contents(of: "/nowhere/at/all", limit: 1)
    }
  }

  /// On a thread of its own, as the main thread of a program is: one of the few that asynchronous
  /// work has would wait for itself.
  @Test func anAsynchronousValueIsWaitedFor() async {
    let value = await OwnThread.run {
      OwnThread.wait {
        try? await Task.sleep(nanoseconds: 1_000_000)
        return 42
      }
    }
    #expect(value == 42)
  }

  @Test func ticksComeWhileItIsWaitedFor() async {
    let value = await OwnThread.run {
      let gate = Promise<Int>()
      var ticks = 0
      let made = OwnThread.wait(
        everyTick: {
          ticks += 1
          if ticks == 2 { gate.keep(7) }
        },
        for: { await OwnThread.run { gate.value() ?? 0 } })
      return made + ticks
    }
    #expect(value >= 9)
  }

  @Test func aWaitEndsAtItsDeadline() {
    #expect(Promise<Int>().value(by: Deadline(milliseconds: 1)) == nil)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (1_700_000_000_123_456, "2023-11-14T22:13:20.123456Z"),
    ] as [(Int64, String)])
  func momentsAreWrittenInUTC(_ microseconds: Int64, _ text: String) {
    #expect(Timestamp(microseconds: microseconds).text == text)
  }
}
