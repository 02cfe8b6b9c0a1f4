// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Commands
@testable import Console

/// What an address becomes as a file's name.
struct Named: CustomTestStringConvertible {
  let stem: String
  let name: String
  var testDescription: String { stem }
}

@Suite struct FileNameTests {
  static let rows = [
    Named(stem: "anna@example.ch", name: "anna@example.ch.xml"),
    Named(stem: "Anna.B+tag=1@example.ch", name: "Anna.B+tag=1@example.ch.xml"),
    Named(stem: "../../x@example.ch", name: "%2E.%2F..%2Fx@example.ch.xml"),
    Named(stem: ".ssh@example.ch", name: "%2Essh@example.ch.xml"),
    Named(stem: "..", name: "%2E..xml"),
    Named(stem: "a/b@x.ch", name: "a%2Fb@x.ch.xml"),
    Named(stem: "a%2Fb@x.ch", name: "a%252Fb@x.ch.xml"),
    Named(stem: "\"a b\\c\"@x.ch", name: "%22a%20b%5Cc%22@x.ch.xml"),
    Named(stem: "jörg@x.ch", name: "j%C3%B6rg@x.ch.xml"),
    Named(stem: "nul\0@x.ch", name: "nul%00@x.ch.xml"),
    Named(stem: "-rf@x.ch", name: "-rf@x.ch.xml"),
  ]

  @Test(arguments: rows)
  func nameIsSafe(_ row: Named) {
    let (name, isCut) = FileName.make(row.stem, extension: "xml")
    #expect(name == row.name)
    #expect(!isCut)
  }

  @Test func longNamesAreCutAndStayDifferent() {
    let stems = ["ü", "é"].map { String(repeating: "ü", count: 200) + $0 + "@example.ch" }
    let names = stems.map { FileName.make($0, extension: "mobileconfig") }
    for (name, isCut) in names {
      #expect(isCut)
      #expect(name.utf8.count <= FileName.limit)
      #expect(name.hasSuffix(".mobileconfig"))
    }
    #expect(names[0].name != names[1].name)
    #expect(names[0] == FileName.make(stems[0], extension: "mobileconfig"))
  }

  @Test func everyLengthIsWithinTheLimit() {
    for length in 150...300 {
      for letter in ["a", "/", "€"] {
        let name = FileName.make(String(repeating: letter, count: length), extension: "txt").name
        #expect(name.utf8.count <= FileName.limit)
        let escapes = name.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
        #expect(escapes.allSatisfy { $0.prefix(2).allSatisfy(\.isHexDigit) && $0.count >= 2 })
      }
    }
  }

  @Test func hostileAddressStaysInItsFolder() throws {
    let program = try Program()
    let result = program.run("--format", "plain", "--output", "@/out/", "../../x@example.ch")
    #expect(result.code == .badInput)
    let quoted = program.run("--format", "plain", "--output", "@/out/", "\"../../x\"@example.ch")
    #expect(quoted.code == .done)
    #expect(program.files(in: "out") == ["%22..%2F..%2Fx%22@example.ch.plain.txt"])
  }
}
