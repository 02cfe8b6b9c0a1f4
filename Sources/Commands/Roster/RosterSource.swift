// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Console
import MailSettings
import System

/// Where the bytes of a roster come from.
struct RosterSource {
  /// The path as it was given.
  let name: String
  /// The bytes of the whole, 0 where nobody knows.
  let size: Int
  private let file: FileDescriptor?
  private let io: InputOutput

  /// Opens a file, or standard input for `-`.
  init(_ path: String, _ io: InputOutput) throws(Failure) {
    self.io = io
    guard path != "-" else {
      (name, size, file) = ("standard input", 0, nil)
      return
    }
    do throws(SystemError) {
      let file = try FileDescriptor.open(reading: path)
      (name, size, self.file) = (path, file.size ?? 0, file)
    } catch {
      throw Failure(.noSuchFile, "cannot read \(path.quoted): \(error)")
    }
  }

  /// The next bytes; empty at the end.
  func chunk() throws(Failure) -> [UInt8] {
    while true {
      let bytes = file.map { $0.chunk() } ?? io.readInput()
      switch bytes {
      case .success(let bytes): return bytes
      case .failure(let error) where error.isInterruption && !io.isInterrupted(): continue
      case .failure(let error):
        throw Failure(.noSuchFile, "cannot read \(name.quoted): \(error)")
      }
    }
  }

  func close() { try? file?.close() }
}

extension FileDescriptor {
  fileprivate func chunk() -> Result<[UInt8], SystemError> {
    do throws(SystemError) { return .success(try read()) } catch { return .failure(error) }
  }
}
