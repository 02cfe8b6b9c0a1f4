// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// Turns the words of documents into those of settings; what cannot be said is noted.
extension SettingsDraft {
  /// A host, with placeholders of autoconfig turned into those of settings; nil where it is none.
  mutating func host(_ text: String, at place: Place?) -> String? {
    let pattern = Self.pattern(text.trimmingBlanks.trimmingLines.lowercasedOutsidePlaceholders)
    do throws(InvalidValue) {
      guard !text.contains("{") else { throw InvalidValue("\(text.quoted) is not a host name") }
      _ = try HostPattern(pattern)
      guard !AppleValueCheck.isDevice(pattern) else {
        throw InvalidValue(
          "\(text.quoted) is the device itself, where nothing listens",
          fix: "give the name that people reach the server by")
      }
      guard !pattern.contains("{") else { return pattern }
      let host = try DomainName(pattern).ascii
      if let suspicion = SampleValues(address: sample).hostSuspicion(host) {
        note(
          .warning, "the host \(host.quoted) is written for everybody, but \(suspicion)",
          fix: "put {local} there where everybody has a host of their own", at: place)
      }
      return host
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

  /// How a connection is protected: what is said; from the port where nothing is. Settings say by
  /// themselves where both do not fit, and clients do what is said.
  mutating func security(
    _ said: Security?, port: Int?, at place: Place?
  ) -> (Security, Value) {
    if let said { return (said, Value(said.rawValue)) }
    let guessed: Security =
      switch port {
      case 143, 110, 587, 25: .starttls
      default: .tls
      }
    return (guessed, Value(guessed.rawValue, guess: "guessed from the port"))
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
    if !text.contains("{"), let known = try? Pattern(pattern), !known.placeholders.isEmpty,
      (try? DisplayText(pattern)) != nil
    {
      return Value(pattern)
    }
    let own = sample ?? (try? MailAddress(text)).flatMap { isOwn($0) ? $0 : nil }
    let known = SampleValues(address: own).username(text)
    if own != nil, known.guess?.holds("was") != true {
      note(
        .warning, "the user name \(text.quoted) is one person's: \(known.text) is taken",
        fix: "check it", at: place)
      return Value(known.text, guess: "guessed from \(text.quoted)")
    }
    note(
      .warning,
      "the user name \(text.quoted) would be the same for everybody: the address is taken",
      fix: "write which part of the address it is", at: place)
    return Value("address", guess: "guessed; was \(text.quoted)")
  }

  /// True for an address of one of the domains.
  private func isOwn(_ address: MailAddress) -> Bool {
    domains.contains { $0.text == address.domain.ascii }
  }

  /// A URL that settings take, with placeholders for what is one person's; nil, with a note, for
  /// others.
  mutating func url(
    _ text: String, _ schemes: [WebURL.Scheme] = [.https], what: String, at place: Place?
  ) -> Value? {
    let said = Self.pattern(text.trimmingBlanks.trimmingLines)
    let person = sample ?? SampleValues.address(in: said, of: domains.map(\.text))
    let (pattern, guess, suspicion) = SampleValues(address: person).url(said)
    do throws(InvalidValue) {
      guard !text.contains("{") else {
        throw InvalidValue("\(text.quoted) has a character that URLs cannot have: {")
      }
      _ = try URLPattern(pattern, schemes: schemes)
    } catch {
      note(.warning, "\(what) is left out: \(error.message)", fix: error.fix, at: place)
      return nil
    }
    if let suspicion {
      note(
        .warning, "\(what) \(pattern.quoted) is written for everybody, but \(suspicion)",
        fix: "put {address} or {local} there, or take it out", at: place)
      return Value(pattern, guess: "is this for everybody? \(suspicion)")
    }
    return Value(pattern, guess: guess)
  }

  /// A page without placeholders: that of the only domain where the document has them; nil, with a
  /// note, for what is none.
  mutating func page(
    _ text: String, _ schemes: [WebURL.Scheme] = [.https, .http], what: String, at place: Place?
  ) -> String? {
    var url = text.trimmingBlanks.trimmingLines
    if url.holds("%EMAIL") {
      guard let filled = filled(url) else {
        note(
          .warning, "\(what) is left out: \(url.quoted) is another page for each domain or person",
          fix: "add it with a page for everybody", at: place)
        return nil
      }
      note(.warning, "\(what): \(url.quoted) is taken as \(filled.quoted)", at: place)
      url = filled
    }
    do throws(InvalidValue) {
      let read = try WebURL(url)
      guard schemes.contains(read.scheme) else {
        throw InvalidValue("\(url.quoted) is not https", fix: "use https://")
      }
      guard SampleValues(address: sample).url(url).guess == nil else {
        throw InvalidValue("\(url.quoted) has one person's name in it")
      }
      return url
    } catch {
      note(.warning, "\(what) is left out: \(error.message)", fix: error.fix, at: place)
      return nil
    }
  }

  /// A text with the only domain in place of `%EMAILDOMAIN%`; nil where there are several, or for
  /// other placeholders.
  func filled(_ text: String) -> String? {
    guard domains.count == 1, let domain = domains.first?.text, domain != "*" else { return nil }
    let out = text.replacing("%EMAILDOMAIN%", by: domain)
    return out.holds("%EMAIL") || out.holds("%REALNAME%") ? nil : out
  }

  /// A name that people read, without placeholders, which sheets and phones do not fill in; nil,
  /// with a note, where there is none.
  mutating func name(
    _ text: String?, limit: Int, what: String, at place: Place?
  ) -> String? {
    guard var text else { return nil }
    if text.holds("%EMAIL") || text.holds("%REALNAME%") {
      guard let filled = filled(text.trimmingLines) else {
        note(
          .warning,
          "\(what) \(text.trimmingLines.quoted) is left out: settings fill no placeholders of names"
            + " in",
          fix: "write the name out", at: place)
        return nil
      }
      text = filled
    }
    if SampleValues(address: sample).names(text) {
      note(
        .warning, "\(what) \(text.quoted) is left out: it has one person's name in it",
        fix: "write one for everybody", at: place)
      return nil
    }
    return display(text, limit: limit, what: what, at: place)
  }

  /// One line of text within a limit, cut where it is longer; nil where there is none. Blanks
  /// inside a line stay: they are the provider's, line breaks are the document's.
  mutating func display(
    _ text: String?, limit: Int, what: String, at place: Place?
  ) -> String? {
    guard let text else { return nil }
    let line = text.split { $0.isNewline || $0 == "\t" }.map(\.description.trimmingBlanks)
      .filter { !$0.isEmpty }.joined(separator: " ")
    guard let whole = try? DisplayText(line) else {
      if !line.isEmpty {
        note(.warning, "\(what) is left out: it has characters that are not allowed", at: place)
      }
      return nil
    }
    guard whole.text.unicodeScalars.count > limit else { return whole.text }
    let cut = String(String.UnicodeScalarView(whole.text.unicodeScalars.prefix(limit)))
      .trimmingBlanks
    note(.warning, "\(what) is cut to \(limit) characters: \(whole.text.quoted)", at: place)
    return cut
  }

  /// Autoconfig's placeholders as those of settings.
  private static func pattern(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    return text.replacing("%EMAILADDRESS%", by: "{address}")
      .replacing("%EMAILLOCALPART%", by: "{local}")
      .replacing("%EMAILDOMAIN%", by: "{domain}")
  }
}

extension String {
  /// The text without line breaks and blanks at its ends.
  var trimmingLines: String {
    let ends = [utf8.first, utf8.last]
    if ends.allSatisfy({ $0.map { (0x21...0x7E).contains($0) } == true }) { return self }
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
