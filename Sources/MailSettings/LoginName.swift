// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A user name for a server, spelled in two ways: as it is, and as a client can work it out
/// from the address that a person types.
public struct LoginName: Hashable, Sendable {
  /// A piece of a user name in terms of the typed address.
  public enum Part: Hashable, Sendable {
    /// Text that stands for itself.
    case literal(String)
    /// The typed address.
    case address
    /// What stands before its `@`.
    case localPart
  }

  /// The pieces; for an account made for an address, a single one.
  public let parts: [Part]
  /// The name itself; nil where no address is known.
  public let value: String?

  /// True for the whole typed address, or all of it before the `@`: what every client knows.
  public var isPlaceholder: Bool { only == .address || only == .localPart }

  /// True for the whole typed address.
  public var isAddress: Bool { only == .address }

  /// The name that has nothing of an address; nil for all others.
  public var sameForEverybody: String? {
    if case .literal(let text)? = only { text } else { nil }
  }

  /// The piece where there is but one.
  private var only: Part? { parts.count == 1 ? parts[0] : nil }

  /// A name that is what it is, whatever address is typed.
  public init(literal text: String) {
    parts = [.literal(text)]
    value = text
  }

  /// The name that a form gives for an address: the tag never enters it, and the domain is the
  /// one that the login belongs to.
  init(_ form: UsernameForm, address: MailAddress, subject: LoginSubject) {
    let login = address.base.at(subject.domain)
    let text =
      switch form {
      case .address: login.description
      case .localPart: login.local
      case .pattern(let pattern):
        pattern.filled { placeholder in
          switch placeholder {
          case .address: login.description
          case .local: login.local
          case .domain: subject.domain.ascii
          }
        } ?? login.description
      }
    value = text
    if text == address.description {
      parts = [.address]
    } else if text == address.local {
      parts = [.localPart]
    } else {
      parts = [.literal(text)]
    }
  }

  /// The name that a form gives for everybody at a domain.
  init(_ form: UsernameForm, domain: DomainName, subject: LoginSubject) {
    let isOwn = domain == subject.domain
    let wholeAddress: [Part] =
      isOwn ? [.address] : [.localPart, .literal("@\(subject.domain.ascii)")]
    value = nil
    switch form {
    case .address: parts = wholeAddress
    case .localPart: parts = [.localPart]
    case .pattern(let pattern):
      let pieces = Self.joined(
        pattern.segments.flatMap { segment -> [Part] in
          switch segment {
          case .literal(let text): [.literal(text)]
          case .placeholder(.address): wholeAddress
          case .placeholder(.local): [.localPart]
          case .placeholder(.domain): [.literal(subject.domain.ascii)]
          }
        })
      let isAddress = isOwn && pieces == [.localPart, .literal("@\(domain.ascii)")]
      parts = isAddress ? [.address] : pieces
    }
  }

  private static func joined(_ parts: [Part]) -> [Part] {
    var out: [Part] = []
    for part in parts {
      if case .literal(let text) = part, case .literal(let before)? = out.last {
        out[out.count - 1] = .literal(before + text)
      } else {
        out.append(part)
      }
    }
    return out
  }
}
