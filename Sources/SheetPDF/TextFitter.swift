// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import SetupSheets

/// Sets the lines of a sheet so that values stay whole: they are set smaller where there is no
/// room, and broken at a sensible place only where that is not enough.
struct TextFitter {
  let typesetter: Typesetter
  let language: Language
  /// How far values shrink at most: to 9 pt, behind which they are broken.
  func leastScale(_ size: Double) -> Double { min(1, 9 / size) }

  /// True where lines run from right to left.
  var isMirrored: Bool { language.isRightToLeft }

  /// How the runs of a line are set, against the size of the line.
  struct Scales {
    var words = 1.0
    var values = 1.0
  }

  /// A line within a width; so many runs at its beginning stand out.
  func fit(
    _ line: Line, size: Double, width: Double, scales: Scales = Scales(), strong: Int = 0
  ) -> TextBox? {
    let pieces = line.enumerated().map { self.piece($1, scales, isStrong: $0 < strong) }
    let box = typesetter.set(pieces, size: size)
    guard let box, box.width > width else {
      // From right to left a short line stands at the right, too.
      return isMirrored ? typesetter.set(pieces, size: size, width: width) : box
    }
    let widest = widestValue(pieces, size)
    if widest <= width { return typesetter.set(pieces, size: size, width: width) }
    let factor = max(leastScale(size), width / widest * 0.995)
    var smaller = pieces
    for index in smaller.indices where smaller[index].isWhole {
      smaller[index].scale *= factor
      if widest * factor > width {
        let tail = pieces.tail(behind: index)
        func fits(_ text: String, _ tail: [TextPiece]) -> Bool {
          let piece = TextPiece(text: text, face: .value, scale: smaller[index].scale)
          return typesetter.set([piece] + tail, size: size).map { $0.width <= width } ?? true
        }
        let text = smaller[index].text
        let rows = text.cut { fits($0, []) }
        let last = rows.split(separator: "\u{2028}").last.map(String.init) ?? ""
        smaller[index].text = fits(last, tail) ? rows : text.cut { fits($0, tail) }
      }
    }
    return typesetter.set(smaller, size: size, width: width)
  }

  /// Words alone.
  func fit(_ text: String, size: Double, width: Double) -> TextBox? {
    fit([.text(text)], size: size, width: width)
  }

  /// The width of a line that is not broken.
  func naturalWidth(
    _ line: Line, size: Double, scales: Scales = Scales(), isStrong: Bool = false
  ) -> Double {
    typesetter.set(line.map { piece($0, scales, isStrong: isStrong) }, size: size)?.width ?? 0
  }

  /// The width of the widest part of a line that is not broken if there is another way.
  func leastWidth(_ line: Line, size: Double, scales: Scales = Scales()) -> Double {
    widestValue(line.map { piece($0, scales) }, size)
  }

  private func widestValue(_ pieces: [TextPiece], _ size: Double) -> Double {
    pieces.indices.filter { pieces[$0].isWhole }.map {
      typesetter.set([pieces[$0]] + pieces.tail(behind: $0), size: size)?.width ?? 0
    }.max() ?? 0
  }

  private func piece(_ run: Run, _ scales: Scales, isStrong: Bool = false) -> TextPiece {
    let words = isStrong ? TextPiece.Face.strong : .words
    switch run {
    case .text(let text): return TextPiece(text: text, face: words, scale: scales.words)
    case .given(let text, let own):
      let tag = own.flatMap { $0.base == language.base ? nil : $0.tag }
      return TextPiece(
        text: text.text.isolated, face: words, scale: scales.words, language: tag)
    case .typed(let text):
      return TextPiece(
        text: value(text), face: .value, scale: scales.values, isWhole: true)
    case .link(let text, let target):
      return TextPiece(
        text: value(text), face: .value, scale: scales.values, isWhole: true, target: target)
    case .lineBreak: return TextPiece(text: "\u{2028}")
    case .menu(_, let quoted): return TextPiece(text: quoted, face: .strong, scale: scales.words)
    case .original(let text):
      return TextPiece(
        text: " (\(text))", face: words, scale: scales.words * 0.9, language: "en")
    case .standIn(let text): return TextPiece(text: text, face: .slanted, scale: scales.words)
    }
  }
}

extension [TextPiece] {
  /// The marks that end a sentence behind a value, which would look lost in a row of their own.
  fileprivate func tail(behind index: Int) -> [TextPiece] {
    guard indices.contains(index + 1), !self[index + 1].isWhole else { return [] }
    var tail = self[index + 1]
    tail.text = String(tail.text.prefix { ".,;:!?)\u{A0}\u{202F}".contains($0) })
    return tail.text.isEmpty ? [] : [tail]
  }
}

extension TextFitter {
  /// What people type runs from left to right whatever stands around it.
  private func value(_ text: String) -> String {
    isMirrored ? "\u{2066}\(text)\u{2069}" : text
  }
}

extension String {
  /// A name that is read from right to left must not turn what stands around it.
  fileprivate var isolated: String {
    let turns = unicodeScalars.contains { 0x590...0x8FF ~= $0.value || 0xFB1D...0xFEFC ~= $0.value }
    return turns ? "\u{2068}\(self)\u{2069}" : self
  }

  /// The text with line breaks at sensible places, so that each part fits; where none is, a part
  /// is cut anywhere.
  fileprivate func cut(_ fits: (String) -> Bool) -> String {
    var lines: [String] = []
    var line = ""
    for part in sensibleParts {
      if fits(line + part) {
        line += part
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in part {
        if !line.isEmpty, !fits(line + String(character)) {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.joined(separator: "\u{2028}")
  }

  /// After a slash or colon, before any other sign: a dot at the end of a row would be taken for
  /// the end of a sentence.
  private var sensibleParts: [String] {
    var parts: [String] = []
    var part = ""
    for character in self {
      if "@.?&=+-_%\\".contains(character), !part.isEmpty {
        parts.append(part)
        part = ""
      }
      part.append(character)
      if "/:".contains(character) {
        parts.append(part)
        part = ""
      }
    }
    return part.isEmpty ? parts : parts + [part]
  }
}
