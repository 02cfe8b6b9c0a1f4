// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A list of tags such as `v=DMARC1; p=none` (RFC 6376 section 3.2, which DMARC, BIMI, MTA-STS and
/// TLS-RPT use as well).
struct TagList: Sendable, Hashable {
  /// A tag.
  struct Tag: Sendable, Hashable {
    /// The name in lower case.
    let name: String
    /// The value without blanks at its ends.
    var value: String
  }

  /// The tags in order.
  let tags: [Tag]
  /// Parts that are not `name=value`.
  let malformed: [String]

  init(_ text: String) {
    var tags: [Tag] = []
    var malformed: [String] = []
    for part in text.split(separator: ";", omittingEmptySubsequences: true) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0]).trimmingBlanks
      guard pair.count == 2, !name.isEmpty else {
        if !String(part).trimmingBlanks.isEmpty { malformed.append(String(part).trimmingBlanks) }
        continue
      }
      tags.append(Tag(name: name.lowercased(), value: String(pair[1]).trimmingBlanks))
    }
    self.tags = tags
    self.malformed = malformed
  }

  /// True where a part is not `name=value`.
  var isMalformed: Bool { !malformed.isEmpty }

  /// The value of a tag.
  subscript(name: String) -> String? { tags.first { $0.name == name }?.value }

  /// The names that stand there more than once.
  var duplicates: [String] {
    var seen: Set<String> = []
    var twice: [String] = []
    for tag in tags where !seen.insert(tag.name).inserted && !twice.contains(tag.name) {
      twice.append(tag.name)
    }
    return twice
  }

  /// True where the first tag is the version, spelt like this.
  func begins(with version: String) -> Bool {
    tags.first?.name == "v" && tags.first?.value == version
  }

  /// The first character that looks like a blank, or is not seen, and is none that a list can have:
  /// it comes from copying a web page.
  static func oddCharacter(in text: String) -> (scalar: Unicode.Scalar, index: Int)? {
    text.unicodeScalars.enumerated().lazy.compactMap { index, scalar in
      (0x20...0x7E).contains(scalar.value) || "\t\r\n".unicodeScalars.contains(scalar)
        ? nil : (scalar, index + 1)
    }.first
  }
}
