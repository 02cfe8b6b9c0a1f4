// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import System
import Testing

/// The programs of Templates/directories, with the real Dovecot and Postfix.
@Suite struct ExampleTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-example-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
  }

  /// False, with a failure of the test, where a program is missing.
  private func has(_ program: String) -> Bool {
    guard !RealServer.isInstalled(program) else { return true }
    Issue.record("\(program) is not installed: ./dev setup installs it")
    return false
  }

  private func write(_ text: String, _ name: String, mode: Int = 0o644) throws {
    let file = folder.appendingPathComponent(name)
    try text.write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  private func catalog(
    _ script: String, _ arguments: [String] = [], _ more: String
  ) throws -> SettingsCatalog {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Templates/directories/\(script)").standardized.path
    let words =
      [
        "/usr/bin/env", "PATH=\(folder.path):/usr/local/bin:/usr/bin:/bin:/usr/sbin", "python3",
        path,
      ]
      + arguments
    let command = words.map { "\"\($0)\"" }.joined(separator: ", ")
    return try Asking.catalog(
      "source: {command: [\(command)]}\ntimeout: 10\n\(more)",
      domains: more.contains("domains") ? "" : "domains: [example.ch]")
  }

  @Test func dovecotSaysWhoSomebodyIs() throws {
    guard has("dovecot"), has("doveadm"), has("python3") else { return }
    let path = folder.path
    defer { try? FileManager.default.removeItem(at: folder) }
    let user = geteuid() == 0 ? "" : "default_internal_user = \(NSUserName())\n"
    let table = "driver = passwd-file\n  args = username_format=%u \(path)/users\n"
    try write(
      """
      base_dir = \(path)/run
      state_dir = \(path)/run
      log_path = \(path)/log
      protocols =
      ssl = no
      \(user)
      passdb {
        \(table)
      }
      userdb {
        \(table)
      }

      """, "dovecot.conf")
    try write(
      """
      anna@example.ch:{PLAIN}x:1000:1000::/home/anna::userdb_mkprofile_name=Anna userdb_user=u1234
      bea@example.ch:{PLAIN}x:1000:1000::/home/bea::

      """, "users")
    try write(
      "#!/bin/sh\nexec /usr/bin/doveadm -c \(path)/dovecot.conf \"$@\"\n", "doveadm", mode: 0o755)
    // It keeps what it was started with open, and what is left of the group of a child is ended.
    try RealServer.run(
      "/bin/sh",
      [
        "-c", "exec setsid --wait /usr/sbin/dovecot -c \"$0\" >/dev/null 2>&1",
        "\(path)/dovecot.conf",
      ])
    defer { try? RealServer.run("\(path)/doveadm", ["stop"]) }
    let catalog = try catalog("dovecot.py", [], "person: true")
    let finder = try Asking.finder(catalog)
    let anna = finder.ask(try MailAddress("anna@example.ch"))
    #expect(anna.login?.text == "u1234" && anna.person?.name?.text == "Anna")
    #expect(finder.ask(try MailAddress("bea@example.ch")).login?.text == "bea@example.ch")
    for nobody in ["nobody@example.ch", "-h@example.ch", "*@example.ch", "a?@example.ch"] {
      #expect(finder.ask(try MailAddress(nobody)) == .unknown, "\(nobody)")
    }
    try RealServer.run("\(path)/doveadm", ["stop"])
    let fault = finder.ask(try MailAddress("cleo@example.ch")).fault
    #expect(fault?.message.contains("doveadm user failed") == true, "\(fault?.message ?? "none")")
  }

  @Test func postfixSaysWhoSomebodyIs() throws {
    guard has("postmap"), has("python3") else { return }
    let path = folder.path
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("anna@example.ch u1234, other\nbea@example.ch bea\n", "logins")
    try write("# ours\nexample.ch OK\nexample.com whatever\n\n", "domains")
    // Without a configuration of the system, which may not be there.
    try write("compatibility_level = 3.6\n", "main.cf")
    let table = "texthash:\(path)/logins"
    try write(
      "#!/bin/sh\nexec /usr/sbin/postmap -c \(path) \"$@\"\n", "postmap", mode: 0o755)
    let catalog = try catalog(
      "postfix.py", [table, "\(path)/domains"], "domains: true\nperson: true")
    #expect(try Asking.feed(catalog).load().isEmpty)
    #expect(catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
    let finder = try Asking.finder(catalog)
    #expect(finder.ask(try MailAddress("anna@example.ch")).login?.text == "u1234")
    #expect(finder.ask(try MailAddress("bea@example.ch")).login?.text == "bea")
    for nobody in ["nobody@example.ch", "-s@example.ch", "*@example.ch"] {
      #expect(finder.ask(try MailAddress(nobody)) == .unknown, "\(nobody)")
    }
  }
}
