// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPListener
import MailSettings
import Renderers
import System
import Testing

@testable import Serving
@testable import SetupSheets

/// The program for PDF as a process of its own.
@Suite struct PrinterTests {
  private func program(_ script: String) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-printer-\(UUID().uuidString.prefix(8))")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
    return file.path
  }

  private var sheet: Sheet {
    get throws {
      Sheet(
        language: try Language("de"), title: [.text("Titel")], subject: [.text("Für alle")])
    }
  }

  /// The program gets no variable of its parent, so none of the leaks that the libraries which set
  /// text have by design could be passed over.
  private static let isLeakChecked = getenv("LSAN_OPTIONS") != nil

  private func refusal(_ script: String, milliseconds: Int = 10_000) throws -> String {
    let path = try program(script)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var limits = ProcessLimits()
    limits.milliseconds = milliseconds
    do {
      _ = try PrinterProcess(path, limits: limits).print(try sheet, PrintSettings())
    } catch let error as RenderFailure {
      return error.findings.map(\.message).joined()
    }
    return ""
  }

  @Test(.disabled(if: isLeakChecked)) func programPrintsWhatItIsGiven() throws {
    let path = try #require(ServerProcess.program).deletingLastPathComponent().path
    let printer = PrinterProcess(path + "/mkprofile-pdf")
    let bytes = try printer.print(try sheet, PrintSettings())
    #expect(bytes.starts(with: "%PDF-1.5".utf8))
    #expect(String(decoding: bytes, as: UTF8.self).contains("/Lang (de)"))
  }

  @Test func programThatFailsIsTold() throws {
    #expect(try refusal("cat >/dev/null; echo nonsense").contains("wrote no PDF"))
    #expect(try refusal("cat >/dev/null; exit 3").hasPrefix("the program for PDF "))
    #expect(try refusal("exec /nowhere/at/all").hasPrefix("the program for PDF "))
    #expect(
      try refusal("cat >/dev/null; sleep 60", milliseconds: 300).hasPrefix("the program for PDF "))
  }

  @Test(.disabled(if: isLeakChecked)) func serverSendsASheetAsPDF() throws {
    let server = try ServerProcess()
    let answer = try #require(
      TestConnection.get("/sheets/generic.pdf?lang=fr", port: server.port, host: "example.ch"))
    #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer.prefix(300))")
    #expect(answer.contains("%PDF-1.5"))
  }
}
