// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// One block of a PEM file (RFC 7468 section 3, its strict form with lines of any length).
struct PEMBlock {
  /// What stands between `BEGIN` and the dashes, such as `CERTIFICATE`.
  let label: String
  /// The block from `-----BEGIN` to the line feed after its last dash.
  let text: [UInt8]
  /// What the base64 stands for.
  let content: [UInt8]

  /// Every block of a file; what stands outside is explanation and passed over. Throws where a
  /// block does not end or is no base64.
  static func all(in bytes: [UInt8]) throws(InvalidValue) -> [PEMBlock] {
    var blocks: [PEMBlock] = []
    var label: String?
    var body: [UInt8] = []
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let line = line.trimmingBlanks
      if let begun = label {
        if line.elementsEqual("-----END \(begun)-----".utf8) {
          blocks.append(try PEMBlock(begun, body))
          (label, body) = (nil, [])
        } else {
          guard !line.starts(with: "-----".utf8) else { throw Self.unfinished(begun) }
          body += line
        }
      } else if line.starts(with: "-----BEGIN ".utf8), line.suffix(5).elementsEqual("-----".utf8) {
        label = String(decoding: line.dropFirst(11).dropLast(5), as: UTF8.self)
      }
    }
    if let label { throw unfinished(label) }
    return blocks
  }

  private init(_ label: String, _ body: [UInt8]) throws(InvalidValue) {
    // A key with a passphrase in the old form has header lines; its label says enough.
    guard let content = label.hasSuffix("PRIVATE KEY") ? [] : Base64.decode(body) else {
      throw InvalidValue(
        "has a block \(label.quoted) that is not base64", fix: "copy the file again")
    }
    self.label = label
    self.content = content
    text = Self.lines(label, body)
  }

  private static func lines(_ label: String, _ body: [UInt8]) -> [UInt8] {
    var out = Array("-----BEGIN \(label)-----\n".utf8)
    var rest = body[...]
    while !rest.isEmpty {
      out += rest.prefix(64)
      out.append(0x0A)
      rest = rest.dropFirst(64)
    }
    return out + Array("-----END \(label)-----\n".utf8)
  }

  private static func unfinished(_ label: String) -> InvalidValue {
    InvalidValue("has a block \(label.quoted) that does not end", fix: "copy the file again")
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without blanks and tabs at their ends.
  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    var bytes = self
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }
}
