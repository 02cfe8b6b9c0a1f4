// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// What is particular to autodiscover documents.
public struct AutodiscoverOptions: Hashable, Sendable {
  /// Where autodiscover sends a client on.
  public enum Redirect: Hashable, Sendable {
    /// To ask again for another address (MS-OXDSCLI section 2.2.4.1.1.2, `RedirectAddr`).
    case address(AddressPattern)
    /// To ask at another place (`RedirectUrl`).
    case url(URLPattern)
  }

  /// Where clients are sent on; nil where they are answered here.
  public var redirect: Redirect?

  /// Nothing particular.
  public init() {}
}

/// Where autodiscover sends one account on.
public enum AutodiscoverRedirect: Hashable, Sendable {
  /// To another address.
  case address(MailAddress)
  /// To another place.
  case url(WebURL)
  /// Somewhere that depends on the address, which is not known or gives nothing legal.
  case unknown
}

/// An address that is made from a login, such as `{local}@example.ch`: its own for everybody, at
/// one domain.
public struct AddressPattern: Hashable, Sendable {
  /// The domain of every address that it gives.
  public let domain: DomainName
  private let local: Pattern

  /// Reads a pattern; throws for one that gives everybody the same address and for one whose
  /// domain is not fixed.
  public init(_ text: String) throws(InvalidValue) {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
      throw InvalidValue("\(text.quoted) has no '@'", fix: Self.example)
    }
    let end = text[text.utf8.index(after: at)...]
    guard !end.contains("{") else {
      throw InvalidValue("\(text.quoted) has no fixed domain", fix: Self.example)
    }
    do {
      domain = try DomainName(String(end))
    } catch {
      throw InvalidValue("\(text.quoted) has no usable domain: \(error.message)", fix: error.fix)
    }
    local = try Pattern(String(text[..<at]))
    guard local.placeholders.contains(.local), !local.placeholders.contains(.address) else {
      throw InvalidValue(
        "\(text.quoted) has no {local} before the '@', by which addresses differ",
        fix: Self.example)
    }
    _ = try MailAddress("\(local.filled { $0.rawValue } ?? "")@\(domain)")
  }

  /// The address for an account; nil where only the domain is known, or nothing legal comes out.
  func resolved(for subject: LoginSubject) -> MailAddress? {
    local.filled { placeholder in
      placeholder == .domain ? subject.domain.ascii : subject.local(encoded: false)
    }.flatMap { try? MailAddress("\($0)@\(domain)") }
  }

  private static let example = "write it like {local}@example.ch"
}

extension AutodiscoverOptions.Redirect {
  /// Where an account is sent; nil for one that is there already, which is answered.
  func resolved(for subject: LoginSubject, at domain: DomainName) -> AutodiscoverRedirect? {
    switch self {
    case .url(let pattern): pattern.resolved(for: subject).map { .url($0) } ?? .unknown
    case .address(let pattern) where pattern.domain == domain: nil
    case .address(let pattern): pattern.resolved(for: subject).map { .address($0) } ?? .unknown
    }
  }
}
