// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A PDF as poppler reads it.
package final class PDFFile {
  private let file: URL

  /// Keeps the bytes in a file until the object goes.
  package init(_ bytes: [UInt8]) throws {
    file = FileManager.default.temporaryDirectory
      .appendingPathComponent("mkprofile-\(UUID().uuidString).pdf")
    try Data(bytes).write(to: file)
  }

  deinit { try? FileManager.default.removeItem(at: file) }

  /// What `pdfinfo` says, by the words before the colons.
  package var information: [String: String] {
    get throws {
      let lines = try text(of: "pdfinfo", file.path).split(separator: "\n")
      return Dictionary(
        lines.compactMap { line -> (String, String)? in
          let parts = line.split(separator: ":", maxSplits: 1)
          return parts.count == 2
            ? (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)) : nil
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The structure, one element a line.
  package var structure: String { get throws { try text(of: "pdfinfo", "-struct", file.path) } }

  /// The lines of `pdffonts` below its head.
  package var fonts: [String] {
    get throws {
      try text(of: "pdffonts", file.path).split(separator: "\n").dropFirst(2).map(String.init)
    }
  }

  /// The text in the order in which it was drawn.
  package var text: String { get throws { try text(of: "pdftotext", "-raw", file.path, "-") } }

  /// Words with the edges of their boxes in points, page by page.
  package var words: [[Word]] {
    get throws {
      let boxes = try text(of: "pdftotext", "-bbox", file.path, "-")
      return try boxes.components(separatedBy: "<page ").dropFirst().map { page in
        let pattern =
          #"<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>"#
        return page.matches(
          of: try Regex<(Substring, Substring, Substring, Substring, Substring, Substring)>(pattern)
        ).map { match in
          Word(
            left: Double(match.output.1) ?? -1, top: Double(match.output.2) ?? -1,
            right: Double(match.output.3) ?? -1, bottom: Double(match.output.4) ?? -1,
            text: String(match.output.5))
        }
      }
    }
  }

  /// A word on a page.
  package struct Word: Sendable {
    package var left: Double
    package var top: Double
    package var right: Double
    package var bottom: Double
    package var text: String
  }

  /// What the codes on a page say at 200 dots per inch.
  package func codes(onPage page: Int = 1) throws -> [String] {
    let picture = try Tool("pdftoppm").run(
      "-r", "200", "-png", "-f", "\(page)", "-l", "\(page)", file.path)
    return try Scanner.codes(inPicture: picture)
  }

  private func text(of tool: String, _ arguments: String...) throws -> String {
    String(decoding: try Tool(tool).run(arguments), as: UTF8.self)
  }
}
