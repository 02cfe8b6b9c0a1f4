// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Adoption

/// Settings whose domains and people are in a directory.
@Suite struct DiffDirectoryTests {
  private func diff(_ old: String, _ new: String) -> DiffReport {
    func input(_ text: String) -> DiffInput {
      .document(SourceDocument(name: "settings.yaml", bytes: Array(text.utf8)))
    }
    return Differ.diff(input(old), input(new), ImportOptions())
  }

  private static let directory = """
    provider: {id: example.ch, name: Example}
    incoming: [{protocol: imap, host: mail.example.ch}]
    outgoing: [{protocol: smtp, host: mail.example.ch}]
    directory: {source: {command: [/bin/cat]}, domains: true, person: true}

    """

  @Test func whatADirectoryHoldsIsComparedByWhatHoldsForAllOfIt() {
    let same = diff(Self.directory, Self.directory)
    #expect(same.changes.isEmpty)
    #expect(same.findings.map(\.path) == ["directory"])
    #expect(
      same.findings.allSatisfy { $0.severity == .warning && $0.message.contains("not asked") })
    let host = diff(
      Self.directory,
      Self.directory.replacingOccurrences(of: "imap, host: mail", with: "imap, host: m"))
    #expect(host.changes.map(\.change.subject) == ["imap host"])
    #expect(host.changes.first?.domains == ["the directory of example.ch"])
    for (old, new, subject) in [
      ("/bin/cat", "/bin/echo", "directory.source"),
      ("domains: true", "domains: all", "directory.domains"),
      (", person: true", "", "directory.person"),
    ] {
      let report = diff(
        Self.directory, Self.directory.replacingOccurrences(of: old, with: new))
      #expect(report.changes.map(\.change.subject) == [subject])
    }
  }

  @Test func whatOnlyOneSideNamesMayBeInTheDirectoryOfTheOther() {
    let list = Self.directory.replacingOccurrences(
      of: "directory: {source: {command: [/bin/cat]}, domains: true, person: true}",
      with: "domains: [a.ch, b.ch]")
    for (old, new) in [(list, Self.directory), (Self.directory, list)] {
      let report = diff(
        old, new.replacingOccurrences(of: "imap, host: mail", with: "imap, host: m"))
      let host = report.changes.first { $0.change.subject == "imap host" }
      #expect(host?.domains == ["a.ch", "b.ch"], "everything else is compared")
      #expect(!report.changes.contains { $0.change.subject == "domain" })
      #expect(
        report.findings.contains {
          $0.severity == .warning && $0.message.hasPrefix("a.ch and 1 more: whether the directory")
        })
    }
  }
}
