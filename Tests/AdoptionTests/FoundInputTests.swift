// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What once made a reader fail is read again, and so is every seed cut off at many places.
@Suite struct FoundInputTests {
  @Test(arguments: FuzzReaders.all.keys.sorted())
  func foundInputsAreHarmless(_ name: String) throws {
    let folder = Repository.url("Tests/Fuzz/Found/\(name)")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let reader = try #require(FuzzReaders.all[name])
    for file in files {
      reader([UInt8](try Data(contentsOf: folder.appending(path: file))))
    }
  }

  @Test(arguments: [
    ("xml", "Tests/Goldens/everything/anna@everything.example.autoconfig.xml"),
    ("plist", "Tests/Goldens/everything/anna@everything.example.mobileconfig"),
    ("json", "Tests/Goldens/everything/anna@everything.example.pacc.json"),
    ("yaml", "Tests/Fixtures/everything.yaml"),
  ])
  func cutDocumentsAreHarmless(_ name: String, _ path: String) throws {
    let bytes = try Repository.bytes(path)
    let reader = try #require(FuzzReaders.all[name])
    for end in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
      reader(Array(bytes[..<end]))
    }
  }
}
