// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System

/// One document that names several domains: a file for a web server that answers for all of them.
///
/// Clients ask for one domain and look at no other name of the document, so a document for one
/// domain need not name the others; this is for those who keep the file themselves.
extension Autoconfig {
  /// What Thunderbird and the draft put in for the domain of the typed address.
  private static let placeholder = "%EMAILDOMAIN%"

  /// The document that all accounts have in common, for everybody at their domains; throws where
  /// they differ in more than the name of the domain.
  func sharedDocument(_ accounts: [AccountSettings]) throws(RenderFailure) -> Document {
    guard let first = accounts.first?.wholeDomain else { throw RenderFailure([]) }
    // What is compared names no domains: each of very many would write down all.
    let document = try document(first, naming: [])
    var gaps = Gaps()
    for finding in document.findings { gaps.add(finding) }
    var lines = Self.lines(document)
    let original = lines
    for account in accounts.dropFirst() where account.domain != first.domain {
      let other = Self.lines(try self.document(account.wholeDomain, naming: []))
      guard let common = Self.common(lines, original, first, other, account) else {
        gaps.refuse(
          "", "\(account.domain) has other settings than \(first.domain)",
          fix: "name those that are alike, and make a document of its own for the other")
        continue
      }
      lines = common
    }
    if lines != original {
      gaps.warn(
        "",
        "the domains differ in hosts or user names, where \(Self.placeholder) stands now:"
          + " FairEmail, GNOME, Nextcloud Mail and others take it literally",
        fix: "make a document for each domain: leave --together out")
    }
    let whole = Self.lines(try self.document(first, naming: accounts.domains))
    let head = zip(whole, original).prefix { $0 == $1 }.count
    let names = whole[head..<(head + whole.count - original.count)]
    lines.insert(contentsOf: names, at: head)
    return try gaps.document(Array(lines.joined(separator: [0x0A])))
  }

  private static func lines(_ document: Document) -> [ArraySlice<UInt8>] {
    document.bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  }

  /// The lines with the placeholder where documents differ by the name of the domain; nil where
  /// they differ by more.
  private static func common(
    _ lines: [ArraySlice<UInt8>], _ original: [ArraySlice<UInt8>], _ first: AccountSettings,
    _ other: [ArraySlice<UInt8>], _ account: AccountSettings
  ) -> [ArraySlice<UInt8>]? {
    guard original.count == other.count else { return nil }
    var out = lines
    for (index, (one, two)) in zip(original, other).enumerated() where one != two {
      let general = spelled(one, for: first)
      guard general == spelled(two, for: account) else { return nil }
      out[index] = general
    }
    return out
  }

  /// A line with the placeholder in place of the account's domain, where that is a name of its own
  /// or the end of one.
  private static func spelled(
    _ line: ArraySlice<UInt8>, for account: AccountSettings
  ) -> ArraySlice<UInt8> {
    // What a client puts in is the domain of the address, which a linked domain's people do not
    // log in with.
    guard account.domain == account.loginDomain else { return line }
    let name = Array(account.domain.ascii.utf8)
    var out: [UInt8] = []
    var rest = line
    while let byte = rest.first {
      if rest.starts(with: name), !isWord(out.last), !isWord(rest.dropFirst(name.count).first) {
        out += Array(placeholder.utf8)
        rest = rest.dropFirst(name.count)
      } else {
        out.append(byte)
        rest = rest.dropFirst()
      }
    }
    return out[...]
  }

  /// True for what a label of a host name goes on with.
  private static func isWord(_ byte: UInt8?) -> Bool {
    switch byte {
    case (0x30...0x39)?, (0x41...0x5A)?, (0x61...0x7A)?, 0x2D?: true
    default: false
    }
  }
}

extension [AccountSettings] {
  /// Their domains in this order, each once.
  var domains: [DomainName] {
    var seen: Set<DomainName> = []
    return map(\.domain).filter { seen.insert($0).inserted }
  }
}
