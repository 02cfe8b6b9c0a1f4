// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import Formats
import Foundation
import MailSettings
import Renderers
import Testing

@testable import Commands

@Suite struct ExportTests {
  private static let formats: [any Renderer] = [
    FakeFormat(name: "autoconfig"), FakeFormat(name: "autodiscover-json"),
  ]

  private static let paths = [
    ".nojekyll",
    ".well-known/autoconfig/mail/config-v1.1.xml", ".well-known/mail-v1.xml",
    "autodiscover/autodiscover.json", "mail/config-v1.1.xml",
  ]

  @Test func everyNamedDomainIsWritten() throws {
    let program = try Program(formats: Self.formats)
    let result = program.run("export", "--output", "@/www", "--verbose")
    #expect(result.code == .done)
    #expect(
      program.files(in: "www")
        == ["example.ch", "example.com"].flatMap { domain in Self.paths.map { "\(domain)/\($0)" } })
    #expect(program.read("www/example.com/.nojekyll") == "")
    #expect(program.read("www/example.com/mail/config-v1.1.xml") == "example.com\n")
    #expect(result.error.contains("note: the wildcard '*.customers.example'"))
    #expect(result.error.contains("wrote 10 files for 2 domains to @/www/, 0 were up to date\n"))
  }

  @Test func thunderbirdsOwnFolderGetsAFileForEachDomain() throws {
    let program = try Program(formats: Formats.all)
    let result = program.run("export", "--isp", "@/tb", "example.ch")
    #expect(result.code == .done, "\(result.error)")
    #expect(program.files(in: "tb") == ["isp/example.ch.xml"])
    #expect(program.read("tb/isp/example.ch.xml")?.contains("<domain>example.ch</domain>") == true)
    let both = program.run("export", "--isp", "@/tb", "--output", "@/www")
    #expect(both.code == .usage)
    #expect(both.error.contains("--output and --isp exclude each other"))
  }

  @Test func unchangedFilesAreLeftAlone() throws {
    let program = try Program(formats: Self.formats)
    _ = program.run("export", "--output", "@/www", "example.ch")
    let path = program.folder.path + "/www/example.ch/mail/config-v1.1.xml"
    let number = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    try program.write("old", to: "www/example.ch/.well-known/mail-v1.xml")
    let result = program.run("export", "--output", "@/www", "example.ch")
    #expect(
      result.error.hasPrefix("mkprofile: wrote 1 file for 1 domain to @/www/, 4 were up to date\n"))
    #expect(result.error.contains("send POST, which a host of files alone refuses (405)"))
    let now = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(number == now)
    #expect(program.read("www/example.ch/.well-known/mail-v1.xml") == "example.ch\n")
  }

  @Test func domainOfAWildcardIsWrittenWhenNamed() throws {
    let program = try Program(formats: Self.formats)
    let result = program.run("export", "--output", "@/www", "x.customers.example", "other.test")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("'other.test'"))
    #expect(program.files(in: "www") == Self.paths.map { "x.customers.example/\($0)" })
  }

  @Test func wildcardAloneIsNothingToExport() throws {
    let program = try Program(formats: Self.formats)
    let result = program.run("export", "--output", "@/www", "--provider", "infomaniak")
    #expect(result.code == .badInput)
    #expect(result.error.contains("error: the wildcard '*'"))
    #expect(program.files() == ["mkprofile.yaml"])
  }

  @Test func formatWithoutADocumentDoesNotStopTheOthers() throws {
    let program = try Program(
      formats: [RefusingFormat("autodiscover"), FakeFormat(name: "autoconfig")])
    let result = program.run("export", "--output", "@/www", "example.ch")
    #expect(result.code == .errorsFound)
    #expect(result.error.contains("example.ch: error: incoming: autodiscover: there is no server"))
    #expect(program.files(in: "www/example.ch").count == 4)
  }

  @Test func experimentalFormatMayHaveNoDocument() throws {
    let program = try Program(formats: [RefusingFormat("pacc"), FakeFormat(name: "autoconfig")])
    let result = program.run("export", "--output", "@/www", "example.ch")
    #expect(result.code == .done)
    #expect(result.error.contains("example.ch: warning: incoming: pacc: there is no server"))
    #expect(program.files(in: "www/example.ch").count == 4)
    let strict = program.run("export", "--output", "@/www", "example.ch", "--strict")
    #expect(strict.code == .errorsFound)
  }

  @Test func thePolicyForDeliveryIsWritten() throws {
    let program = try Program(
      settings: Program.settings + "dns: {mx: [{host: mx.example.ch}], mtaSTS: {mode: enforce}}\n",
      formats: Self.formats)
    _ = program.run("export", "--output", "@/www")
    for domain in ["example.ch", "example.com"] {
      #expect(
        program.read("www/\(domain)/.well-known/mta-sts.txt")
          == "version: STSv1\r\nmode: enforce\r\nmx: mx.example.ch\r\nmax_age: 604800\r\n")
    }
  }

  @Test func pathsAreThoseOfRegisteredFormats() {
    let paths = WebRoot.paths.flatMap(\.paths)
    #expect(Set(paths).count == paths.count)
    for (format, _) in WebRoot.paths { #expect(Formats.named(format) != nil, "\(format)") }
  }
}

/// A format that has no document for anybody.
private struct RefusingFormat: Renderer {
  let name: String
  let summary = "Nothing."
  let mediaType = "text/plain"
  let fileExtension = "txt"

  init(_ name: String) { self.name = name }

  func render(
    _ account: AccountSettings, _ options: RenderOptions
  ) throws(RenderFailure) -> Document {
    throw RenderFailure([Finding(.error, at: "incoming", "there is no server")])
  }
}

@Suite struct ExportDryRunTests {
  @Test func dryRunWritesNothing() throws {
    let program = try Program(settings: Program.settings, formats: Formats.all)
    let result = program.run("export", "--output", "@/www", "--dry-run", "example.ch")
    #expect(result.code == .done, "\(result.error)")
    #expect(result.error.contains("mkprofile: would write "))
    #expect(result.error.contains(" for 1 domain to @/www/, 0 are up to date\n"))
    #expect(result.error.contains("printed by:\n  mkprofile deploy static-nginx|"))
    #expect(program.files() == ["mkprofile.yaml"])
    let list = program.run("sheets", "--dry-run")
    #expect(list.code == .done && list.output.isEmpty)
    #expect(list.error.contains("would write "))
  }
}
