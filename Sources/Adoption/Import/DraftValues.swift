// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// Turns the words of documents into those of settings; what cannot be said is noted.
extension SettingsDraft {
  /// A host, with placeholders of autoconfig turned into those of settings; nil where it is none.
  mutating func host(_ text: String, at place: Place?) -> String? {
    let pattern = Self.pattern(text.trimmingBlanks.trimmingLines.lowercasedOutsidePlaceholders)
    do throws(InvalidValue) {
      _ = try HostPattern(pattern)
      return pattern.contains("{") ? pattern : try DomainName(pattern).ascii
    } catch {
      note(
        .warning, "a server is left out: \(error.message)",
        fix: error.fix ?? "add it with its host name", at: place)
      return nil
    }
  }

  /// A port; the usual one where it is missing, nil where it is none.
  mutating func port(
    _ text: String?, _ mailProtocol: MailProtocol, _ security: Security, at place: Place?
  ) -> Value? {
    guard let text = text?.trimmingBlanks.trimmingLines, !text.isEmpty else {
      let usual = mailProtocol.usualPort(security)
      return Value("\(usual)", guess: "guessed: the usual port")
    }
    guard let number = Int(text), Port(number) != nil else {
      note(
        .warning, "a server is left out: \(text.quoted) is not a port", fix: "add it with its port",
        at: place)
      return nil
    }
    return Value("\(number)")
  }

  /// How a connection is protected: what is said, unless the port is always otherwise.
  mutating func security(
    _ said: Security?, port: Int?, at place: Place?
  ) -> (Security, Value) {
    let usual: Security? =
      switch port {
      case 993, 995, 465: .tls
      case 143, 110, 587, 25: .starttls
      default: nil
      }
    guard let said else {
      let guessed = usual ?? .tls
      return (guessed, Value(guessed.rawValue, guess: "guessed from the port"))
    }
    guard let usual, (usual == .tls) != (said == .tls) else { return (said, Value(said.rawValue)) }
    note(
      .warning, "port \(port ?? 0) is never \(said.rawValue): \(usual.rawValue) is taken instead",
      fix: "check which of both the server has", at: place)
    return (usual, Value(usual.rawValue, guess: "guessed from the port; was \(said.rawValue)"))
  }

  /// A user name with placeholders of autoconfig; the address where it is missing or the same for
  /// everybody.
  mutating func username(_ text: String?, at place: Place?) -> Value {
    guard let text = text?.trimmingBlanks.trimmingLines, !text.isEmpty else {
      note(
        .warning, "a server has no user name: the address is taken", fix: "check it", at: place)
      return Value("address", guess: "guessed")
    }
    switch text.uppercased() {
    case "%EMAILADDRESS%": return Value("address")
    case "%EMAILLOCALPART%": return Value("local-part")
    case "%EMAILLOCALPART%@%EMAILDOMAIN%": return Value("address")
    default: break
    }
    let pattern = Self.pattern(text)
    if let known = try? Pattern(pattern), !known.placeholders.isEmpty,
      (try? DisplayText(pattern)) != nil
    {
      return Value(pattern)
    }
    note(
      .warning,
      "the user name \(text.quoted) would be the same for everybody: the address is taken",
      fix: "write which part of the address it is", at: place)
    return Value("address", guess: "guessed; was a fixed name")
  }

  /// A URL that settings take; nil, with a note, for others.
  mutating func url(
    _ text: String, _ schemes: [WebURL.Scheme] = [.https], what: String, at place: Place?
  ) -> String? {
    let pattern = Self.pattern(text.trimmingBlanks.trimmingLines)
    do throws(InvalidValue) {
      _ = try URLPattern(pattern, schemes: schemes)
      return pattern
    } catch {
      note(.warning, "\(what) is left out: \(error.message)", fix: error.fix, at: place)
      return nil
    }
  }

  /// One line of text within a limit, cut where it is longer; nil where there is none.
  mutating func display(
    _ text: String?, limit: Int, what: String, at place: Place?
  ) -> String? {
    guard let text else { return nil }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let whole = try? DisplayText(line) else {
      if !line.isEmpty {
        note(.warning, "\(what) is left out: it has characters that are not allowed", at: place)
      }
      return nil
    }
    guard whole.text.unicodeScalars.count > limit else { return whole.text }
    let cut = String(String.UnicodeScalarView(whole.text.unicodeScalars.prefix(limit)))
      .trimmingBlanks
    note(.note, "\(what) is cut to \(limit) characters: \(whole.text.quoted)", at: place)
    return cut
  }

  /// Autoconfig's placeholders as those of settings.
  private static func pattern(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    return text.replacing("%EMAILADDRESS%", with: "{address}")
      .replacing("%EMAILLOCALPART%", with: "{local}")
      .replacing("%EMAILDOMAIN%", with: "{domain}")
  }
}

extension String {
  /// The text without line breaks and blanks at its ends.
  var trimmingLines: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }

  /// The text in lower case, placeholders such as `%EMAILDOMAIN%` as they are.
  fileprivate var lowercasedOutsidePlaceholders: String {
    guard utf8.contains(UInt8(ascii: "%")) else { return lowercased() }
    return split(separator: "%", omittingEmptySubsequences: false).enumerated().map {
      $0.offset.isMultiple(of: 2) ? $0.element.lowercased() : String($0.element)
    }.joined(separator: "%")
  }
}
