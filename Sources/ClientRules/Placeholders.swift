// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Replaces `%EMAILADDRESS%` and its like, as most clients do: upper case only, anywhere.
package struct Placeholders {
  let address: String
  let local: String
  /// What stands for `%EMAILDOMAIN%`.
  var domain: String

  /// What an address fills in.
  package init(address: String) {
    self.address = address
    let at = address.lastIndex(of: "@")
    local = String(address[..<(at ?? address.endIndex)])
    domain = at.map { String(address[address.index(after: $0)...]) } ?? address
  }

  /// The text with values in place of the placeholders.
  package func fill(_ text: String) -> String {
    var rest = text[...]
    var out = ""
    while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "%")) {
      out += rest[..<sign]
      rest = rest[sign...]
      if let (name, value) = known.first(where: { rest.utf8.starts(with: $0.name.utf8) }) {
        out += value
        rest = rest[rest.utf8.index(sign, offsetBy: name.utf8.count)...]
      } else {
        out += "%"
        rest = rest[rest.utf8.index(after: sign)...]
      }
    }
    return rest.startIndex == text.startIndex ? text : out + rest
  }

  private var known: [(name: String, value: String)] {
    [("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)]
  }

  /// The address or its local part for a text that is nothing but the placeholder.
  func whole(_ text: String) -> String? {
    switch text {
    case "%EMAILADDRESS%": address
    case "%EMAILLOCALPART%": local
    default: nil
    }
  }

  /// True for text that has a placeholder somewhere.
  static func occur(in text: String) -> Bool {
    text.utf8.contains(UInt8(ascii: "%"))
      && ["%EMAILADDRESS%", "%EMAILLOCALPART%", "%EMAILDOMAIN%", "%REALNAME%"].contains {
        text.holds($0)
      }
  }
}

extension XMLElement {
  /// The type of a server, where it is one for mail.
  var mailProtocol: MailProtocol? { attributes["type"].flatMap(MailProtocol.init) }

  /// The texts between comments and elements, CDATA sections put into them.
  var runs: [String] {
    var (out, text): ([String], String?) = ([], nil)
    for piece in pieces {
      switch piece {
      case .text(let more), .cdata(let more): text = (text ?? "") + more
      case .comment, .element:
        if let text { out.append(text) }
        text = nil
      }
    }
    return out + [text].compactMap { $0 }
  }

  /// The text of the element without that of elements inside.
  var ownText: String {
    pieces.map { piece in
      switch piece {
      case .text(let text), .cdata(let text): text
      case .comment, .element: ""
      }
    }.joined()
  }

  /// The text before the first element inside, comments left out, as a pull parser gives it; nil
  /// where there is none.
  var leadingText: String? {
    var out: String?
    for piece in pieces {
      switch piece {
      case .text(let text), .cdata(let text): out = (out ?? "") + text
      case .comment: continue
      case .element: return out
      }
    }
    return out
  }
}

extension MailProtocol {
  /// The port that programs put where a document has none.
  func port(_ security: Security) -> Int { Int(usualPort(security).number) }
}

extension String {
  /// The number 1 to 65535 that the text is, without blanks or signs; nil for anything else.
  var strictPort: Int? {
    guard utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(self) else { return nil }
    return (1...65_535).contains(port) ? port : nil
  }

  /// The number that Java and Kotlin make of the text: 32 bits, in digits of any script.
  var javaInteger: Int? {
    var digits = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      let properties = scalar.properties
      if properties.numericType == .decimal, let value = properties.numericValue {
        digits += String(Int(value))
      } else if index == 0, scalar == "-" || scalar == "+" {
        digits.unicodeScalars.append(scalar)
      } else {
        return nil
      }
    }
    return Int32(digits).map(Int.init)
  }

  /// The text without white space of ASCII at its ends.
  var withoutASCIIBlanks: String {
    let isBlank = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    let start = utf8.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(self[start.startIndex...last])
  }

  /// True without a character, or with none but the four of white space in XML.
  var isBlank: Bool { utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }
}
