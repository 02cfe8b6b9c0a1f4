// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CTemplates
import MailSettings
import SettingsFile

/// A file of `Templates/web`: how the set-up page looks and what its script does.
package enum WebFile: String, Sendable, Hashable, CaseIterable {
  /// The style sheet, which is a part of each page.
  case style = "setup.css"
  /// The script, which a page asks for.
  case script = "setup.js"

  static let folder = "web"
  /// The most bytes of one: with the page they stay below 50 kB.
  static let longest = 20_000

  /// The file that is part of the program.
  var builtIn: [UInt8] {
    var index = 0
    while let file = embedded_template(index)?.pointee {
      if String(cString: file.folder) == Self.folder, String(cString: file.name) == rawValue {
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
      }
      index += 1
    }
    return []
  }

  /// The file of a folder; nil where it has none. Throws where it cannot be used.
  func read(folder: String) throws(SettingsFailure) -> [UInt8]? {
    let path = "\(folder)/\(Self.folder)/\(rawValue)"
    let bytes: [UInt8]
    do throws(InputFault) {
      bytes = try InputFile(path: path).contents(limit: Self.longest)
    } catch {
      if error.cause == .missing { return nil }
      throw Self.failure("\(path.quotedPath) \(error.message)", fix: nil)
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Self.failure("\(path.quotedPath) is not UTF-8", fix: "save it as UTF-8")
    }
    // It stands inside an element of the page, where nothing can be escaped.
    if self == .style, bytes.contains(UInt8(ascii: "<")) || bytes.contains(UInt8(ascii: "&")) {
      throw Self.failure(
        "\(path.quotedPath) holds '<' or '&'", fix: "write \\3C or \\26 in their place")
    }
    return bytes
  }

  private static func failure(_ message: String, fix: String?) -> SettingsFailure {
    SettingsFailure(cause: .invalid, findings: [Finding(.error, at: "", message, fix: fix)])
  }
}
