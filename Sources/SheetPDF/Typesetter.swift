// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CPango
import MailSettings
import SetupSheets

/// A piece of text that is set in one way.
struct TextPiece: Hashable {
  /// What it is.
  enum Face { case words, strong, slanted, value }

  var text: String
  var face = Face.words
  /// The size against that of the whole.
  var scale = 1.0
  /// A language tag where it differs from that of the whole.
  var language: String?
  /// True for what must not be broken while there is another way.
  var isWhole = false
  /// Where it leads, for a link.
  var target: String?
}

/// Sets text through Pango, which finds a font for every script; the only place that calls it.
///
/// One thread at a time may use it.
final class Typesetter {
  private let context: OpaquePointer
  private var language: String
  private var isRightToLeft = false
  private var fonts: [FontKey: OpaquePointer] = [:]
  private var known = TextCache()
  /// Characters that no font has.
  private(set) var missing: [Character] = []

  private struct FontKey: Hashable {
    var face: TextPiece.Face
    var size: Int
  }

  /// The first of a list that has a glyph is taken; behind them come all other fonts.
  private static let words =
    "Noto Sans,DejaVu Sans,Noto Sans Arabic,Noto Sans Hebrew,Noto Sans CJK JP"
  /// Letters that cannot be mistaken: a zero with a mark inside, a one unlike l and I.
  private static let values = "DejaVu Sans Mono,Noto Sans Mono,Noto Sans Arabic,Noto Sans CJK JP"

  /// Noto's own distance between lines leaves room for scripts with signs above and below.
  private static let leading: Float = 0.88

  /// A typesetter for text that is mainly in one language.
  init(language: String) throws(PrintFailure) {
    // One for each thread: to look for fonts takes longer than to set a page.
    guard let map = pango_cairo_font_map_get_default(),
      let context = pango_font_map_create_context(map)
    else { throw .cannotDraw("Pango has no fonts") }
    self.context = context
    self.language = language
    use(language: language)
    pango_cairo_context_set_resolution(context, 72)
    let options = cairo_font_options_create()
    // Glyphs where the outlines want them, not where a screen's pixels are.
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_context_set_round_glyph_positions(context, 0)
  }

  deinit {
    for font in fonts.values { pango_font_description_free(font) }
    g_object_unref(UnsafeMutableRawPointer(context))
  }

  /// The language of what comes next.
  func use(language: String) {
    self.language = language
    pango_context_set_language(context, pango_language_from_string(language))
    isRightToLeft = (try? Language(language))?.isRightToLeft == true
    pango_context_set_base_dir(
      context, isRightToLeft ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR)
  }

  /// The pieces in lines of at most `width`; in one line where it is nil.
  func set(_ pieces: [TextPiece], size: Double, width: Double? = nil) -> TextBox? {
    let key = TextCache.Key(pieces: pieces, size: size, width: width, language: language)
    if let box = known[key] { return box }
    guard let (box, isComplete) = lay(pieces, size, width) else { return nil }
    // What misses a character is to be told of again.
    if isComplete { known[key] = box }
    return box
  }

  private func lay(
    _ pieces: [TextPiece], _ size: Double, _ width: Double?
  ) -> (TextBox, isComplete: Bool)? {
    guard let layout = pango_layout_new(context) else { return nil }
    let text = pieces.map(\.text).joined()
    pango_layout_set_text(layout, text, Int32(clamping: text.utf8.count))
    pango_layout_set_font_description(layout, font(.words, size))
    let attributes = attributes(pieces, size)
    pango_layout_set_attributes(layout, attributes)
    pango_attr_list_unref(attributes)
    if let width { pango_layout_set_width(layout, Int32(clamping: Int(width * 1_024))) }
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
    if isRightToLeft {
      // As the language runs, even where a line begins with a name in Latin letters.
      pango_layout_set_auto_dir(layout, 0)
      pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
    }
    pango_layout_set_line_spacing(layout, Self.leading)
    let isComplete = pango_layout_get_unknown_glyphs_count(layout) == 0
    if !isComplete { note(missingFrom: pieces, size) }
    return (TextBox(owning: layout, Self.links(pieces), length: text.utf8.count), isComplete)
  }

  /// Where the links of a text are, in bytes.
  private static func links(_ pieces: [TextPiece]) -> [TextLink] {
    var links: [TextLink] = []
    var start = 0
    for piece in pieces {
      let end = start + piece.text.utf8.count
      if let target = piece.target {
        // What was broken over rows, or is kept from turning, is one word all the same.
        let words = piece.text.filter { !"\u{2028}\u{2066}\u{2069}".contains($0) }
        links.append(TextLink(range: start..<end, target: target, words: words))
      }
      start = end
    }
    return links
  }

  /// How many texts are kept for when they come again.
  var keptTexts: Int { known.count }

  /// Forgets which characters were missing.
  func forgetMissing() { missing = [] }

  private func attributes(_ pieces: [TextPiece], _ size: Double) -> OpaquePointer? {
    let list = pango_attr_list_new()
    var start = 0
    func add(_ attribute: UnsafeMutablePointer<PangoAttribute>?, _ range: Range<Int>) {
      guard let attribute else { return }
      attribute.pointee.start_index = UInt32(clamping: range.lowerBound)
      attribute.pointee.end_index = UInt32(clamping: range.upperBound)
      pango_attr_list_insert(list, attribute)
    }
    for piece in pieces {
      let range = start..<start + piece.text.utf8.count
      start = range.upperBound
      if piece.face != .words || piece.scale != 1 {
        add(pango_attr_font_desc_new(font(piece.face, size * piece.scale)), range)
      }
      if let language = piece.language {
        add(pango_attr_language_new(pango_language_from_string(language)), range)
      }
      if piece.isWhole { add(pango_attr_allow_breaks_new(0), range) }
      for place in piece.isWhole ? [] : piece.text.initials {
        add(pango_attr_allow_breaks_new(0), range.lowerBound + place..<range.lowerBound + place + 3)
      }
      add(pango_attr_insert_hyphens_new(0), range)
      // One glyph for "fi" is one sign for those who copy or search the text.
      add(pango_attr_font_features_new("liga 0"), range)
    }
    return list
  }

  private func font(_ face: TextPiece.Face, _ size: Double) -> OpaquePointer? {
    let key = FontKey(face: face, size: Int(size * 1_024))
    if let known = fonts[key] { return known }
    guard let font = pango_font_description_new() else { return nil }
    pango_font_description_set_family(font, face == .value ? Self.values : Self.words)
    pango_font_description_set_absolute_size(font, Double(key.size))
    switch face {
    case .words: break
    case .strong, .value: pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD)
    case .slanted: pango_font_description_set_style(font, PANGO_STYLE_ITALIC)
    }
    fonts[key] = font
    return font
  }

  /// Looks for the characters without a glyph one by one.
  private func note(missingFrom pieces: [TextPiece], _ size: Double) {
    for piece in pieces {
      for character in piece.text where !character.isASCII && !missing.contains(character) {
        guard let layout = pango_layout_new(context) else { return }
        pango_layout_set_font_description(layout, font(piece.face, size))
        pango_layout_set_text(layout, String(character), -1)
        if pango_layout_get_unknown_glyphs_count(layout) > 0 { missing.append(character) }
        g_object_unref(UnsafeMutableRawPointer(layout))
      }
    }
    if missing.isEmpty { missing.append("\u{FFFD}") }
  }
}

extension String {
  /// Where a letter alone begins what has three signs at least, as in `E-Mail`, `K-9` or
  /// `C:\Users`, in bytes: no row ends behind it.
  fileprivate var initials: [Int] {
    guard utf8.contains(where: { $0 == 0x2D || $0 == 0x5C }) else { return [] }
    var places: [Int] = []
    var (offset, before): (Int, [Unicode.Scalar]) = (0, [])
    func isLetter(_ scalar: Unicode.Scalar?) -> Bool { scalar?.properties.isAlphabetic == true }
    for scalar in unicodeScalars {
      // What stands before, from the nearest: the sign, the letter, and what may be a word.
      let isHyphen = before.first == "-" && (isLetter(scalar) || "0"..."9" ~= scalar)
      let isDrive = before.first == ":" && scalar == "\\"
      if isHyphen || isDrive, before.count > 1, before[1].isASCII, isLetter(before[1]),
        !isLetter(before.count > 2 ? before[2] : nil)
      {
        places.append(offset - 2)
      }
      before = Array(([scalar] + before).prefix(3))
      offset += scalar.utf8.count
    }
    return places
  }
}
