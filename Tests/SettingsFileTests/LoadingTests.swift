// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing
import Trees

@testable import SettingsFile

/// Files, folders, and what becomes of those that cannot be read.
struct LoadingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure(
    _ path: String, _ limits: SettingsLimits = SettingsLimits()
  ) -> SettingsFailure? {
    do throws(SettingsFailure) {
      _ = try SettingsLoader.load(path: path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  private func texts(_ failure: SettingsFailure?) -> [String] {
    failure?.findings.map { $0.description.replacing(folder.path, with: "DIR") } ?? []
  }

  private func named(_ name: String) -> String {
    service().replacing("example.ch", with: name)
  }

  /// Nobody writes to it: a server that waited for that would hear no signal.
  @Test func aFIFOIsNoFile() throws {
    let path = "\(folder.path)/fifo.yaml"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(texts(failure(path)).contains { $0.contains("is a FIFO") })
  }

  @Test func aFolderIsReadInTheOrderOfNames() throws {
    try folder.write("b.yaml", named("b.ch"))
    try folder.write("a.yml", named("a.ch"))
    try folder.write(".hidden.yaml", "[")
    try folder.write("notes.txt", "[")
    try folder.write(
      "c.json",
      #"{"provider": {"id": "c.ch", "name": "C"}, "domains": [{"name": "c.ch"}]}"#)
    for path in [folder.path, folder.path + "/"] {
      let loaded = try SettingsLoader.load(path: path)
      #expect(loaded.catalog.providers.map(\.id.ascii) == ["a.ch", "b.ch", "c.ch"])
      #expect(loaded.findings.map(\.path) == ["incoming", "outgoing"])
      #expect(loaded.findings.first?.place?.file == "\(folder.path)/c.json")
    }
  }

  @Test func filesOfAFolderCannotClaimTheSame() throws {
    try folder.write("a.yaml", named("a.ch"))
    try folder.write("b.yaml", named("a.ch"))
    let failure = failure(folder.path)
    #expect(failure?.cause == .invalid)
    #expect(
      texts(failure) == [
        "DIR/b.yaml:2:7: error: provider.id: a.ch is already the id of the provider at "
          + "DIR/a.yaml:2:7\n  fix: choose another",
        "DIR/b.yaml:5:11: error: domains[0].name: a.ch is already claimed at DIR/a.yaml:5:11\n"
          + "  fix: remove one of the two",
      ])
  }

  @Test func everyFileOfAFolderIsReported() throws {
    try folder.write("a.yaml", "[")
    try folder.write("b.yaml", "webmial: 1")
    let files = Set(failure(folder.path)?.findings.compactMap { $0.place?.file } ?? [])
    #expect(files == ["\(folder.path)/a.yaml", "\(folder.path)/b.yaml"])
  }

  @Test func anEmptyFolderIsAnError() {
    let failure = failure(folder.path)
    #expect(failure?.cause == .invalid)
    #expect(
      texts(failure) == [
        "DIR:1:1: error: 'DIR' is a folder without settings files\n"
          + "  fix: put a file into it whose name ends in .yaml, .yml or .json"
      ])
  }

  @Test func whatIsMissingIsMissing() throws {
    let missing = failure("\(folder.path)/s.yaml")
    #expect(missing?.cause == .missing)
    #expect(texts(missing) == ["error: 'DIR/s.yaml' does not exist"])
    let file = try folder.write("file", "")
    #expect(failure("\(file)/s.yaml")?.cause == .missing)
    #expect(failure("")?.cause == .missing)
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/loop.yaml", withDestinationPath: "loop.yaml")
    let loop = failure("\(folder.path)/loop.yaml")
    #expect(loop?.cause == .unreadable)
    #expect(
      texts(loop) == [
        "error: 'DIR/loop.yaml' cannot be read: Too many levels of symbolic links"
      ])
    #expect(failure(folder.path)?.cause == .unreadable)
  }

  @Test(.disabled(if: getuid() == 0, "root may read everything"))
  func aFileWithoutPermissionSaysSo() throws {
    let file = try folder.write("s.yaml", service())
    #expect(chmod(file, 0) == 0)
    let failure = failure(file)
    #expect(failure?.cause == .unreadable)
    #expect(texts(failure) == ["error: 'DIR/s.yaml' cannot be read: Permission denied"])
  }

  @Test func aFolderNamedLikeAFileIsAFinding() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/x.yaml", withIntermediateDirectories: false)
    #expect(texts(failure(folder.path)) == ["DIR/x.yaml:1:1: error: 'DIR/x.yaml' is not a file"])
  }

  @Test func largeFilesAreRefusedUnread() throws {
    let file = try folder.write("s.yaml", "")
    let handle = try #require(FileHandle(forWritingAtPath: file))
    try handle.truncate(atOffset: 1 << 30)
    let failure = failure(file)
    #expect(failure?.cause == .invalid)
    #expect(
      texts(failure) == [
        "DIR/s.yaml:1:1: error: 'DIR/s.yaml' is larger than 32 MiB"
      ])
  }

  @Test func filesWithoutEndAreRefused() {
    var limits = SettingsLimits()
    limits.file.bytes = 100_000
    #expect(
      texts(failure("/dev/zero", limits)) == [
        "/dev/zero:1:1: error: '/dev/zero' is larger than 100000 bytes"
      ])
  }

  @Test func aFileOfTheLargestSizeIsRead() throws {
    let text = service()
    let file = try folder.write("s.yaml", text)
    var limits = SettingsLimits()
    limits.file.bytes = text.utf8.count
    #expect(failure(file, limits) == nil)
    limits.file.bytes -= 1
    #expect(failure(file, limits) != nil)
  }

  @Test func relativePathsBeginAtTheFile() throws {
    let file = try folder.write("s.yaml", service(provider: "  logo: logo.svg\n"))
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"
    try folder.write("logo.svg", picture)
    let loaded = try SettingsLoader.load(path: file)
    #expect(loaded.catalog.providers.first?.logo == (try LogoImage(Array(picture.utf8))))
    #expect(loaded.files.contains("\(folder.path)/logo.svg"))
  }

  @Test func limitsHold() throws {
    var limits = SettingsLimits()
    limits.providers = 1
    limits.files = 1
    limits.findings = 2
    limits.file.values = 100
    try folder.write("d.txt", "d.ch")
    let list = try folder.write(
      "s.yaml", service().replacing("- name: example.ch", with: "- name: a.ch\n  - list: d.txt"))
    #expect(
      texts(failure(list, limits)) == [
        "DIR/s.yaml:6:11: error: domains[1].list: there are more than 1 files"
      ])
    try folder.write("t.yaml", named("t.ch"))
    #expect(
      texts(failure(folder.path, limits)) == [
        "DIR:1:1: error: 'DIR' has more than 1 settings files"
      ])
    #expect(
      findings(Array("a: 1\nb: 1\nc: 1\nd: 1".utf8), limits: limits).last
        == "s.yaml:2:1: error: findings that are not shown: 6\n  fix: mend these first")
    let many = String(repeating: "- x\n", count: 100)
    #expect(findings(Array(many.utf8), limits: limits).first?.hasPrefix("s.yaml:100:3:") == true)
    #expect(
      findings(
        Array("[\(String(repeating: "1,", count: 100))1]".utf8), name: "s.json", limits: limits)
        == ["s.json:1:200: error: the file has more than 100 values"])
    let two = "providers: [{}, {}, {}]"
    limits.findings = 100
    #expect(
      findings(Array(two.utf8), limits: limits).last
        == "s.yaml:1:17: error: providers[1]: there are more than 1 providers")
    limits = SettingsLimits()
    limits.findings = 1
    let warnings = try #require(service().split(separator: "incoming").first)
    #expect(
      findings(Array(warnings.utf8), limits: limits).last
        == "s.yaml:1:1: warning: findings that are not shown: 1\n  fix: mend these first")
  }
}
