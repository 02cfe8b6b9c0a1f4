// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import MailSettings
import Trees

@testable import Commands
@testable import Console
@testable import ProfileServer
@testable import SettingsFile
@testable import Signing

/// Every reader of what strangers write, by name. An input is good where nothing traps.
package enum FuzzReaders {
  /// The readers.
  package static let all: [String: @Sendable ([UInt8]) -> Void] = [
    "yaml": yaml, "json": json, "xml": xml, "plist": plist, "der": der, "csv": csv, "http": http,
    "svg": logo, "png": logo, "p12": identity,
  ]

  private static let yaml: @Sendable ([UInt8]) -> Void = { bytes in
    settings(bytes, name: "fuzz.yaml")
  }

  private static let json: @Sendable ([UInt8]) -> Void = { bytes in
    settings(bytes, name: "fuzz.json")
    document(bytes)
  }

  /// Settings, but none that name files of this machine.
  private static func settings(_ bytes: [UInt8], name: String) {
    guard let text = try? SourceText(bytes) else { return }
    if name.hasSuffix(".json") {
      _ = try? JSONParser.parse(text)
    } else {
      _ = try? YAMLParser.parse(text)
    }
    let namesFiles = String(decoding: bytes, as: UTF8.self).contains("list")
    if !namesFiles { _ = try? SettingsLoader.read(bytes, name: name) }
  }

  private static let xml: @Sendable ([UInt8]) -> Void = { bytes in
    _ = AutodiscoverRequest(bytes)
    document(bytes)
  }

  private static let plist: @Sendable ([UInt8]) -> Void = { bytes in
    document(bytes)
    document(Array("bplist00".utf8) + bytes)
  }

  private static let der: @Sendable ([UInt8]) -> Void = { bytes in
    _ = SignedContent.isLikely(bytes)
    _ = try? SignedContent.unwrap(bytes, Place(file: "fuzz", line: 1, column: 1))
    document(bytes)
  }

  /// Reads, imports and lints whatever it is; settings would name files of this machine.
  private static func document(_ bytes: [UInt8]) {
    guard let read = try? DocumentReader.read(bytes, name: "fuzz") else { return }
    if case .settings = read { return }
    let source = SourceDocument(name: "fuzz", bytes: bytes)
    _ = Importer.settings(from: source, ImportOptions())
    _ = Linter.lint(source, address: nil)
  }

  private static let logo: @Sendable ([UInt8]) -> Void = { bytes in
    guard let logo = try? LogoImage(bytes) else { return }
    // What was taken is taken again.
    precondition((try? LogoImage(logo.bytes)) == logo)
  }

  /// Under the passphrase of the seeds.
  private static let identity: @Sendable ([UInt8]) -> Void = { bytes in
    guard let identity = try? StoredIdentity(bytes, passphrase: Array("geheim".utf8)) else {
      return
    }
    _ = identity.certificate.facts
    _ = identity.certificate.addresses
  }

  private static let csv: @Sendable ([UInt8]) -> Void = { bytes in
    var rest = bytes[...]
    // Chunks of seven bytes: what is split is read as well as what is not.
    var reader = CSVReader { () throws(Failure) in
      defer { rest = rest.dropFirst(7) }
      return Array(rest.prefix(7))
    }
    while let row = try? reader.next() { _ = row.fields.count }
  }

  /// A method, a target, a host and a body, line by line.
  private static let http: @Sendable ([UInt8]) -> Void = { bytes in
    let lines = bytes.split(separator: 0x0A, maxSplits: 3, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard lines.count == 4, let handler else { return }
    var fields = Request.Fields()
    fields.host = lines[2]
    fields.forwardedHost = lines[2]
    fields.acceptEncoding = "gzip"
    let request = Request(
      lines[0], lines[1], fields: fields, body: Array(lines[3].utf8), isFromTrustedProxy: true)
    _ = handler.respond(to: request)
  }

  private static let handler: RequestHandler? = {
    let settings = """
      provider: {id: example.ch, name: Example, publicURL: "https://setup.example.ch"}
      domains: [{name: example.ch, aliases: [linked.example]}, {name: "*.customers.example"}]
      incoming: [{protocol: imap, host: mail.example.ch}]
      outgoing: [{protocol: smtp, host: mail.example.ch}]
      calendars: [{protocol: caldav, url: "https://dav.example.ch/{address}/"}]
      activeSync: {host: eas.example.ch}
      """
    guard let loaded = try? SettingsLoader.read(Array(settings.utf8), name: "fuzz.yaml") else {
      return nil
    }
    return RequestHandler(loaded.catalog) { 1 }
  }()
}
