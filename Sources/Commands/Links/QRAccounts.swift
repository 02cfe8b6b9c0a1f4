// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import QRCode
import Renderers

extension Invocation {
  /// The link of a service; nil where an error was reported.
  func serviceLink(_ service: ServiceLink) throws(Failure) -> [UInt8]? {
    let job = RenderJob(MobileConfig(), try settings(), reporter)
    let person = try person()
    let (subjects, _) = try subjects(person, areTogether: false)
    guard subjects.count == 1, arguments.operands.count == 1 else {
      throw .usage(
        "a code is for one address at a time, and there are \(arguments.operands.count)",
        fix: "give one of them, or a list of people with --roster FILE.csv --output FOLDER/")
    }
    return try serviceLink(service, subjects[0], job, person, at: nil)
  }

  /// The same for a row of a roster.
  func serviceLink(
    _ service: ServiceLink, _ subject: Subject, _ job: RenderJob, _ person: Person,
    at place: Place?
  ) throws(Failure) -> [UInt8]? {
    guard let account = job.servedAccount(for: subject, person, at: place) else { return nil }
    guard let link = service.text(for: account) else {
      throw Failure(
        .badInput, "the settings have nothing for --what \(service.rawValue)",
        fix: "add \(service.setting)")
    }
    return Array(link.utf8)
  }

  /// Several accounts for Thunderbird, in as many codes as they need.
  func writeAccounts(to path: String?) throws(Failure) -> ExitCode {
    let person = try person()
    let (subjects, unreadable) = try subjects(person, areTogether: true)
    guard unreadable == 0 else { return .badInput }
    let job = RenderJob(ThunderbirdQR(), try settings(), reporter)
    guard let accounts = job.accounts(for: subjects, person) else { return .badInput }
    let documents = job.reporting(subjects.first?.description) { () throws(RenderFailure) in
      let documents = try ThunderbirdQR().documents(together: accounts)
      return (documents, documents.first?.findings ?? [])
    }
    guard let documents else { return .badInput }
    guard documents.count > 1 else {
      guard let only = documents.first else { return .badInput }
      try CodePicture(path).write(try code(only), title: arguments.operands[0], self)
      return .done
    }
    guard let path, path != "-", let dot = path.lastIndex(of: ".") else {
      throw .usage(
        "the accounts need \(documents.count) codes", fix: "add --output FILE.png or FILE.svg")
    }
    for (index, document) in documents.enumerated() {
      let picture = try CodePicture("\(path[..<dot])-\(index + 1)\(path[dot...])")
      try picture.write(try code(document), title: arguments.operands[0], self)
    }
    reporter.inform("the accounts are in \(documents.count) codes: scan them one after the other")
    return .done
  }

  private func code(_ document: Document) throws(Failure) -> QRCode {
    do throws(InvalidValue) { return try QRCode(document.bytes) } catch {
      throw Failure(.badInput, error.message, fix: error.fix)
    }
  }
}
