// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System
import Testing

@Suite struct ByteSearchTests {
  @Test(arguments: [
    ("", 0, nil), ("abc", 0, nil), ("a;c", 0, 1), ("a;c", 1, 1), ("a;c", 2, nil), (";;", 1, 1),
    ("a;", 2, nil), ("a;", 9, nil),
  ])
  func aByteIsFoundFromAPlaceOn(_ text: String, _ start: Int, _ place: Int?) {
    #expect(
      Array(text.utf8).withUnsafeBytes { $0.place(of: UInt8(ascii: ";"), from: start) } == place)
  }

  @Test(arguments: [
    ("", "-->", nil), ("--", "-->", nil), ("a-->-->", "-->", 1), ("<!-->", "-->", 2),
    ("--->", "-->", 1), ("a\0b", "\0b", 1),
  ])
  func bytesAreFoundWhereTheyStandFirst(_ text: String, _ bytes: String, _ place: Int?) {
    #expect(Array(text.utf8).withUnsafeBytes { $0.place(of: Array(bytes.utf8)) } == place)
  }
}
