// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Commands
import Formats
import Renderers
import SettingsFile

/// Documents that are read: import and lint of files as large as those of real providers.
enum Adopting {
  static func measure(_ report: Report) {
    let document = SourceDocument(name: "config.xml", bytes: Array(autoconfig.utf8))
    report.rate(
      "import of an autoconfig file",
      runsPerSecond {
        Importer.settings(from: document, ImportOptions()).settings?.count ?? 0
      }, "files/s", goal: 2_000)
    report.rate(
      "lint of an autoconfig file",
      runsPerSecond {
        Linter.lint(document, address: nil).first?.outcomes.count ?? 0
      }, "files/s", goal: 2_000)
    let count = 55
    withTemporaryFolder { folder in
      let paths = (0..<count).map { "\(folder)/\($0).xml" }
      for path in paths { write(autoconfig, to: path) }
      let run = Program("mkprofile").run(["lint"] + paths)
      guard run.status == 0 else { return print("mkprofile lint fails") }
      report.cost("lint of \(count) files, a whole run", run.wallSeconds, "s", goal: 0.5)
    }
  }

  /// A provider with ten domains and six servers.
  private static let autoconfig: String = {
    func server(_ element: String, _ type: String, _ port: Int, _ socketType: String) -> String {
      """
          <\(element) type="\(type)">
            <hostname>\(type).provider.example</hostname>
            <port>\(port)</port>
            <socketType>\(socketType)</socketType>
            <authentication>password-cleartext</authentication>
            <username>%EMAILADDRESS%</username>
          </\(element)>

      """
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <clientConfig version="1.1">
        <emailProvider id="provider.example">

      """ + (0..<10).map { "    <domain>domain-\($0).example</domain>\n" }.joined()
        + "    <displayName>A Provider &amp; Company</displayName>\n"
        + "    <displayShortName>Provider</displayShortName>\n"
        + server("incomingServer", "imap", 993, "SSL")
        + server("incomingServer", "imap", 143, "STARTTLS")
        + server("incomingServer", "pop3", 995, "SSL")
        + server("incomingServer", "pop3", 110, "STARTTLS")
        + server("outgoingServer", "smtp", 465, "SSL")
        + server("outgoingServer", "smtp", 587, "STARTTLS")
        + "  </emailProvider>\n</clientConfig>\n"
  }()
}
