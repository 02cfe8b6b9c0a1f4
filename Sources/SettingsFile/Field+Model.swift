// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

extension Field {
  /// A host name, or a pattern that gives one.
  func host() -> HostPattern? {
    value(HostPattern.init)
  }

  /// The name of a domain.
  func domain() -> DomainName? {
    value(DomainName.init)
  }

  /// A port number.
  func port() -> Port? { integer(1...65_535).flatMap { Port($0) } }

  /// A URL of one of the schemes, which may hold placeholders.
  func urlPattern(_ schemes: [WebURL.Scheme] = [.https]) -> URLPattern? {
    value { text throws(InvalidValue) in try URLPattern(text, schemes: schemes) }
  }

  /// A URL of one of the schemes.
  func url(_ schemes: [WebURL.Scheme] = [.https]) -> WebURL? {
    value { text throws(InvalidValue) in
      let url = try WebURL(text)
      guard schemes.contains(url.scheme) else {
        let accepted = schemes.map(\.rawValue).joined(separator: " or ")
        throw InvalidValue("\(text.quoted) is not \(accepted)", fix: "use \(accepted)://")
      }
      return url
    }
  }

  /// A mail address.
  func address() -> MailAddress? {
    value(MailAddress.init)
  }

  /// A language tag.
  func language() -> Language? {
    value(Language.init)
  }

  /// A file, relative to the settings file's folder.
  func filePath() -> String? {
    displayText().map { $0.text.relative(toFolderOf: report.file) }
  }

  /// How user names look: `address`, `local-part` or a pattern. One name for everybody is
  /// taken only where that makes sense.
  func username(fixedNameAllowed: Bool = false) -> UsernameForm? {
    value { text throws(InvalidValue) in
      switch text {
      case Keys.Username.address.rawValue: return .address
      case Keys.Username.localPart.rawValue: return .localPart
      default: break
      }
      let pattern = try Pattern(try DisplayText(text).text)
      let words = Keys.Username.allCases.map(\.rawValue)
      let suggestion = text.suggestion(from: words)
      guard !pattern.placeholders.isEmpty || (fixedNameAllowed && suggestion.isEmpty) else {
        throw InvalidValue(
          "\(text.quoted) would be the same user name for everybody\(suggestion)",
          fix: "write address, local-part, or a pattern with {address}, {local} or {domain}")
      }
      return .pattern(pattern)
    }
  }

  /// A text in several languages, or one text, which is in the given language.
  func localized(_ language: Language) -> LocalizedText? {
    guard case .mapping = node.value else {
      guard node.text != nil else {
        wrongType(wanted: "text, or texts by language")
        return nil
      }
      return displayText().flatMap { LocalizedText([(language, $0)]) }
    }
    return byLanguage("text", example: "{en: \"...\"}") { $0.displayText() }
      .flatMap { LocalizedText($0) }
  }

  /// One URL with https or http for everybody, or URLs by language.
  func localizedURL() -> LocalizedURL? {
    guard case .mapping = node.value else {
      return url([.https, .http]).map { LocalizedURL($0) }
    }
    return byLanguage("URL", example: "{en: \"https://...\"}") { $0.url([.https, .http]) }
      .flatMap { LocalizedURL($0) }
  }

  /// The values of a set of keys that are language tags; nil where there is none.
  private func byLanguage<Value>(
    _ kind: String, example: String, _ value: (Field) -> Value?
  ) -> [(Language, Value)]? {
    guard case .mapping(let pairs) = node.value, !pairs.isEmpty else {
      wrongType(wanted: "a \(kind) for at least one language", fix: "write \(example)")
      return nil
    }
    var seen: Set<Language> = []
    return pairs.compactMap { pair in
      let key = Node(mark: pair.mark, value: .scalar(pair.key, isPlain: false))
      let path = Path.key(path, pair.key)
      guard let tag = Field(node: key, path: self.path, report: report).language() else {
        return nil
      }
      guard seen.insert(tag).inserted else {
        report.error(pair.mark, path, "is given twice", fix: "remove one of the two")
        return nil
      }
      return value(Field(node: pair.value, path: path, report: report)).map { (tag, $0) }
    }
  }
}

extension String {
  /// This path as seen from where the program runs: relative paths begin at a file's folder.
  func relative(toFolderOf file: String) -> String {
    guard !hasPrefix("/"), let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      return self
    }
    return "\(file[...slash])\(self)"
  }
}
