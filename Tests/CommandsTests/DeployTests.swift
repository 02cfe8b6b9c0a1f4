// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import Commands

@Suite struct DeployTests {
  @Test func proxiesNameEveryDomain() throws {
    let program = try Program()
    for name in ["nginx", "caddy"] {
      let result = program.run("deploy", name)
      #expect(result.code == .done)
      for domain in ["example.ch", "example.com"] {
        for prefix in LookupLabel.setup.map(\.rawValue) {
          #expect(result.output.contains("\(prefix).\(domain)"))
        }
      }
      #expect(result.output.contains("*.customers.example"))
      #expect(!result.output.contains("@"))
    }
    let typed = program.run("deploy", "nginx", "Bücher.example")
    #expect(typed.output.contains("autoconfig.xn--bcher-kva.example"))
    #expect(!typed.output.contains("example.ch"))
  }

  /// What nginx sends on from the site of a mail domain, and what it keeps there.
  @Test(arguments: [
    ("/.well-known/autoconfig/mail/config-v1.1.xml", true), ("/.well-known/caldav", true),
    ("/AutoDiscover/AutoDiscover.xml", true),
    ("/autodiscover/autodiscover.json/v1.0/a@example.ch", true),
    ("/.well-known/acme-challenge/x", false), ("/.well-known/mail-v1xxml", false),
    ("/x/.well-known/caldav", false), ("/.well-known/caldavx", false), ("/", false),
  ])
  func nginxKnowsThePathsOfSites(_ path: String, _ isSentOn: Bool) throws {
    let text = try Program().run("deploy", "nginx").output
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("#   location ~* ") })
    let pattern = line.dropFirst("#   location ~* ".count).dropLast(" {".count)
    let regex = try NSRegularExpression(pattern: String(pattern), options: .caseInsensitive)
    let range = NSRange(path.startIndex..., in: path)
    #expect((regex.firstMatch(in: path, range: range) != nil) == isSentOn)
  }

  @Test func unitNamesTheSettings() throws {
    let program = try Program()
    #expect(program.run("deploy", "systemd").output.contains("serve --settings /etc/mkprofile "))
    let provider = program.run("deploy", "systemd", "--provider", "infomaniak").output
    #expect(provider.contains("serve --provider infomaniak "))
    let odd = program.run("deploy", "systemd", "--settings", "/a b/100%").output
    #expect(odd.contains("serve --settings \"/a b/100%%\" "))
  }

  @Test(
    arguments: [
      Typed("deploy", .usage, "the files are systemd, systemd-socket, nginx, caddy"),
      Typed("deploy ngnix", .usage, "unknown file 'ngnix'; did you mean 'nginx'?"),
      Typed("deploy systemd example.ch", .usage, "is the same for every domain"),
      Typed("deploy nginx ex..ch", .usage, "'ex..ch'"),
      Typed("deploy nginx --provider infomaniak", .usage, "the settings name no domain"),
    ])
  func mistakesAreNamed(_ typed: Typed) throws {
    let result = try Program().run(typed.words)
    #expect(result.code == typed.code)
    #expect(result.error.contains(typed.error), "\(result.error)")
  }

  /// Runs a shell script in the program's folder; nil where the tool is not installed.
  private func run(_ script: String, needs tool: String, in folder: URL) throws -> (Int32, String)?
  {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = folder
    process.arguments = [
      "-c", "PATH=$PATH:/usr/sbin; command -v \(tool) >/dev/null || exit 99; exec 2>&1; \(script)",
    ]
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus != 99 else {
      print("skipped: \(tool) is not installed")
      return nil
    }
    return (process.terminationStatus, said)
  }

  @Test func nginxReadsItsFile() throws {
    let program = try Program()
    let certificates = program.folder.path + "/letsencrypt/live/autoconfig.example.ch"
    let text = program.run("deploy", "nginx").output
      .replacingOccurrences(of: "/etc/letsencrypt", with: program.folder.path + "/letsencrypt")
      .replacingOccurrences(of: "80;", with: "28480;")
      .replacingOccurrences(of: "443 ssl;", with: "28443 ssl;")
    try program.write(text, to: "site.conf")
    try program.write(
      "pid pid;\nerror_log stderr;\nevents {}\nhttp { access_log off; include site.conf; }\n",
      to: "nginx.conf")
    let checked = try run(
      "mkdir -p \(certificates); openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x"
        + " -keyout \(certificates)/privkey.pem -out \(certificates)/fullchain.pem 2>/dev/null;"
        + " nginx -p . -c nginx.conf -t", needs: "nginx", in: program.folder)
    if let checked { #expect(checked.0 == 0, "\(checked.1)") }
  }

  @Test func systemdReadsTheUnits() throws {
    let program = try Program()
    let unit = program.run("deploy", "systemd").output
      .replacingOccurrences(of: "/usr/bin/mkprofile", with: "/bin/true")
    try program.write(unit, to: "mkprofile.service")
    try program.write(program.run("deploy", "systemd-socket").output, to: "mkprofile.socket")
    let checked = try run(
      "systemd-analyze verify ./mkprofile.service ./mkprofile.socket",
      needs: "systemd-analyze", in: program.folder)
    if let checked {
      #expect(checked.0 == 0, "\(checked.1)")
      #expect(!checked.1.contains("Unknown"), "\(checked.1)")
    }
  }
}
