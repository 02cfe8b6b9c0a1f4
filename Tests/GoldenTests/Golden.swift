// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The files of `Tests/Goldens`: what every document was when somebody last looked at it.
enum Golden {
  /// What to do with a golden that is missing or different: `RECORD=missing` writes those that
  /// are not there, `RECORD=all` every one; without it both are failures.
  enum Mode: String { case missing, all }

  static let mode = ProcessInfo.processInfo.environment["RECORD"].flatMap(Mode.init)
  static let folder = Repository.url("Tests/Goldens")

  /// Compares with the file, or writes it; nil stands for no file.
  static func check(_ text: [UInt8]?, at path: String) throws {
    let file = folder.appending(path: path)
    let recorded = try? [UInt8](Data(contentsOf: file))
    if recorded == text { return }
    if mode == .all || (mode == .missing && recorded == nil) {
      guard let text else { return try FileManager.default.removeItem(at: file) }
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      return try Data(text).write(to: file)
    }
    switch (recorded, text) {
    case (nil, _):
      Issue.record(
        "there is no golden \(path); write it with RECORD=missing swift test --filter GoldenTests")
    case (_, nil):
      Issue.record("there should be no \(path) any more; run with RECORD=all")
    case (let recorded?, let text?):
      Issue.record("\(path) has changed: \(difference(recorded, text)); is it meant? RECORD=all")
    }
  }

  /// Every file that is there, from the golden folder.
  static var files: Set<String> {
    let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    let urls = (found?.allObjects as? [URL]) ?? []
    let start = folder.standardizedFileURL.path.count + 1
    return Set(
      urls.filter { !$0.hasDirectoryPath }
        .map { String($0.standardizedFileURL.path.dropFirst(start)) })
  }

  private static func difference(_ old: [UInt8], _ new: [UInt8]) -> String {
    let was = lines(old)
    let now = lines(new)
    let line = zip(was, now).enumerated().first { $1.0 != $1.1 }
    guard let line else { return "\(was.count) lines became \(now.count)" }
    return "line \(line.offset + 1) was '\(line.element.0)', is '\(line.element.1)'"
  }

  private static func lines(_ text: [UInt8]) -> [Substring] {
    String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }
}
