// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// A password that was made for one profile, or one for each part of it. It reaches nothing but the
/// profile, and sealed the address that the profile is fetched from: whatever prints it shows dots.
public struct AppPassword: Sendable, CustomStringConvertible, CustomReflectable {
  /// What the program wrote, to be sealed or read again and for nothing else.
  package let text: String
  /// The passwords of parts; nil where one password is for all of them.
  private let parts: [Part: String]?

  /// Characters that a password may have at most.
  public static let longest = 256
  /// Bytes of a line with several passwords.
  private static let longestLine = 1_024

  /// A part of the profile that asks for a password.
  package enum Part: String, CaseIterable, Sendable {
    /// IMAP, POP3 and SMTP; Exchange ActiveSync where it has none of its own.
    case mail
    /// Calendars.
    case calendar
    /// Address books.
    case contacts
    /// Exchange ActiveSync.
    case activesync
  }

  /// A password of one line, or one line of JSON with passwords by their parts, such as
  /// `{"mail": "...", "calendar": "...", "contacts": "..."}`; nil for an empty one, a longer one, for
  /// what XML cannot hold and for another object.
  public init?(_ text: String) {
    self.text = text
    if text.hasPrefix("{"), text.hasSuffix("}") {
      guard let parts = Self.parts(text) else { return nil }
      self.parts = parts
    } else {
      guard Self.isPassword(text) else { return nil }
      parts = nil
    }
  }

  /// The password of one part; nil where the person types it.
  func text(for part: Part) -> String? {
    guard let parts else { return text }
    return parts[part] ?? (part == .activesync ? parts[.mail] : nil)
  }

  /// Every password in it.
  package var secrets: [String] { parts.map { Array($0.values) } ?? [text] }

  private static func isPassword(_ text: String) -> Bool {
    guard let checked = try? DisplayText(text, limit: longest) else { return false }
    return checked.text == text
  }

  private static func parts(_ text: String) -> [Part: String]? {
    guard text.utf8.count <= longestLine, let source = try? SourceText(Array(text.utf8)),
      let root = try? JSONParser.parse(source, limits: TreeLimits()),
      case .mapping(let pairs) = root.value, !pairs.isEmpty
    else { return nil }
    var parts: [Part: String] = [:]
    for pair in pairs {
      guard let part = Part(rawValue: pair.key), parts[part] == nil,
        case .scalar(let password, isPlain: false) = pair.value.value, isPassword(password)
      else { return nil }
      parts[part] = password
    }
    return parts
  }

  /// Never the password.
  public var description: String { "\u{2022}\u{2022}\u{2022}" }
  /// Never the password.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
