// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Trees

/// What a parser that goes by events reports of a document, as quick-xml does where it trims: no
/// blank text, no CDATA section, and nothing of an element that closes itself.
enum XMLEvent {
  case start(XMLElement)
  case text(String)
  case end(String)

  /// The events of an element and of what is in it, in order.
  static func all(in element: XMLElement) -> [XMLEvent] {
    var out: [XMLEvent] = []
    append(element, to: &out)
    return out
  }

  private static func append(_ element: XMLElement, to out: inout [XMLEvent]) {
    guard !element.closesItself else { return }
    out.append(.start(element))
    for piece in element.pieces {
      switch piece {
      case .element(let child): append(child, to: &out)
      case .text(let text):
        let trimmed = text.withoutWhitespace
        if !trimmed.isEmpty { out.append(.text(String(trimmed))) }
      case .cdata, .comment: continue
      }
    }
    out.append(.end(element.name))
  }
}
