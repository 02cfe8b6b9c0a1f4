// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// An SPF record by its grammar (RFC 7208 sections 4.6.1 and 12).
struct SenderRecord: Sendable, Hashable {
  /// The terms in order, also those that are wrong.
  let terms: [SenderTerm]
  /// What is wrong with it. One fault is enough for receivers to use none of it (section 4.6).
  let faults: [SenderFault]

  /// True for a text that is an SPF record (section 4.5): the version, then a space or the end.
  static func isOne(_ text: String) -> Bool {
    text.lowercased() == "v=spf1" || text.lowercased().hasPrefix("v=spf1 ")
  }

  /// Reads a text that is one.
  init(_ text: String) {
    let terms = text.unicodeScalars.split(separator: " ").dropFirst()
      .map { SenderTerm(String(String.UnicodeScalarView($0))) }
    self.terms = terms
    var faults = terms.compactMap(\.fault)
    for name in ["redirect", "exp"] where terms.count(where: { $0.modifier == name }) > 1 {
      faults.append(
        SenderFault(
          "\(name)= stands there twice", fix: "keep one \(name)=", source: "RFC 7208 6"))
    }
    self.faults = faults
  }

  /// The directives that receivers look at: up to the first `all`, which ends it (section 5.1).
  var directives: [SenderTerm] {
    let all = terms.firstIndex { $0.mechanism == .all }
    return terms.prefix(all.map { $0 + 1 } ?? terms.count).filter(\.isDirective)
  }

  /// The last word about everybody else; nil where no `all` is there.
  var all: SenderTerm? { terms.first { $0.mechanism == .all } }

  /// The record that takes over where no directive matches; without effect beside an `all`
  /// (section 6.1).
  var redirect: SenderName? {
    guard all == nil else { return nil }
    return terms.lazy.compactMap { if case .redirect(let name) = $0.kind { name } else { nil } }
      .first
  }
}

/// Something that is wrong, and its cure.
struct SenderFault: Sendable, Hashable, Error {
  let message: String
  let fix: String
  let source: String

  init(_ message: String, fix: String, source: String = "RFC 7208 4.6") {
    self.message = message
    self.fix = fix
    self.source = source
  }
}

/// A mechanism, by its name.
enum SenderMechanism: String, Sendable, CaseIterable {
  case all, include, a, mx, ptr, ip4, ip6, exists

  /// True where it makes a receiver ask the DNS (section 4.6.4).
  var asks: Bool { ![.all, .ip4, .ip6].contains(self) }
}

/// A term of an SPF record.
struct SenderTerm: Sendable, Hashable {
  /// What a term is.
  enum Kind: Sendable, Hashable {
    case directive(SenderMechanism)
    case redirect(SenderName)
    case explanation(SenderName)
    /// A modifier that nobody knows: it is ignored (section 6).
    case unknownModifier(String)
    case wrong(SenderFault)
  }

  /// The term as it stands in the record.
  let text: String
  /// `+`, `-`, `~` or `?`.
  let qualifier: Character
  /// What it is.
  let kind: Kind
  /// The name that is asked; nil for the domain itself.
  let name: SenderName?
  /// The network of `ip4` and `ip6`; for `a` and `mx` only its lengths count.
  let network: IPNetwork?
  /// The lengths of the prefixes of `a` and `mx`.
  let lengths: PrefixLengths

  var isDirective: Bool { mechanism != nil }

  /// The term with a colon where its equals sign stands: a modifier that was meant as mechanism.
  var withColon: String {
    guard let sign = text.place(of: "=") else { return text }
    return "\(text[..<sign.lowerBound]):\(text[sign.upperBound...])"
  }

  var mechanism: SenderMechanism? {
    if case .directive(let mechanism) = kind { mechanism } else { nil }
  }

  var fault: SenderFault? {
    if case .wrong(let fault) = kind { fault } else { nil }
  }

  /// The name of a modifier, in lower case.
  var modifier: String? {
    switch kind {
    case .redirect: "redirect"
    case .explanation: "exp"
    case .unknownModifier(let name): name
    case .directive, .wrong: nil
    }
  }

  /// Reads a term.
  init(_ text: String) {
    self.text = text
    var parser = SenderTermParser(text)
    do throws(SenderFault) {
      kind = try parser.kind()
    } catch {
      kind = .wrong(error)
    }
    qualifier = parser.qualifier
    name = parser.name
    network = parser.network
    lengths = parser.lengths
  }
}

/// How many bits of an address count.
struct PrefixLengths: Sendable, Hashable {
  var four = 32
  var six = 128
}
