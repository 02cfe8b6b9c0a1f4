// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The name of a document's file, safe whatever the address holds.
package enum FileName {
  /// The most bytes that common file systems allow in a name.
  package static let limit = 255

  /// `STEM.EXTENSION`: bytes outside letters, digits and `.-_@+=` are percent-encoded, and so is
  /// a dot at the beginning. Beyond 255 bytes the name is cut and ends in `_` and a hash of the
  /// stem, which no uncut address or domain does; only two cut names can ever be the same.
  package static func make(_ stem: String, extension fileExtension: String) -> (
    name: String, isCut: Bool
  ) {
    let name = encoded(stem)
    let ending = "." + encoded(fileExtension)
    guard name.utf8.count + ending.utf8.count > limit else { return (name + ending, false) }
    let hash = "_" + hash(stem)
    var kept = Array(name.utf8.prefix(max(0, limit - ending.utf8.count - hash.utf8.count)))
    // Half of a %XX would be misread by whoever decodes the name.
    if let percent = kept.suffix(2).lastIndex(of: UInt8(ascii: "%")) {
      kept.removeSubrange(percent...)
    }
    return (String(decoding: kept, as: UTF8.self) + hash + ending, true)
  }

  /// True where a name ends as files do: in the extension of what is written, or in another one
  /// that people know.
  package static func looksLikeFile(_ name: String, _ fileExtension: String) -> Bool {
    let name = name.lowercased()
    let own = fileExtension.split(separator: ".").last.map { ".\($0)" } ?? ""
    return ([own] + endings).contains { !$0.isEmpty && name.hasSuffix($0) }
  }

  private static let endings = [
    ".html", ".htm", ".pdf", ".txt", ".md", ".xml", ".json", ".yaml", ".yml", ".mobileconfig",
    ".csv", ".zone", ".svg", ".png", ".zip",
  ]

  /// The folder that is most likely meant by the name of a file: without its ending.
  package static func folder(for path: String) -> String {
    guard let dot = path.lastIndex(of: "."), path[dot...].firstIndex(of: "/") == nil else {
      return "\(path)/"
    }
    let stem = path[..<dot]
    return stem.isEmpty || stem.hasSuffix("/") ? "\(path)/" : "\(stem)/"
  }

  private static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "." where out.isEmpty: out += "%2E"
      case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "@", "+", "=":
        out.unicodeScalars.append(scalar)
      default: out += "%" + hexadecimal(UInt64(byte), digits: 2)
      }
    }
    return out
  }

  /// FNV-1a, 64 bits: the same on every machine and for ever.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hexadecimal(hash, digits: 16)
  }

  private static func hexadecimal(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
