// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers
import System

/// What receivers do with forged mail, the strictest last.
enum ForgeryAction: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
  case nothing, quarantine, reject

  /// Reads the value of `p`, `sp` or `np`, which may be in any case.
  init?(_ text: String) {
    guard let found = Self.allCases.first(where: { "\($0)" == text.lowercased() }) else {
      return nil
    }
    self = found
  }

  /// The word of the record.
  var description: String {
    switch self {
    case .nothing: "none"
    case .quarantine: "quarantine"
    case .reject: "reject"
    }
  }

  static func < (left: ForgeryAction, right: ForgeryAction) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A DMARC record (RFC 9989 section 4.8) as it applies to a domain.
struct ForgeryPolicy: Sendable {
  /// Where the record stands.
  let owner: String
  /// The tags.
  let tags: TagList
  /// The record.
  let text: String
  /// True where the record is for this domain; false where it stands above it.
  let isOwn: Bool
  /// False for a domain above which the record stands and which does not exist.
  let exists: Bool

  init(owner: String, text: String, isOwn: Bool, exists: Bool = true) {
    self.owner = owner
    self.text = text
    self.isOwn = isOwn
    self.exists = exists
    tags = TagList(text)
  }

  /// True for a text that is a record: the version is its first tag, in capitals.
  static func isOne(_ text: String) -> Bool { TagList(text).begins(with: "DMARC1") }

  /// The tag whose value counts for the domain (section 4.7).
  var deciding: String {
    if isOwn { return "p" }
    if !exists, tags["np"] != nil { return "np" }
    return tags["sp"] != nil ? "sp" : "p"
  }

  /// Tags of policies whose values are none; a missing `p` counts.
  var invalid: [String] {
    ["p", "sp", "np"].filter { name in
      tags[name].map { ForgeryAction($0) == nil } ?? (name == "p")
    }
  }

  /// The places that reports go to.
  var reports: [ReportTarget] { ReportTarget.list(tags["rua"]) }

  /// What receivers do; nil where they take no notice of the record (section 4.10.1).
  var action: ForgeryAction? {
    guard invalid.isEmpty else {
      return reports.contains(where: \.isURI) ? ForgeryAction.nothing : nil
    }
    guard let own = tags[deciding].flatMap({ ForgeryAction($0) }) else { return nil }
    return isTest ? ForgeryAction(rawValue: own.rawValue - 1) ?? .nothing : own
  }

  /// True where every policy is applied one level weaker.
  var isTest: Bool { tags["t"]?.lowercased() == "y" }

  /// The share of the mail that older receivers apply it to (RFC 7489 section 6.3).
  var percentage: Int { tags["pct"].flatMap { Int($0) } ?? 100 }

  /// True where mail programs show a logo: for all mail of the domain and of those below it.
  var isStrong: Bool {
    guard let action, action > .nothing, percentage == 100 else { return false }
    let below = tags["sp"].flatMap { ForgeryAction($0) } ?? .reject
    return below > (isTest ? .quarantine : .nothing)
  }
}

/// One of the places that `rua` and `ruf` name.
struct ReportTarget: Sendable, Hashable {
  /// As it was written.
  let text: String

  /// The parts between commas.
  static func list(_ value: String?) -> [ReportTarget] {
    (value ?? "").split(separator: ",").map { ReportTarget(text: String($0).trimmingBlanks) }
      .filter { !$0.text.isEmpty }
  }

  /// True where a scheme stands before a colon (RFC 3986 section 3.1).
  var isURI: Bool {
    guard let colon = text.firstIndex(of: ":"), let first = text.first, first.isASCIILetter
    else { return false }
    let rest = text[text.index(after: colon)...]
    return !rest.isEmpty && !rest.contains { $0 == " " || $0 == "\t" }
      && text[..<colon].allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "+-.".contains($0) }
      && (!isMail || receiver != nil)
  }

  /// True for `mailto:`, the scheme that every receiver knows.
  var isMail: Bool { text.lowercased().hasPrefix("mailto:") }

  /// The address without the scheme and what RFC 7489 allowed behind `!`.
  var address: String { String(text.dropFirst("mailto:".count).prefix { $0 != "!" && $0 != "?" }) }

  /// The domain of an address; nil where there is none.
  var receiver: String? {
    guard isMail, let at = address.lastIndex(of: "@"), at > address.startIndex,
      let name = try? RecordName(String(address[address.index(after: at)...]))
    else { return nil }
    return name.ascii
  }

  /// What was meant: an address without a scheme, or with something before it.
  var corrected: String? {
    if isURI { return text }
    let low = String(
      decoding: text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    let rest = low.place(of: "mailto:").map { text.utf8[$0.upperBound...] } ?? text.utf8[...]
    let candidate = ReportTarget(
      text: "mailto:\(String(decoding: rest, as: UTF8.self).trimmingBlanks)")
    return candidate.isURI ? candidate.text : nil
  }
}
