// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// What a document was made for one person with must not become everybody's: her address and its
/// parts become placeholders wherever they stand, and what looks personal and cannot be turned is
/// asked about.
struct SampleValues {
  /// The person's mailbox, without the tag, which enters no user name; nil where the document names
  /// nobody.
  let address: MailAddress?
  /// The address as it was typed.
  let typed: String?

  init(address: MailAddress?) {
    self.address = address?.base
    typed = address?.description
  }

  /// Words that may well be part of a service rather than of a person.
  private static let common: Set<String> = [
    "mail", "webmail", "email", "dav", "caldav", "carddav", "calendar", "calendars", "contacts",
    "addressbooks", "principals", "users", "user", "info", "office", "admin", "home", "public",
    "remote.php", "files", "ews", "owa", "sogo",
  ]
  /// Folders below which servers keep one folder a person.
  private static let owners: Set<String> = [
    "principals", "users", "user", "people", "u", "accounts", "calendars", "addressbooks", "home",
    "homes", "dav", "caldav", "carddav", "calendar", "contacts",
  ]

  /// The address at one of the domains that stands in a URL; nil where there is none.
  static func address(in url: String, of domains: [String]) -> MailAddress? {
    let text = url.replacing("%40", by: "@")
    guard let at = text.lastIndex(of: "@"), at != text.startIndex else { return nil }
    let isMark = { (mark: Character) in "/=?&;,:#".contains(mark) }
    let start = text[..<at].lastIndex(where: isMark).map { text.index(after: $0) }
    let domain = text[text.index(after: at)...].prefix { !isMark($0) }
    guard domains.contains(domain.lowercased()) else { return nil }
    return try? MailAddress("\(text[(start ?? text.startIndex)..<at])@\(domain)")
  }

  /// A URL with placeholders, why it was changed, and what about it may still be one person's.
  func url(_ text: String) -> (text: String, guess: String?, suspicion: String?) {
    let (head, rest) = text.splitAfterAuthority
    guard !rest.isEmpty else { return (text, nil, hostSuspicion(head)) }
    var path = rest
    var isOpen = false
    if let address {
      for whole in [typed, address.description].compactMap({ $0 }) {
        for form in [whole, whole.percentEncoded, whole.replacing("@", by: "%40")] {
          path = path.replacingWord(form, with: "{address}") { _, _ in true }
        }
      }
      path = path.replacingWord(address.domain.ascii, with: "{domain}", if: Self.isSegment)
      let local = address.local
      for form in [local, local.percentEncoded] {
        path = path.replacingWord(form, with: "{local}") { before, after in
          guard Self.isSegment(before, after) else { return false }
          guard Self.common.contains(local.lowercased()) || local.count < 3 else { return true }
          let isPerson =
            Self.owners.contains(before.lastSegment) || before.hasSuffix("~")
            || before.hasSuffix("=")
          if !isPerson { isOpen = true }
          return isPerson
        }
      }
    }
    let out = head + path
    let open = isOpen ? "\(address?.local.quoted ?? "") is in it, as in the address" : nil
    let all = [hostSuspicion(head), Self.suspicion(path) ?? open].compactMap { $0 }
    return (
      out, out == text ? nil : "was \(text.quoted)",
      all.isEmpty ? nil : all.joined(separator: ", and ")
    )
  }

  /// True for a word between the marks of a path or a query.
  private static func isSegment(_ before: Substring, _ after: Substring) -> Bool {
    let isBegun = before.last.map { "/=:~,;&?+@".contains($0) } ?? true
    let isEnded =
      after.first.map { "/=:,;&?#+".contains($0) } ?? true || after.hasPrefix(".ics")
      || after.hasPrefix(".vcf") || after.hasPrefix("%40") || after.hasPrefix("@")
    return isBegun && isEnded
  }

  /// What in the path of a URL may be one person's.
  private static func suspicion(_ path: String) -> String? {
    let known = ["{address}", "{local}@", "{local}%40"].reduce(path) { $0.replacing($1, by: "") }
    if known.contains("@") || known.lowercased().holds("%40") {
      return "it has the address of somebody else"
    }
    let segments = path.split { "/?#&".contains($0) }.map(String.init)
    for (folder, name) in zip(segments, segments.dropFirst())
    where owners.contains(folder.lowercased()) && !name.contains("{")
      && !["dav", "caldav", "carddav", "calendar", "contacts", "home"].contains(folder)
      && !common.contains(name.lowercased()) && !owners.contains(name.lowercased())
    {
      return "\(name.quoted) may be one person's"
    }
    for segment in segments where isSecret(segment) {
      let word = segment.split(separator: "=").last.map(String.init) ?? segment
      return "\(word.quoted) may be the secret address of one person"
    }
    return nil
  }

  /// Parameters by which servers know whoever has a link.
  private static let keys: Set<String> = [
    "token", "access_token", "auth", "authkey", "key", "apikey", "api_key", "secret", "sig",
    "signature", "hash", "password", "pwd", "pw", "pass", "ticket", "session", "sid", "uid",
  ]

  /// True for a folder or parameter of a URL that looks as if nobody were to guess it.
  private static func isSecret(_ segment: String) -> Bool {
    let parts = segment.split(separator: "=", maxSplits: 1).map(String.init)
    guard let word = parts.last, !word.contains("{") else { return false }
    if parts.count == 2, keys.contains(parts[0].lowercased()) { return true }
    guard word.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
    else { return false }
    let isMixed =
      word.contains(where: \.isNumber) && word.contains(where: \.isUppercase)
      && word.contains(where: \.isLowercase)
    return word.hasPrefix("private-") || word.utf8.count >= 15 && isMixed
      || word.utf8.count >= 24 && word.contains(where: \.isNumber)
  }

  /// A host that begins with the person's name is not for everybody, or happens to be called so.
  func hostSuspicion(_ head: String) -> String? {
    guard let local = address?.local.lowercased(), !Self.common.contains(local),
      let host = head.lowercased().split(separator: "/").last
    else { return nil }
    let label = (try? DomainName(local))?.ascii ?? local
    guard host.hasPrefix("\(label).") else { return nil }
    return "it begins with \(local.quoted), as the address does"
  }

  /// True where a text for people has the person in it.
  func names(_ text: String) -> Bool {
    guard let address else { return false }
    for whole in [typed, address.description].compactMap({ $0 })
    where text.lowercased().holds(whole.lowercased()) {
      return true
    }
    guard address.local.count > 2, !Self.common.contains(address.local.lowercased()) else {
      return false
    }
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber && !"._-".contains($0) }
    return words.contains { $0 == address.local.lowercased() }
  }
}

extension SampleValues {
  /// Which rule gives a user name that stands in a document for one person.
  func username(_ login: String) -> SettingsDraft.Value {
    guard let address else {
      let isAddress = (try? MailAddress(login)) != nil
      return SettingsDraft.Value(
        isAddress ? "address" : "local-part", guess: "guessed from \(login.quoted)")
    }
    for whole in [typed, address.description].compactMap({ $0 })
    where login.lowercased() == whole.lowercased() {
      return SettingsDraft.Value("address")
    }
    if login.lowercased() == address.local.lowercased() { return SettingsDraft.Value("local-part") }
    if let pattern = pattern(login) {
      return SettingsDraft.Value(pattern, guess: "guessed from \(login.quoted)")
    }
    return SettingsDraft.Value("address", guess: "guessed; was \(login.quoted)")
  }

  /// A user name with the address, or its parts, as placeholders; nil where they are not whole
  /// words of it. A dot, a hyphen and an underscore are letters of user names.
  func pattern(_ login: String) -> String? {
    guard let address, !login.contains("{"), !login.contains("}") else { return nil }
    let whole = login.replacingWord(address.description, with: "{address}", if: Self.isWord)
    if whole != login { return (try? Pattern(whole)) == nil ? nil : whole }
    let (local, domain) = (address.local.lowercased(), address.domain.ascii)
    // What hosters make of an address that is no user name: anna.example.ch, example.ch_anna.
    for mark in [".", "-", "_", "+", "%", "#", "="] {
      if login.lowercased() == "\(local)\(mark)\(domain)" { return "{local}\(mark){domain}" }
      if login.lowercased() == "\(domain)\(mark)\(local)" { return "{domain}\(mark){local}" }
    }
    let named = login.replacingWord(address.local, with: "{local}", if: Self.isWord)
    guard named != login else { return nil }
    let out =
      named.contains("@") ? named : named.replacingWord(domain, with: "{domain}", if: Self.isWord)
    return (try? Pattern(out)) == nil || (try? DisplayText(out)) == nil ? nil : out
  }

  private static func isWord(_ before: Substring, _ after: Substring) -> Bool {
    ![before.last, after.first].contains { mark in
      mark.map { $0.isLetter || $0.isNumber || "._-+'".contains($0) } ?? false
    }
  }
}

extension SettingsDraft {
  /// Which rule gives a user name of the document; one that has nothing of the address is asked
  /// about, and so is one that is missing where people log in.
  mutating func login(
    _ login: String?, of sample: SampleValues, isNeeded: Bool = true, at place: Place?
  ) -> Value {
    guard let login, !login.isEmpty else {
      return isNeeded ? username(nil, at: place) : Value("address")
    }
    let value = sample.username(login)
    if value.text == "address", value.guess != nil, sample.address != nil {
      note(
        .warning,
        "the user name \(login.quoted) has nothing of \(sample.address?.description ?? ""):"
          + " the address is taken",
        fix: "write which part of the address it is, or give people their names with a roster",
        at: place)
    }
    return value
  }
}

extension String {
  /// Scheme, host and port of a URL, and everything behind them.
  fileprivate var splitAfterAuthority: (String, String) {
    guard let scheme = place(of: "://") else { return ("", self) }
    let end = self[scheme.upperBound...].firstIndex { "/?#".contains($0) } ?? endIndex
    return (String(self[..<end]), String(self[end...]))
  }

  /// The text with every occurrence of a word replaced where what stands before and behind it
  /// allows it; capital and small letters are the same.
  fileprivate func replacingWord(
    _ word: String, with other: String, if isWhole: (Substring, Substring) -> Bool
  ) -> String {
    guard !word.isEmpty, utf8.count < 4_096 else { return self }
    let wanted = Array(word.lowercased().utf8)
    let bytes = Array(utf8)
    let lower = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
      guard at + wanted.count <= bytes.count, lower[at..<at + wanted.count].elementsEqual(wanted)
      else {
        out.append(bytes[at])
        at += 1
        continue
      }
      let before = String(decoding: bytes[..<at], as: UTF8.self)
      let after = String(decoding: bytes[(at + wanted.count)...], as: UTF8.self)
      if isWhole(before[...], after[...]) {
        out += other.utf8
      } else {
        out += bytes[at..<at + wanted.count]
      }
      at += wanted.count
    }
    return String(decoding: out, as: UTF8.self)
  }
}

extension Substring {
  /// The folder before a name in a path.
  fileprivate var lastSegment: String {
    split(separator: "/").last.map { $0.lowercased() } ?? ""
  }
}
