// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import MailSettings
import System

extension Invocation {
  /// Bytes of one document at most; a larger file is refused before it is read.
  static var mostDocumentBytes: Int { 8 << 20 }

  /// A file, or standard input for `-`.
  func document(_ path: String) throws(Failure) -> SourceDocument {
    path == "-"
      ? SourceDocument(name: "standard input", bytes: try standardInput())
      : SourceDocument(name: path, bytes: try file(path))
  }

  private func tooLarge(_ name: String) -> Failure {
    Failure(.badInput, "\(name) is larger than \(Self.mostDocumentBytes >> 20) MiB")
  }

  private func file(_ path: String) throws(Failure) -> [UInt8] {
    let contents: [UInt8]?
    do throws(SystemError) {
      contents = try FileSystem.contents(of: path, limit: Self.mostDocumentBytes)
    } catch {
      let isURL = path.holds("://")
      throw Failure(
        .noSuchFile, "cannot read \(path.quotedPath): \(error)",
        fix: isURL ? "give a URL with https or http" : nil)
    }
    guard let contents else { throw tooLarge(path.quotedPath) }
    return contents
  }

  private func standardInput() throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count <= Self.mostDocumentBytes {
      switch io.readInput() {
      case .success(let more) where more.isEmpty: return bytes
      case .success(let more): bytes += more
      case .failure(let error):
        throw Failure(.noSuchFile, "cannot read standard input: \(error)")
      }
    }
    throw tooLarge("standard input")
  }
}
