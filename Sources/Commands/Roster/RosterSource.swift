// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

/// Where the bytes of a roster come from, in UTF-8 whatever they are in.
final class RosterSource {
  /// The path as it was given.
  let name: String
  /// The bytes of the whole, 0 where nobody knows.
  let size: Int
  /// What it is written in.
  let encoding: RosterText
  private let io: InputOutput
  private var file: FileDescriptor?
  /// What was read ahead of what cannot be read twice, the last chunk first.
  private var kept: [[UInt8]] = []
  private let isKept: Bool
  private var decoder: RosterDecoder
  private var isAtEnd = false

  /// Bytes of a roster at most that comes from a pipe, which is kept in memory.
  static let mostKept = 64 << 20

  /// Opens a file, or standard input for `-`, and looks at all of it once.
  init(_ path: String, _ io: InputOutput) throws(Failure) {
    self.io = io
    var scan = RosterTextScan()
    let name = path == "-" ? "standard input" : path
    let isFile = path != "-" && FileKind(path) == .file
    let file = path == "-" ? nil : try Self.open(path)
    var chunks: [[UInt8]] = []
    var count = 0
    do {
      defer { if isFile { try? file?.close() } }
      while true {
        let bytes = try Self.chunk(file, io, name)
        if bytes.isEmpty { break }
        scan.take(bytes)
        count += bytes.count
        if isFile { continue }
        chunks.append(bytes)
        guard count <= Self.mostKept else {
          throw Failure(
            .badInput, "\(name) is larger than \(Self.mostKept >> 20) MiB",
            fix: "write it into a file first")
        }
      }
    }
    self.name = name
    encoding = try scan.encoding(of: name)
    decoder = RosterDecoder(encoding)
    size = path == "-" ? 0 : count
    kept = chunks.reversed()
    isKept = !isFile
    self.file = isFile ? try Self.open(path) : file
  }

  /// Bytes that are there already, in UTF-8.
  init(_ bytes: [UInt8], name: String, _ io: InputOutput) throws(Failure) {
    var scan = RosterTextScan()
    scan.take(bytes)
    encoding = try scan.encoding(of: name)
    decoder = RosterDecoder(encoding)
    self.name = name
    self.io = io
    size = bytes.count
    kept = [bytes]
    isKept = true
    file = nil
  }

  private static func open(_ path: String) throws(Failure) -> FileDescriptor {
    do throws(SystemError) { return try FileDescriptor.open(reading: path) } catch {
      throw Failure(.noSuchFile, "cannot read \(path.quotedPath): \(error)")
    }
  }

  private static func chunk(
    _ file: FileDescriptor?, _ io: InputOutput, _ name: String
  ) throws(Failure) -> [UInt8] {
    while true {
      switch file.map({ $0.chunk() }) ?? io.readInput() {
      case .success(let bytes): return bytes
      case .failure(let error) where error.isInterruption && !io.isInterrupted(): continue
      case .failure(let error):
        throw Failure(.noSuchFile, "cannot read \(name.quoted): \(error)")
      }
    }
  }

  /// The next bytes in UTF-8; empty at the end.
  func chunk() throws(Failure) -> [UInt8] {
    while !isAtEnd {
      let bytes = isKept ? kept.popLast() ?? [] : try Self.chunk(file, io, name)
      isAtEnd = bytes.isEmpty
      let text = decoder.utf8(bytes)
      if !text.isEmpty { return text }
    }
    return []
  }

  /// What to say of a roster that is not in UTF-8.
  var remark: Finding? {
    encoding.name.map { encoding in
      Finding(
        .warning, at: "", "\(name.quoted) is not UTF-8 and is read as \(encoding)",
        fix: "look at names with accents, or save it as CSV in UTF-8")
    }
  }

  func close() { try? file?.close() }
}

extension FileDescriptor {
  fileprivate func chunk() -> Result<[UInt8], SystemError> {
    do throws(SystemError) { return .success(try read()) } catch { return .failure(error) }
  }
}
