// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The pictures of the documentation.
@Suite struct PictureTests {
  /// Pictures by their path, with the pages that show them.
  private static func shown() throws -> [String: [String]] {
    var shown: [String: [String]] = [:]
    for page in Page.all {
      let text = String(decoding: try Repository.bytes(page.path), as: UTF8.self)
      for line in text.split(separator: "\n") where line.hasPrefix("![") {
        let words = line.split(whereSeparator: { "()".contains($0) })
        var parts = page.path.split(separator: "/").dropLast()
        for part in try #require(words.last).split(separator: "/") {
          if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
        }
        shown[parts.joined(separator: "/"), default: []].append(page.path)
      }
    }
    return shown
  }

  @Test func everyPictureIsThereAndSmall() throws {
    let shown = try Self.shown()
    let inManual = shown.filter { $0.value.contains { $0.hasPrefix("Templates/manual/") } }
    #expect(inManual.count >= 6)
    for path in shown.keys {
      let bytes = try Repository.bytes(path)
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), "\(path) is no PNG")
      #expect(bytes.count <= 100_000, "\(path) has \(bytes.count) bytes")
    }
  }

  @Test func noPictureIsShownNowhere() throws {
    let folder = Repository.url("Templates/pictures").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let shown = try Self.shown()
    #expect(names.filter { shown["Templates/pictures/\($0)"] == nil } == [])
  }
}
