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

extension XMLDocument {
  /// True for a byte order mark with the XML declaration behind it: Android's pull parser (kxml2)
  /// takes the mark for text there, and skips it before the root.
  var hasMarkBeforeDeclaration: Bool {
    hasByteOrderMark && !(root.place.line == 1 && root.place.column <= 2)
  }
}

extension XMLElement {
  /// The type of a server, where it is one for mail.
  var mailProtocol: MailProtocol? { attributes["type"].flatMap(MailProtocol.init) }

  /// The text after the last comment or element, be it a CDATA section; nil where there is none.
  /// An empty section is nothing: what stands round it is one text.
  var lastPiece: String? {
    var out: String?
    for piece in pieces.reversed() {
      switch piece {
      case .text(let text): out = text + (out ?? "")
      case .cdata(let text) where !text.isEmpty: return out ?? text
      case .cdata: continue
      case .comment, .element: if let out { return out }
      }
    }
    return out
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
}
