// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// `Sources/README.md` against `Package.swift` and every import.
@Suite struct MapTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Targets of the C compiler, which import nothing.
  private static let data = ["CTemplates", "CAppleKeys"]

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  /// The floor of each target: the ground is 0, each row of another floor one more.
  private static func floors() throws -> [String: Int] {
    var floors: [String: Int] = [:]
    var names: [String] = []
    let rows = try text("Sources/README.md").split(separator: "\n").filter { $0.hasPrefix("| ") }
    for row in rows.dropFirst().reversed() {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3 else { continue }
      if names.last != cells[0] { names.append(cells[0]) }
      floors[cells[1].trimmingCharacters(in: ["`"])] = names.count - 1
    }
    return floors
  }

  /// What the files of a folder import.
  private static func imports(of target: String) throws -> Set<String> {
    let folder = root.appendingPathComponent(
      target == "Templates" ? target : "Sources/\(target)")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var imports: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let index = words.firstIndex(of: "import"), index < 2, words.count == index + 2
        else { continue }
        imports.insert(String(words[index + 1]))
      }
    }
    return imports
  }

  /// What `Package.swift` declares for a target.
  private static func declared(_ target: String, in package: String) throws -> Set<String> {
    let start = try #require(
      package.range(
        of: #"[tT]arget\(\s*name: "\#(target)""#, options: .regularExpression), "\(target)")
    let rest = package[start.upperBound...]
    let end = rest.range(of: #"\n    (\.|//|\])"#, options: .regularExpression)?.lowerBound
    let entry = rest[..<(end ?? rest.endIndex)]
    guard let list = entry.range(of: #"dependencies: \[[^\]]*\]"#, options: .regularExpression)
    else { return [] }
    return Set(
      entry[list].split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }
        .map { String($0.element) })
  }

  @Test func everyArrowIsDeclaredUsedAndPointsDown() throws {
    let floors = try Self.floors()
    let package = try Self.text("Package.swift")
    #expect(floors.count > 20)
    for (target, floor) in floors where !Self.data.contains(target) {
      let declared = try Self.declared(target, in: package)
      let imported = try Self.imports(of: target)
      for name in declared.union(imported) {
        guard let other = floors[name] else { continue }
        #expect(other < floor, "\(target) imports \(name), which does not stand below it")
      }
      let known = imported.filter {
        floors[$0] != nil || $0.hasPrefix("C") && package.contains("name: \"\($0)\"")
      }
      #expect(known == declared, "\(target): what is imported and what Package.swift declares")
    }
  }

  @Test func everyFolderOfSourcesIsOnTheMap() throws {
    let floors = try Self.floors()
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("Sources").path)
    let package = try Self.text("Package.swift")
    for folder in folders where !folder.contains(".") {
      let isLibrary =
        package.contains(".systemLibrary(name: \"\(folder)\"")
        || package.contains(".systemLibrary(\n      name: \"\(folder)\"")
      #expect(isLibrary || floors[folder] != nil, "Sources/\(folder) is not on the map")
    }
  }

  @Test func oneTargetKnowsTheCLibrary() throws {
    let folder = Self.root.appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "swift" {
      guard !file.path.contains("/Sources/System/") else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(!text.contains("canImport("), "\(file.lastPathComponent)")
      for library in ["Glibc", "Musl", "Darwin"] {
        #expect(!text.contains("import \(library)"), "\(file.lastPathComponent)")
      }
    }
  }

  /// A name that stands twice means two things; an alias means what it names.
  @Test func noTypeNameStandsInTwoTargets() throws {
    let folder = Self.root.appendingPathComponent("Sources")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
    var targets: [String: Set<String>] = [:]
    for case let file as URL in files where file.pathExtension == "swift" {
      let path = file.path.dropFirst(folder.path.count + 1)
      let target = String(path.prefix { $0 != "/" })
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let words = line.split(separator: " ")
        guard line.first?.isLetter == true, let kind = words.firstIndex(where: kinds.contains),
          kind < 4, words[..<kind].allSatisfy({ !$0.contains(":") }), kind + 1 < words.count
        else { continue }
        let name = words[kind + 1].prefix { $0.isLetter || $0.isNumber }
        targets[String(name), default: []].insert(target)
      }
    }
    #expect(targets.count > 500)
    for (name, targets) in targets {
      #expect(targets.count == 1, "\(name) stands in \(targets.sorted())")
    }
  }
}
