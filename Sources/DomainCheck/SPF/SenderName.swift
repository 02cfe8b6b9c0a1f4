// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// The `domain-spec` of a term: a name, or what becomes one by macros (RFC 7208 section 7.1).
struct SenderName: Sendable, Hashable {
  /// As it was written.
  let text: String
  /// Its pieces.
  let pieces: [SenderMacro.Piece]

  init(_ text: Substring, in term: String) throws(SenderFault) {
    self.text = String(text)
    guard !text.isEmpty else {
      throw SenderFault("\(term.quoted) names no domain", fix: "name one, or remove the term")
    }
    pieces = try SenderMacro.pieces(text, in: term)
    // It ends with a macro, or with a label that a top-level domain can have.
    if case .literal(let end) = pieces.last, !Self.endsWithDomain(end) {
      throw SenderFault(
        "\(term.quoted) has \(String(text).quoted), which is no whole domain name",
        fix: "write a name with a dot, such as _spf.example.ch", source: "RFC 7208 7.1")
    }
  }

  private static func endsWithDomain(_ text: String) -> Bool {
    let whole = text.hasSuffix(".") ? text.dropLast() : text[...]
    guard let dot = whole.lastIndex(of: ".") else { return false }
    let label = whole[whole.index(after: dot)...]
    return !label.isEmpty && label.first != "-" && label.last != "-"
      && label.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" }
      && !label.allSatisfy(\.isASCIIDigit)
  }

  /// The name in lower case; nil where macros make it depend on the mail.
  var fixed: String? {
    var out = ""
    for piece in pieces {
      guard case .literal(let text) = piece else { return nil }
      out += text
    }
    return out.hasSuffix(".") ? String(out.dropLast().lowercased()) : out.lowercased()
  }

  /// True where the DNS can be asked for it: no label is empty or longer than 63 bytes.
  static func canBeAsked(_ name: String) -> Bool {
    name.utf8.count <= 253 && !name.isEmpty && !name.contains("\\")
      && name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy { (1...63).contains($0.count) }
  }
}

/// Macros (RFC 7208 section 7).
enum SenderMacro {
  /// A piece of a text with macros.
  enum Piece: Sendable, Hashable {
    case literal(String)
    /// The letter, in lower case; how many labels from the right stay, and what cuts them.
    case expand(
      letter: Character, isEscaped: Bool, keep: Int?, isReversed: Bool, delimiters: [Character])
  }

  /// What the letters stand for.
  struct Values {
    var ip: IPAddress
    /// The sender; without a local part it is `postmaster`.
    var sender: String
    var helo: String
    var domain: String
    /// A name of the address that leads back to it; `unknown` where there is none.
    var name = "unknown"

    func value(_ letter: Character) -> String {
      let at = sender.lastIndex(of: "@") ?? sender.startIndex
      switch letter {
      case "s": return sender
      case "l": return String(sender[..<at])
      case "o": return String(sender[at...].dropFirst())
      case "d": return domain
      case "i":
        return ip.version == .v4 ? ip.description : ip.nibbles.joined(separator: ".")
      case "p": return name
      case "v": return ip.version == .v4 ? "in-addr" : "ip6"
      case "h": return helo
      default: return ""
      }
    }
  }

  /// Cuts a text; throws where a macro is none.
  static func pieces(_ text: Substring, in term: String) throws(SenderFault) -> [Piece] {
    var pieces: [Piece] = []
    var literal = ""
    var rest = text
    while let character = rest.first {
      rest = rest.dropFirst()
      guard character == "%" else {
        literal.append(character)
        continue
      }
      switch rest.first {
      case "%": literal.append("%")
      case "_": literal.append(" ")
      case "-": literal += "%20"
      case "{":
        guard let end = rest.firstIndex(of: "}"),
          let piece = expansion(rest[..<end].dropFirst())
        else { throw fault(term) }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        literal = ""
        pieces.append(piece)
        rest = rest[end...]
      default: throw fault(term)
      }
      rest = rest.dropFirst()
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    return pieces
  }

  private static func fault(_ term: String) -> SenderFault {
    SenderFault(
      "\(term.quoted) has a '%' that begins no macro",
      fix: "write a macro such as %{i} or %{d}, or %% for the character", source: "RFC 7208 7.1")
  }

  /// Letters of addresses and names; `c`, `r` and `t` are for explanations only.
  private static func expansion(_ text: Substring) -> Piece? {
    guard let letter = text.first, letter.isASCIILetter else { return nil }
    let lower = Character(letter.lowercased())
    guard "slodiphv".contains(lower) else { return nil }
    var rest = text.dropFirst()
    let digits = rest.prefix { $0.isASCIIDigit }
    rest = rest.dropFirst(digits.count)
    let keep = Int(digits)
    guard digits.isEmpty || (keep ?? 0) > 0 else { return nil }
    let isReversed = rest.first?.lowercased() == "r"
    if isReversed { rest = rest.dropFirst() }
    guard rest.allSatisfy({ ".-+,/_=".contains($0) }) else { return nil }
    return .expand(
      letter: lower, isEscaped: letter.isUppercase, keep: keep, isReversed: isReversed,
      delimiters: rest.isEmpty ? ["."] : Array(rest))
  }

  /// The text with everything put in.
  static func expand(_ pieces: [Piece], _ values: Values) -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let text): return text
      case .expand(let letter, let isEscaped, let keep, let isReversed, let delimiters):
        var parts = values.value(letter)
          .split(omittingEmptySubsequences: false) { delimiters.contains($0) }
        if isReversed { parts.reverse() }
        if let keep { parts = parts.suffix(keep) }
        let text = parts.joined(separator: ".")
        return isEscaped ? text.percentEncoded : text
      }
    }.joined()
  }

  /// A name of more than 253 bytes loses labels on the left (section 7.3).
  static func name(_ name: SenderName, _ values: Values) -> String {
    var text = expand(name.pieces, values)
    if text.hasSuffix(".") { text.removeLast() }
    while text.utf8.count > 253, let dot = text.firstIndex(of: ".") {
      text = String(text[text.index(after: dot)...])
    }
    return text
  }
}
