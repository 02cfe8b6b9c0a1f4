// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A value of an Apple property list, with the types that configuration profiles use.
public enum PropertyList: Hashable, Sendable {
  /// `<string>`; profiles never hold an empty one.
  case string(String)
  /// `<integer>`; a port or version is never a `<real>`.
  case integer(Int)
  /// `<real>`; nothing here needs fractions.
  case real(Int)
  /// `<true/>` or `<false/>`.
  case boolean(Bool)
  /// `<date>`: a time in UTC such as `2027-01-31T00:00:00Z`.
  case date(String)
  /// `<data>`, in base64.
  case data([UInt8])
  /// `<array>`.
  case array([PropertyList])
  /// `<dict>`, in the given order.
  case dictionary(Entries)

  /// The entries of a dictionary in the order in which they are written.
  public struct Entries: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private var keys: [String] = []
    private var values: [PropertyList] = []

    /// The entries of a literal; those without a value are left out.
    public init(dictionaryLiteral elements: (String, PropertyList?)...) {
      keys.reserveCapacity(elements.count + 8)
      values.reserveCapacity(elements.count + 8)
      for (key, value) in elements { append(key, value) }
    }

    /// Adds an entry unless it has no value.
    public mutating func append(_ key: String, _ value: PropertyList?) {
      guard let value else { return }
      keys.append(key)
      values.append(value)
    }

    /// Adds entries after these.
    public mutating func append(_ others: Entries) {
      keys.append(contentsOf: others.keys)
      values.append(contentsOf: others.values)
    }

    /// The value of a key.
    public subscript(key: String) -> PropertyList? {
      keys.firstIndex(of: key).map { values[$0] }
    }

    /// Keys and values in order.
    public var pairs: [(key: String, value: PropertyList)] {
      zip(keys, values).map { (key: $0, value: $1) }
    }

    func forEach(_ body: (String, PropertyList) -> Void) {
      for index in keys.indices { body(keys[index], values[index]) }
    }
  }

  /// A string where there is one.
  public static func optional(_ text: String?) -> PropertyList? { text.map { .string($0) } }

  /// The value of a key, where this is a dictionary.
  public subscript(key: String) -> PropertyList? { dictionary?[key] }
  /// The entries, where this is a dictionary.
  public var dictionary: Entries? {
    if case .dictionary(let entries) = self { entries } else { nil }
  }
  /// The elements, where this is an array.
  public var array: [PropertyList]? { if case .array(let items) = self { items } else { nil } }
  /// The text, where this is a string or a date.
  public var text: String? {
    switch self {
    case .string(let text), .date(let text): text
    default: nil
    }
  }
  /// The number, where this is one.
  public var number: Int? {
    switch self {
    case .integer(let number), .real(let number): number
    default: nil
    }
  }
  /// True where this is `<true/>`.
  public var isTrue: Bool { self == .boolean(true) }
}

extension PropertyList {
  /// The XML form with Apple's DOCTYPE, as UTF-8, indented with tabs.
  ///
  /// Written here and not by `PropertyListEncoder`, which is many times slower (`./dev bench`)
  /// and sorts keys by its own rules.
  public func encoded() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(8_192)
    out.append(literal: Self.head)
    write(to: &out, depth: 0)
    out.append(literal: "</plist>\n")
    return out
  }

  private static let head: StaticString = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
    "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">

    """

  private func write(to out: inout [UInt8], depth: Int) {
    Self.indent(&out, depth)
    switch self {
    case .string(let text):
      out.append(literal: "<string>")
      XMLTextEscaping.append(text, to: &out)
      out.append(literal: "</string>\n")
    case .integer(let number):
      out.append(literal: "<integer>")
      out.append(String(number))
      out.append(literal: "</integer>\n")
    case .real(let number):
      out.append(literal: "<real>")
      out.append(String(number))
      out.append(literal: "</real>\n")
    case .date(let time):
      out.append(literal: "<date>")
      XMLTextEscaping.append(time, to: &out)
      out.append(literal: "</date>\n")
    case .data(let bytes): Self.write(bytes, to: &out, depth: depth)
    case .boolean(let isTrue):
      out.append(literal: isTrue ? "<true/>\n" : "<false/>\n")
    case .array(let elements):
      out.append(literal: "<array>\n")
      for element in elements { element.write(to: &out, depth: depth + 1) }
      Self.indent(&out, depth)
      out.append(literal: "</array>\n")
    case .dictionary(let entries):
      out.append(literal: "<dict>\n")
      entries.forEach { key, value in
        Self.indent(&out, depth + 1)
        out.append(literal: "<key>")
        XMLTextEscaping.append(key, to: &out)
        out.append(literal: "</key>\n")
        value.write(to: &out, depth: depth + 1)
      }
      Self.indent(&out, depth)
      out.append(literal: "</dict>\n")
    }
  }

  /// Lines of 76 characters at most, as Apple's own writer makes them (RFC 2045 section 6.8).
  private static func write(_ bytes: [UInt8], to out: inout [UInt8], depth: Int) {
    out.append(literal: "<data>\n")
    var rest = Base64.encode(bytes)[...]
    while !rest.isEmpty {
      indent(&out, depth)
      out.append(contentsOf: rest.prefix(76))
      out.append(0x0A)
      rest = rest.dropFirst(76)
    }
    indent(&out, depth)
    out.append(literal: "</data>\n")
  }

  private static func indent(_ out: inout [UInt8], _ depth: Int) {
    for _ in 0..<depth { out.append(0x09) }
  }
}
