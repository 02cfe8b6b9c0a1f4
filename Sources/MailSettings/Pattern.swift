// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import System

/// A text with placeholders for parts of the login address: `{address}`, `{local}`, `{domain}`.
public struct Pattern: Hashable, Sendable {
  /// What a placeholder stands for.
  public enum Placeholder: String, Sendable, Hashable, CaseIterable {
    /// The whole login address, without its tag.
    case address
    /// The part before the `@`, without its tag.
    case local
    /// The domain of the login.
    case domain
  }

  /// A piece of a pattern.
  public enum Segment: Sendable, Hashable {
    /// Text that stands for itself.
    case literal(String)
    /// A value to fill in.
    case placeholder(Placeholder)
  }

  /// The pieces in order; neighbouring literals are one.
  public let segments: [Segment]

  /// Reads a pattern; throws for an unknown placeholder and a brace that is left open.
  public init(_ text: String) throws(InvalidValue) {
    var segments: [Segment] = []
    var rest = text[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      if open > rest.startIndex { segments.append(.literal(String(rest[..<open]))) }
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else {
        throw InvalidValue(
          "\(text.quoted) has a brace without its partner", fix: Self.accepted)
      }
      let name = String(rest[rest.index(after: open)..<close])
      guard let placeholder = Placeholder(rawValue: name) else {
        throw InvalidValue("\("{\(name)}".quoted) is not a placeholder", fix: Self.accepted)
      }
      segments.append(.placeholder(placeholder))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { segments.append(.literal(String(rest))) }
    self.segments = segments
  }

  /// The placeholders that occur.
  public var placeholders: Set<Placeholder> {
    Set(
      segments.compactMap { segment in
        if case .placeholder(let placeholder) = segment { placeholder } else { nil }
      })
  }

  /// The text with every placeholder replaced; nil where one has no value.
  public func filled(_ value: (Placeholder) -> String?) -> String? {
    var out = ""
    for segment in segments {
      switch segment {
      case .literal(let text): out += text
      case .placeholder(let placeholder):
        guard let text = value(placeholder) else { return nil }
        out += text
      }
    }
    return out
  }

  private static let accepted =
    "the placeholders are "
    + Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
}

/// The host of a server: one name for everybody, or a pattern such as `mail.{domain}`.
public struct HostPattern: Hashable, Sendable {
  private enum Form: Hashable { case name(DomainName), pattern(Pattern) }
  private let form: Form

  /// Reads a host name or a pattern that gives one.
  public init(_ text: String) throws(InvalidValue) {
    guard text.contains("{") || text.contains("}") else {
      form = .name(try DomainName(text))
      return
    }
    let pattern = try Pattern(text)
    guard !pattern.placeholders.contains(.address) else {
      throw InvalidValue(
        "{address} cannot be part of a host name", fix: "use {domain}, or {local} for one label")
    }
    let sample = pattern.filled { $0 == .domain ? "example.com" : "anna" } ?? ""
    _ = try DomainName(sample)
    form = .pattern(pattern)
  }

  /// A host that is the same for everybody.
  public init(_ name: DomainName) { form = .name(name) }

  /// True where two people at a domain may get two hosts.
  var dependsOnAddress: Bool {
    if case .pattern(let pattern) = form { pattern.placeholders != [.domain] } else { false }
  }

  /// The host for an account; nil where the account's values give no legal name.
  func resolved(for subject: LoginSubject) -> DomainName? {
    switch form {
    case .name(let name): name
    case .pattern(let pattern):
      pattern.filled { $0 == .domain ? subject.domain.ascii : subject.local(encoded: false) }
        .flatMap { try? DomainName($0) }
    }
  }
}

/// A web address that may hold placeholders, which are percent-encoded when filled in.
public struct URLPattern: Hashable, Sendable {
  private enum Form: Hashable { case url(WebURL), pattern(Pattern) }
  private let form: Form

  /// Reads a URL or a pattern that gives one, of one of the schemes.
  public init(_ text: String, schemes: [WebURL.Scheme] = [.https]) throws(InvalidValue) {
    let url: WebURL
    if text.contains("{") || text.contains("}") {
      let pattern = try Pattern(text)
      url = try WebURL(pattern.filled(Self.sample) ?? "")
      form = .pattern(pattern)
    } else {
      url = try WebURL(text)
      form = .url(url)
    }
    guard schemes.contains(url.scheme) else {
      let accepted = schemes.map(\.rawValue).joined(separator: " or ")
      throw InvalidValue("\(text.quoted) is not \(accepted)", fix: "use \(accepted)://")
    }
  }

  private static func sample(_ placeholder: Pattern.Placeholder) -> String {
    switch placeholder {
    case .address: "anna%40example.com"
    case .local: "anna"
    case .domain: "example.com"
    }
  }

  /// True where two people at a domain may get two URLs.
  var dependsOnAddress: Bool {
    if case .pattern(let pattern) = form { pattern.placeholders != [.domain] } else { false }
  }

  /// The pattern, where it gives no URL without an address.
  func openPattern(for subject: LoginSubject) -> Pattern? {
    guard case .pattern(let pattern) = form, resolved(for: subject) == nil else { return nil }
    return pattern
  }

  /// What stands before the first part of the address, up to a slash of the path; nil where that
  /// part is in the host, and for a path that the address does not begin after a slash.
  func fixedPart(for subject: LoginSubject) -> WebURL? {
    guard case .pattern(let pattern) = form else { return resolved(for: subject) }
    var text = ""
    for segment in pattern.segments {
      switch segment {
      case .literal(let literal): text += literal
      case .placeholder(.domain): text += subject.domain.ascii
      case .placeholder:
        guard let slash = text.lastIndex(of: "/"), text[..<slash].holds("://"),
          !text[..<slash].hasSuffix("/")
        else { return nil }
        return try? WebURL(String(text[...slash]))
      }
    }
    return try? WebURL(text)
  }

  /// The URL for an account; nil where it needs an address and only the domain is known.
  func resolved(for subject: LoginSubject) -> WebURL? {
    switch form {
    case .url(let url): url
    case .pattern(let pattern):
      pattern.filled { placeholder in
        switch placeholder {
        case .domain: subject.domain.ascii
        case .local: subject.local(encoded: true)
        case .address: subject.address?.description.percentEncoded
        }
      }.flatMap { try? WebURL($0) }
    }
  }
}

/// What placeholders stand for: the login address, or its domain alone.
struct LoginSubject {
  /// The domain that the login belongs to.
  let domain: DomainName
  /// The login address without a tag; nil for a whole domain.
  let address: MailAddress?

  func local(encoded: Bool) -> String? {
    guard let address else { return nil }
    return encoded ? address.local.percentEncoded : address.local
  }
}
