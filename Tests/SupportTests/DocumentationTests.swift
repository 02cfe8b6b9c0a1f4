// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Whatever other targets may use says what it is: swift-format asks so of `public` alone.
@Suite struct DocumentationTests {
  /// The declarations of a file that others may use and that have no comment above.
  private static func undocumented(_ text: String) -> [String] {
    let lines = text.components(separatedBy: "\n")
    let declaration = /^\s*(@\w+(\([^)]*\))?\s+)*(package|public) (?!import|extension)/
    return lines.indices.filter { index in
      guard lines[index].firstMatch(of: declaration) != nil else { return false }
      let before = lines[..<index].last { $0.firstMatch(of: /^\s*@\w+/) == nil }
      return before?.trimmingCharacters(in: .whitespaces).hasPrefix("///") != true
    }.map { lines[$0].trimmingCharacters(in: .whitespaces) }
  }

  @Test func everySharedDeclarationHasAComment() throws {
    var count = 0
    for folder in ["Sources", "Templates"] {
      let files = try #require(
        FileManager.default.enumerator(
          at: Repository.url(folder), includingPropertiesForKeys: nil))
      for case let file as URL in files where file.pathExtension == "swift" {
        count += 1
        let missing = Self.undocumented(try String(contentsOf: file, encoding: .utf8))
        #expect(missing.isEmpty, "\(file.lastPathComponent): \(missing)")
      }
    }
    #expect(count > 400)
  }

  @Test(arguments: [
    ("package let a = 1", 1), ("/// A.\npackage let a = 1", 0), ("let a = 1", 0),
    ("/// A.\n@discardableResult\npublic func a() {}", 0), ("  public init() {}", 1),
    ("/// A.\n\npackage let a = 1", 1), ("package extension A {", 0),
  ])
  func aCommentIsMissed(_ text: String, _ count: Int) {
    #expect(Self.undocumented(text).count == count)
  }
}
