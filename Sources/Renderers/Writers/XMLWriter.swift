// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Writes XML 1.0 as UTF-8 without a byte order mark: the only place that escapes it.
///
/// Text elements stay on one line without blanks around the text, since Thunderbird for Android
/// does not trim; there is never a DOCTYPE, CDATA or comment.
public struct XMLWriter {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  private var depth = 0

  /// A document that begins with the XML declaration.
  public init() {
    bytes.reserveCapacity(4_096)
    bytes.append(literal: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
  }

  /// An element with other elements inside.
  public mutating func element(
    _ name: StaticString, _ attributes: [(StaticString, String)] = [],
    _ body: (inout XMLWriter) -> Void
  ) {
    open(name, attributes)
    bytes.append(literal: ">\n")
    depth += 1
    body(&self)
    depth -= 1
    indent()
    close(name)
  }

  /// An element that holds text; nothing is written where the text is nil.
  public mutating func element(
    _ name: StaticString, _ attributes: [(StaticString, String)] = [], text: String?
  ) {
    guard let text else { return }
    open(name, attributes)
    bytes.append(0x3E)
    XMLTextEscaping.append(text, to: &bytes)
    close(name)
  }

  /// An element with attributes only.
  public mutating func emptyElement(
    _ name: StaticString, _ attributes: [(StaticString, String)] = []
  ) {
    open(name, attributes)
    bytes.append(literal: "/>\n")
  }

  private mutating func open(_ name: StaticString, _ attributes: [(StaticString, String)]) {
    indent()
    bytes.append(0x3C)
    bytes.append(literal: name)
    for (name, value) in attributes {
      bytes.append(0x20)
      bytes.append(literal: name)
      bytes.append(literal: "=\"")
      XMLAttributeEscaping.append(value, to: &bytes)
      bytes.append(0x22)
    }
  }

  private mutating func close(_ name: StaticString) {
    bytes.append(literal: "</")
    bytes.append(literal: name)
    bytes.append(literal: ">\n")
  }

  /// Enough for the deepest document, twice.
  private static let blanks: StaticString = "                        "

  private mutating func indent() {
    Self.blanks.withUTF8Buffer { bytes.append(contentsOf: $0.prefix(2 * depth)) }
  }
}

/// XML 1.0 sections 2.2 to 2.4: markup characters as references; what XML cannot hold becomes a
/// question mark, although no checked text contains it.
enum XMLTextEscaping: Escaping {
  @inline(__always)
  static func escape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x26: "&amp;"
    case 0x3C: "&lt;"
    case 0x3E: "&gt;"
    case 0x09: "&#9;"
    case 0x0A: "&#10;"
    case 0x0D: "&#13;"
    case 0x00...0x1F: "?"
    default: nil
    }
  }
}

/// The same, and the quotes around a value (section 3.3.3).
enum XMLAttributeEscaping: Escaping {
  @inline(__always)
  static func escape(_ byte: UInt8) -> StaticString? {
    byte == 0x22 ? "&quot;" : XMLTextEscaping.escape(byte)
  }
}
