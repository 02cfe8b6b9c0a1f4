// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Text that was set, for when it comes again: to set it costs ten times as much as to draw it,
/// and the sheets of a book share most of their sentences.
///
/// It holds what was asked for last, so that it does not grow with the book.
struct TextCache {
  /// What a text box depends on.
  struct Key: Hashable {
    var pieces: [TextPiece]
    var size: Double
    var width: Double?
    var language: String
  }

  /// About three sheets.
  static let generation = 600
  private var recent: [Key: TextBox] = [:]
  private var older: [Key: TextBox] = [:]

  /// How many texts it holds: at most two generations.
  var count: Int { recent.count + older.count }

  subscript(key: Key) -> TextBox? {
    mutating get {
      if let box = recent[key] { return box }
      guard let box = older.removeValue(forKey: key) else { return nil }
      self[key] = box
      return box
    }
    set {
      if recent.count >= Self.generation { (older, recent) = (recent, [:]) }
      recent[key] = newValue
    }
  }
}
