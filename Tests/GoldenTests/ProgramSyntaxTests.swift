// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The recorded files, read by the programs that they are for. `./dev programs-lab` goes further.
@Suite struct ProgramSyntaxTests {
  /// A program of `./dev setup`, the files that it reads, and how; `$1` is the file, of mode 0600.
  struct Check: CustomTestStringConvertible, Sendable {
    let program: String
    let fileExtension: String
    let command: String
    var testDescription: String { "\(program) reads \(fileExtension)" }
  }

  @Test(arguments: [
    Check(
      program: "msmtp", fileExtension: "msmtprc",
      command: "msmtp -C \"$1\" --passwordeval='echo x' --pretend a@b.example </dev/null"),
    Check(
      program: "fetchmail", fileExtension: "fetchmailrc",
      command: "fetchmail -f \"$1\" --configdump </dev/null"),
    Check(
      program: "neomutt", fileExtension: "neomuttrc",
      command: "neomutt -n -F \"$1\" -D </dev/null | grep -q '^set smtp_url = \"smtp'"),
    Check(program: "sh", fileExtension: "as-script.postfix", command: "sh -n \"$1\""),
    Check(
      program: "sh", fileExtension: "env",
      command: "set -a; . \"$1\"; env | grep -Eq '^(SMTP|MAIL|EMAIL)_(HOST|ADDRESS)=|^MAILER_DSN='"),
    Check(
      program: "python3", fileExtension: "getmailrc",
      command: """
        python3 -c 'import ast, configparser, sys
        file = configparser.RawConfigParser(); file.read(sys.argv[1])
        assert file["retriever"]["server"] and file["destination"]["type"] == "Maildir"
        ast.literal_eval(file["retriever"].get("password_command", "[]"))' "$1"
        """),
    Check(program: "python3", fileExtension: "himalaya.toml", command: himalaya),
  ])
  func everyRecordedFileIsRead(_ check: Check) throws {
    let files = Golden.files.filter { $0.hasSuffix(".\(check.fileExtension)") }.sorted()
    try #require(!files.isEmpty)
    for file in files {
      let copy = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID())")
      try Data(contentsOf: Golden.folder.appending(path: file)).write(to: copy)
      defer { try? FileManager.default.removeItem(at: copy) }
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: copy.path)
      let said = try run(check, copy)
      #expect(said == nil, "\(file): \(said ?? "")")
    }
  }

  /// Himalaya is in no package that can be had here, so its file is held against the names that it
  /// reads. Those of version 2 are the fields of its structs, which refuse others
  /// (`deny_unknown_fields`; `rename_all = "kebab-case"`); of version 1 all that are here are required.
  ///
  /// | Version | Keys | Struct | File |
  /// |---|---|---|---|
  /// | 2.1.0 (ca88bee) | `default`, `email`, `display-name`, `imap`, `smtp` | `AccountConfig` | himalaya, src/config.rs |
  /// | | `server` (a URL), `starttls`, `tls`, `sasl` | `ImapConfig`, `SmtpConfig` | |
  /// | | `cert` | `TlsConfig` | |
  /// | | `plain` | `SaslConfig` | |
  /// | | `username` (of `authcid`), `password` (of `passwd`) | `SaslPlainConfig` | |
  /// | | `command`, a text for the shell | `Secret` | pimalaya-config 0.1.4, src/secret.rs |
  /// | 1.2.0 | `default`, `email`, `display-name`, `backend`, `message.send.backend` | `TomlAccountConfig` | himalaya, config.sample.toml |
  /// | | `type`, `host`, `port`, `encryption`, `login`, `auth` | `ImapConfig`, `SmtpConfig` | email-lib 0.27.0, src/imap/config.rs, src/smtp/config.rs |
  /// | | `type`: `tls`, `start-tls`, `none` | `Encryption` | src/tls/mod.rs |
  /// | | `type`: `password`; `cmd`, an alias of `command` | `PasswordConfig` | secret-lib 1.0.0, src/derive.rs |
  private static let himalaya = """
    python3 -c '
    import re, sys, tomllib
    def keys(table, needed, more=""):
        assert set(needed.split()) <= set(table) <= set((needed + " " + more).split()), table
        return table
    def second(server, scheme):
        keys(server, "server", "starttls tls sasl")
        assert re.fullmatch(scheme + r"s?://[^/:]+:[0-9]+", server["server"])
        assert type(server.get("starttls", True)) is bool
        keys(server.get("tls", {"cert": ""}), "cert")
        if "sasl" in server:
            plain = keys(keys(server["sasl"], "plain")["plain"], "username password")
            assert keys(plain["password"], "command")["command"].strip()
    def first(server, kind):
        keys(server, "type host port encryption login auth")
        assert server["type"] == kind and type(server["port"]) is int
        assert keys(server["encryption"], "type")["type"] in ["tls", "start-tls", "none"]
        assert keys(server["auth"], "type cmd")["type"] == "password"
    for one in tomllib.load(open(sys.argv[1], "rb"))["accounts"].values():
        if "backend" in one:
            keys(one, "default email backend message", "display-name")
            first(one["backend"], "imap")
            first(one["message"]["send"]["backend"], "smtp")
        else:
            keys(one, "default imap smtp", "email display-name")
            second(one["imap"], "imap")
            second(one["smtp"], "smtp")
    ' "$1"
    """

  /// What the program said where it did not like the file.
  private func run(_ check: Check, _ file: URL) throws -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    let missing = "echo \(check.program) is missing: ./dev setup installs it; exit 1"
    process.arguments = [
      "-c", "command -v \(check.program) >/dev/null || { \(missing); }; { \(check.command); } 2>&1",
      "sh", file.path,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["HOME": FileManager.default.temporaryDirectory.path, "LC_ALL": "C.UTF-8"]) { _, new in new }
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return process.terminationStatus == 0 ? nil : said
  }
}
