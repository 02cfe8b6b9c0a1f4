// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import MailSettings
import TestNetwork
import Testing

/// Log-ins by what a server offers, over real sockets.
@Suite(.serialized) struct LogInTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let manners: MailManners
    let message: String
    var grade = Grade.good
    var password = "secret"
  }

  static let rows = [
    Row(
      testDescription: "PLAIN", manners: .offers("AUTH=PLAIN AUTH=SCRAM-SHA-256"),
      message: "log-in works (PLAIN)"),
    Row(
      testDescription: "LOGIN", manners: .offers("LOGINDISABLED AUTH=LOGIN"),
      message: "log-in works (LOGIN)"),
    Row(
      testDescription: "SCRAM", manners: .offers("LOGINDISABLED AUTH=SCRAM-SHA-256"),
      message: "log-in works (SCRAM-SHA-256)"),
    Row(
      testDescription: "SCRAM of this connection alone",
      manners: .offers("LOGINDISABLED AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS"),
      message: "log-in works (SCRAM-SHA-256-PLUS)"),
    Row(
      testDescription: "SCRAM of this connection alone, wrong password",
      manners: .offers("LOGINDISABLED AUTH=SCRAM-SHA-256-PLUS"),
      message: "the log-in fails (SCRAM-SHA-256-PLUS): NO wrong password", grade: .error,
      password: "wrong"),
    Row(
      testDescription: "SCRAM, wrong password",
      manners: .offers("LOGINDISABLED AUTH=SCRAM-SHA-256"),
      message: "the log-in fails (SCRAM-SHA-256): NO wrong password", grade: .error,
      password: "wrong"),
    Row(
      testDescription: "CRAM-MD5", manners: .offers("LOGINDISABLED AUTH=CRAM-MD5"),
      message: "log-in works (CRAM-MD5)"),
    Row(testDescription: "command", manners: .offers(""), message: "log-in works (LOGIN)"),
    Row(
      testDescription: "command, wrong password", manners: .offers(""),
      message: "the log-in fails (LOGIN): NO wrong password", grade: .error, password: "wrong!"),
    Row(
      testDescription: "tokens", manners: .noPasswords,
      message: "the log-in is not tried: the server takes OAuth 2 tokens", grade: .advice),
    Row(
      testDescription: "no way", manners: .offers("LOGINDISABLED"),
      message: "the log-in cannot be tried: the server offers no way to log in", grade: .error),
    Row(
      testDescription: "unknown way", manners: .offers("LOGINDISABLED AUTH=GSSAPI"),
      message: "the log-in cannot be tried: the server takes passwords in no way", grade: .error),
    Row(
      testDescription: "certificate", manners: .expired,
      message: "the log-in is not tried: the certificate has expired", grade: .error),
  ]

  @Test(arguments: rows)
  func aServerIsTakenAtItsWord(_ row: Row) async throws {
    let domain = try TestDomain { $0.imap = row.manners }
    let (report, _) = try await domain.check(
      [.login], milliseconds: 600_000, patience: 12, password: row.password)
    let item = report.items.first { $0.place.hasPrefix("IMAP") }
    #expect(item?.message.hasPrefix(row.message) == true, "\(report.items)")
    #expect(item?.grade == row.grade)
    let isAboutPassword = row.message.hasPrefix("the log-in fails")
    let fixes = item?.fix.map { [$0] } ?? []
    #expect(fixes.allSatisfy { $0.hasPrefix("try the password in webmail") == isAboutPassword })
  }
}
