// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Directory
import Foundation
import MailSettings
import SettingsFile
import Testing

/// Programs of others that know domains and people, good ones and bad ones.
@Suite struct ProgramTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-program-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func catalog(_ script: String) throws -> SettingsCatalog {
    let file = folder.appendingPathComponent("program-\(UUID().uuidString.prefix(8))")
    try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: file.path)
    return try Asking.catalog(
      """
      source: {command: ["\(file.path)", argument]}
      domains: true
      person: true
      timeout: 1
      """)
  }

  /// Reads a question and puts its number into `$id`.
  private static let read =
    #"read -r line || exit; id=${line#*\"id\":}; id=${id%%,*}; id=${id%\}}"#

  @Test func aProgramAnswersLineByLine() throws {
    let catalog = try catalog(
      """
      while :; do
        \(Self.read)
        case $line in
        *'"ask":"domains"'*)
          echo "{\\"id\\":$id,\\"domains\\":[\\"example.ch\\"],\\"more\\":true}"
          echo "{\\"id\\":$id,\\"domains\\":[[\\"example.com\\",\\"example.ch\\"]]}" ;;
        *anna@example.ch*) echo "{\\"id\\":$id,\\"login\\":\\"$1-$id\\"}" ;;
        *) echo "{\\"id\\":$id}" ;;
        esac
      done
      """)
    #expect(try Asking.feed(catalog).load().isEmpty)
    #expect(catalog.domains.map(\.ascii) == ["example.ch", "example.com"])
    let finder = try Asking.finder(catalog)
    let (_, mailbox) = try #require(catalog.people(of: MailAddress("Anna+x@example.com")))
    #expect(mailbox.description == "anna@example.ch")
    #expect(finder.ask(mailbox).login?.text == "argument-1")
    #expect(finder.ask(try MailAddress("x@example.ch")) == .unknown)
    finder.forget()
    #expect(finder.ask(mailbox).login?.text == "argument-3", "the program stays")
  }

  static let bad = [
    ("rubbish", "read -r line; echo rubbish", "wrote no line of JSON"),
    ("nothing", "read -r line; echo", "wrote no line of JSON"),
    ("silence", "sleep 60", "has not answered in time"),
    ("death", "read -r line; exit 3", "failed with exit code 3"),
    ("a gigabyte", "read -r line; head -c 1000000000 /dev/zero", "wrote more than"),
    ("a long line", "read -r line; yes x | tr -d '\\n'", "wrote more than"),
    (
      "a whole line that is too long",
      "read -r line; printf '{\"id\":1,\"login\":\"'; yes | head -c 2200000 | tr -d '\\n'; echo '\"}'",
      "wrote more than"
    ),
    (
      "the number of another question", #"while read -r line; do echo '{"id":0}'; done"#,
      "has not repeated the number"
    ),
    (
      "a name that cannot be used",
      #"read -r line; echo '{"id":1,"login":"a\u0007b"}'"#, "gave a name that cannot be used"
    ),
    (
      "bytes of another encoding",
      #"read -r line; printf '{"id":1,"login":"M\357\277\275ller"}\n'"#,
      "is not UTF-8"
    ),
    (
      "a list in place of a name", #"read -r line; echo '{"id":1,"login":["a"]}'"#,
      "'login' is no text"
    ),
    ("an error", #"read -r line; echo '{"id":1,"error":"no"}'"#, "no"),
  ]

  @Test(arguments: bad) func badProgramsAreTold(
    _ name: String, _ script: String, _ message: String
  ) throws {
    let answer = try Asking.finder(try catalog(script)).ask(try MailAddress("a@example.ch"))
    let fault = try #require(answer.fault, "\(name)")
    #expect(fault.message.contains(message), "\(fault.message)")
  }

  @Test func linesTooManyNeverAnswerTheNextQuestion() throws {
    let catalog = try catalog(
      """
      while :; do
        \(Self.read)
        echo "{\\"id\\":$id,\\"login\\":\\"u$id\\"}"
        echo "{\\"id\\":$id,\\"login\\":\\"somebody else\\"}"
      done
      """)
    let finder = try Asking.finder(catalog)
    for number in 0..<5 {
      let answer = finder.ask(try MailAddress("a\(number)@example.ch"))
      #expect(answer.login?.text != "somebody else")
    }
  }

  @Test func badRowsAreNamedAndTheRestIsLoaded() throws {
    let rows =
      #"["good.ch"],["bad_name"],["good.ch"],[""],["x.ch","bad name"],["y.ch","","who.ch"],"#
      + "[\"a\u{202E}b.ch\"],[\"z.ch\"]"
    let catalog = try catalog("read -r line; echo '{\"id\":1,\"domains\":[\(rows)]}'; sleep 9")
    let findings = try Asking.feed(catalog).load()
    #expect(catalog.domains.map(\.ascii) == ["good.ch", "z.ch"])
    #expect(
      findings.map { $0.message.prefix(6) } == [
        "row 2:", "row 3:", "row 4:", "row 5:", "row 6:", "row 7:",
      ])
    #expect(findings.allSatisfy { $0.severity == .warning })
  }

  @Test func whatTheSettingsNameThemselvesHolds() throws {
    let file = folder.appendingPathComponent("p")
    try "#!/bin/sh\nread -r l; echo '{\"id\":1,\"domains\":[[\"own.ch\",\"b.ch\"],[\"b.ch\"]]}'\n"
      .write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    let catalog = try Asking.catalog(
      "source: {command: [\"\(file.path)\"]}\ndomains: true", domains: "domains: [own.ch]")
    let findings = try Asking.feed(catalog).load()
    #expect(findings.count == 1 && findings[0].message.contains("own.ch is in the settings"))
    let own = try #require(catalog.account(forDomain: DomainName("own.ch")))
    #expect(own.loginDomain.ascii == "own.ch" && catalog.domainCount == 2)
  }
}
