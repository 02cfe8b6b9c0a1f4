// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import Testing

/// BIND's own reader takes every zone; where it is not installed the test says so and ends.
@Suite struct ZoneToolTests {
  private static let tool = ["/usr/bin/named-checkzone", "/usr/sbin/named-checkzone"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static let zones = Rendition.all.filter {
    $0.format.name == "dns" && $0.choice == nil && !$0.subject.contains("@")
  }

  @Test(
    .enabled(if: tool != nil, "named-checkzone is not installed (Debian: bind9-utils)"),
    arguments: zones)
  func namedReadsTheZone(_ rendition: Rendition) throws {
    guard case .success(let document) = try rendition.render() else { return }
    let zone = try rendition.account().domain.ascii
    let head = "@ 60 IN SOA ns.invalid. root.invalid. 1 1 1 1 1\n@ 60 IN NS ns.invalid.\n"
    let file = FileManager.default.temporaryDirectory.appending(path: "zone-\(UUID())")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data((document.text + head).utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.tool))
    process.arguments = ["-i", "none", zone, file.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
  }
}
