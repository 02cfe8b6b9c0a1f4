// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How much a finding matters.
public enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth knowing, nothing to mend: a format took one of several alternatives.
  case note
  /// Something works less well than it could, or not for everybody.
  case warning
  /// Something is wrong: nothing is written.
  case error

  /// A note is less than a warning, a warning less than an error.
  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }
}

/// Where in a file something stands.
public struct Place: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The file's path as it was given.
  public var file: String
  /// 1 for the first line.
  public var line: Int
  /// 1 for the first character of a line, counted in Unicode code points.
  public var column: Int

  /// A place in a file; line and column count from 1.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as compilers write it.
  public var description: String { "\(file):\(line):\(column)" }

  /// Reading order within a file.
  public static func < (left: Place, right: Place) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// Something that a person should know about settings or a document: where, what, and the fix.
public struct Finding: Sendable, Hashable {
  /// How much it matters.
  public var severity: Severity
  /// The place in the settings file, where one is known.
  public var place: Place?
  /// The setting, such as `incoming[0].security`; empty for the whole.
  public var path: String
  /// One sentence without a full stop.
  public var message: String
  /// What to do about it, in one sentence without a full stop.
  public var fix: String?
  /// True where the reason is a file that is not there or cannot be read: programs end with a code
  /// of their own then.
  public var isAboutMissingFile: Bool

  /// A finding of any severity.
  public init(
    _ severity: Severity, at path: String, _ message: String, fix: String? = nil,
    place: Place? = nil, isAboutMissingFile: Bool = false
  ) {
    self.isAboutMissingFile = isAboutMissingFile
    self.severity = severity
    self.place = place
    self.path = path
    self.message = message
    self.fix = fix
  }
}

/// Why a text is not the value that it should be; the message quotes the bad text.
public struct InvalidValue: Error, Hashable, Sendable {
  /// What is wrong, in one sentence without a full stop.
  public var message: String
  /// What to write instead.
  public var fix: String?

  /// A refusal with its reason and, where there is one, the cure.
  public init(_ message: String, fix: String? = nil) {
    self.message = message
    self.fix = fix
  }
}

extension String {
  /// The text in quotes for a message: control characters escaped, long ones cut, a password in a
  /// URL left out.
  public var quoted: String { quoted(most: 80) }

  /// The path of a file as messages quote it: whole, since half of one leads nobody to the file.
  package var quotedPath: String { quoted(most: 4_096) }

  private func quoted(most: Int) -> String {
    var out = "'"
    let scalars = withoutPassword.unicodeScalars
    for scalar in scalars.prefix(most) {
      if scalar.isUnprintable {
        out += scalar.codePoint
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out + (scalars.dropFirst(most).isEmpty ? "'" : "…'")
  }

  /// The text, with dots in place of the passwords of URLs in it: `https://anna:…@example.ch/`
  /// (RFC 3986 section 3.2.1).
  package var withoutPassword: String {
    guard utf8.contains(UInt8(ascii: "@")) else { return self }
    var out = ""
    var rest = self[...]
    while let colon = rest.firstIndex(of: ":") {
      out += rest[...colon]
      rest = rest[rest.index(after: colon)...]
      guard rest.hasPrefix("//") else { continue }
      let authority = rest.dropFirst(2).prefix { !"/?#".contains($0) && !$0.isWhitespace }
      guard let at = authority.lastIndex(of: "@"),
        let mark = authority[..<at].firstIndex(of: ":")
      else { continue }
      out += rest[...mark] + "…"
      rest = rest[at...]
    }
    return out + rest
  }
}
