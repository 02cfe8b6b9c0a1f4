// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import System
import Testing

/// What tests ask directories with.
enum Asking {
  /// The helper that the build made: the test bundle is beside it.
  static var programs: DirectoryPrograms {
    let path = CommandLine.arguments.lazy.compactMap { argument -> String? in
      var url = URL(fileURLWithPath: argument)
      while url.path.count > 1, url.pathExtension != "xctest" { url.deleteLastPathComponent() }
      let program = url.deletingLastPathComponent().appendingPathComponent("mkprofile-directory")
      return FileManager.default.isExecutableFile(atPath: program.path) ? program.path : nil
    }.first
    return DirectoryPrograms(helper: path)
  }

  /// Settings with a directory, whose lines are indented by two.
  static func catalog(_ directory: String, domains: String = "") throws -> SettingsCatalog {
    let text = """
      provider: {id: example.ch, name: Example}
      \(domains)
      incoming: [{protocol: imap, host: mail.example.ch}]
      outgoing: [{protocol: smtp, host: mail.example.ch}]
      directory:
      \(directory.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
      """
    do {
      return try SettingsLoader.read(Array(text.utf8), name: "settings.yaml").catalog
    } catch {
      throw RealServer.Failed(description: "\(error.findings.map(\.message))")
    }
  }

  /// A feed of the only directory of settings.
  static func feed(_ catalog: SettingsCatalog) throws -> DomainFeed {
    DomainFeed(try #require(catalog.directories.first), catalog, programs)
  }

  /// A finder of the only directory of settings.
  static func finder(_ catalog: SettingsCatalog) throws -> PeopleFinder {
    PeopleFinder(try #require(catalog.directories.first).options, programs)
  }

  /// Why a feed cannot be read.
  static func fault(_ feed: DomainFeed) -> DirectoryFault? {
    do throws(DirectoryFault) { _ = try feed.load() } catch { return error }
    return nil
  }

  /// Waits until something holds; false where it never does.
  static func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    for _ in 0..<1_500 {
      if try condition() { return true }
      usleep(20_000)
    }
    return false
  }
}

extension PersonAnswer {
  var person: DirectoryPerson? { if case .known(let person) = self { person } else { nil } }
  var fault: DirectoryFault? { if case .unavailable(let fault) = self { fault } else { nil } }
}
