// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import Renderers
import SetupSheets
import System

/// Where the documents of a roster go.
protocol RosterOutput: AnyObject {
  /// Makes the document of a row and takes it along; false where an error was reported.
  func add(
    _ row: RosterRow, _ account: AccountSettings, _ job: RenderJob
  ) throws(Failure) -> Bool
  /// Puts everything in its place.
  func finish(failed: Int) throws(Failure)
}

/// A file for each row, and a list of them where files are read in place.
final class RosterFolder: RosterOutput {
  private let sink: DocumentSink
  private var index: (any SheetIndex)?
  private var indexFile: GrowingFile?
  /// The hashes of the addresses that had a document.
  private var seen: Set<Int> = []

  init(
    _ folder: String, _ format: any Renderer, _ languages: [Language], _ invocation: Invocation
  ) throws(Failure) {
    sink = DocumentSink(
      .folder(folder), format.fileExtension, invocation,
      isPrivate: invocation.arguments.has(.withPassword))
    guard let indexed = format as? any IndexedRenderer else { return }
    var index = indexed.index(languages)
    indexFile = try sink.beginIndex(index.fileName)
    try write(index.begin())
    self.index = index
  }

  func add(
    _ row: RosterRow, _ account: AccountSettings, _ job: RenderJob
  ) throws(Failure) -> Bool {
    let address = row.address.description
    let isFirst = seen.insert(address.hashValue).inserted
    for (number, variant) in row.variants.enumerated() {
      let bytes = job.reporting(address, at: row.place) { () throws(RenderFailure) in
        let document = try Self.document(row, variant.options, account, job.format)
        return (document.bytes, document.findings)
      }
      guard let bytes else { return false }
      // Of several documents for a person the first has the address alone as its name.
      let isOnly = number == 0 && isFirst
      let file = try sink.add(bytes, for: isOnly ? address : "\(address).\(variant.name)")
      guard let file, var index else { continue }
      try write(index.row(name: row.person.name?.text ?? "", address: address, file: file))
      self.index = index
    }
    return true
  }

  func finish(failed: Int) throws(Failure) {
    if var index, let indexFile {
      try write(index.end())
      try sink.add(index: indexFile)
    }
    try sink.finish(failed: failed, of: "row", "rows")
  }

  private static func document(
    _ row: RosterRow, _ options: RenderOptions, _ account: AccountSettings,
    _ format: any Renderer
  ) throws(RenderFailure) -> Document {
    if let password = row.password, let strip = format as? any StripRenderer {
      return try strip.render(account, options, password: password)
    }
    return try format.render(account, options)
  }

  private func write(_ bytes: [UInt8]) throws(Failure) {
    do throws(SystemError) { try indexFile?.write(bytes) } catch {
      throw .cannotWrite("the index", error)
    }
  }
}
