// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A JSON value whose members are written in the order given, so that the same value always
/// gives the same bytes (a PACC answer is pinned by a digest in DNS).
public enum JSON: Hashable, Sendable {
  /// A string.
  case string(String)
  /// A number; nothing here needs fractions.
  case integer(Int)
  /// `true` or `false`.
  case boolean(Bool)
  /// `null`.
  case null
  /// An array.
  case array([JSON])
  /// An object in the given order.
  case object(Members)

  /// The members of an object in the order in which they are written.
  public struct Members: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    fileprivate var names: [String] = []
    fileprivate var values: [JSON] = []

    /// The members of a literal; those without a value are left out.
    public init(dictionaryLiteral elements: (String, JSON?)...) {
      for (name, value) in elements { append(name, value) }
    }

    /// Adds a member unless it has no value.
    public mutating func append(_ name: String, _ value: JSON?) {
      guard let value else { return }
      names.append(name)
      values.append(value)
    }

    /// True where there is no member.
    public var isEmpty: Bool { names.isEmpty }
  }

  /// A string where there is one.
  public static func optional(_ text: String?) -> JSON? { text.map { .string($0) } }

  /// An array of strings.
  public static func strings(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }

  /// One line without blanks, or two blanks of indentation a level and a final line feed.
  public func encoded(pretty: Bool) -> [UInt8] {
    var out: [UInt8] = []
    write(to: &out, depth: pretty ? 0 : nil)
    if pretty { out.append(0x0A) }
    return out
  }

  private func write(to out: inout [UInt8], depth: Int?) {
    switch self {
    case .string(let text): Self.write(text, to: &out)
    case .integer(let number): out.append(String(number))
    case .boolean(let isTrue): out.append(literal: isTrue ? "true" : "false")
    case .null: out.append(literal: "null")
    case .array(let elements):
      Self.list(elements.indices, "[", "]", &out, depth) { index, out, depth in
        elements[index].write(to: &out, depth: depth)
      }
    case .object(let members):
      Self.list(members.names.indices, "{", "}", &out, depth) { index, out, depth in
        Self.write(members.names[index], to: &out)
        out.append(literal: depth == nil ? ":" : ": ")
        members.values[index].write(to: &out, depth: depth)
      }
    }
  }

  private static func list(
    _ indices: Range<Int>, _ open: StaticString, _ close: StaticString, _ out: inout [UInt8],
    _ depth: Int?, _ element: (Int, inout [UInt8], Int?) -> Void
  ) {
    out.append(literal: open)
    let inner = depth.map { $0 + 1 }
    for index in indices {
      if index > 0 { out.append(0x2C) }
      newLine(&out, inner)
      element(index, &out, inner)
    }
    if !indices.isEmpty { newLine(&out, depth) }
    out.append(literal: close)
  }

  private static func newLine(_ out: inout [UInt8], _ depth: Int?) {
    guard let depth else { return }
    out.append(0x0A)
    for _ in 0..<depth { out.append(literal: "  ") }
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(0x22)
    JSONEscaping.append(text, to: &out)
    out.append(0x22)
  }
}

/// RFC 8259 section 7.
enum JSONEscaping: Escaping {
  static func escape(_ byte: UInt8) -> StaticString? {
    switch byte {
    case 0x22: #"\""#
    case 0x5C: #"\\"#
    case 0x0A: #"\n"#
    case 0x0D: #"\r"#
    case 0x09: #"\t"#
    case 0x00...0x1F: controls[Int(byte)]
    default: nil
    }
  }

  private static let controls: [StaticString] = [
    #"\u0000"#, #"\u0001"#, #"\u0002"#, #"\u0003"#, #"\u0004"#, #"\u0005"#, #"\u0006"#,
    #"\u0007"#, #"\u0008"#, #"\u0009"#, #"\u000a"#, #"\u000b"#, #"\u000c"#, #"\u000d"#,
    #"\u000e"#, #"\u000f"#, #"\u0010"#, #"\u0011"#, #"\u0012"#, #"\u0013"#, #"\u0014"#,
    #"\u0015"#, #"\u0016"#, #"\u0017"#, #"\u0018"#, #"\u0019"#, #"\u001a"#, #"\u001b"#,
    #"\u001c"#, #"\u001d"#, #"\u001e"#, #"\u001f"#,
  ]
}
