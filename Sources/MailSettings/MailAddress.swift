// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// A mail address (RFC 5321 section 4.1.2, RFC 6531 for letters beyond ASCII), in one spelling:
/// the domain in A-labels, the local part unquoted wherever that is allowed.
public struct MailAddress: Hashable, Sendable, CustomStringConvertible {
  /// The local part without quotes; its case is kept.
  public let localContent: String
  /// The local part as it stands in the address: in quotes where it needs them.
  public let local: String
  /// The domain.
  public let domain: DomainName

  /// Reads `local@domain`; throws what is wrong with it.
  public init(_ text: String) throws(InvalidValue) {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
      throw InvalidValue("\(text.quoted) has no '@'", fix: "write it like anna@example.ch")
    }
    let local = text[..<at]
    do {
      domain = try DomainName(String(text[text.utf8.index(after: at)...]))
    } catch {
      throw InvalidValue("\(text.quoted) has no usable domain: \(error.message)", fix: error.fix)
    }
    localContent = try Self.content(of: local, in: text)
    // What stood without quotes needs none.
    self.local = local.utf8.first == UInt8(ascii: "\"") ? Self.spelled(localContent) : localContent
    guard self.local.utf8.count <= 64 else {
      throw InvalidValue("\(text.quoted) has more than 64 bytes before the '@'")
    }
    guard self.local.utf8.count + 1 + domain.ascii.utf8.count <= 254 else {
      throw InvalidValue("\(text.quoted) is longer than 254 bytes")
    }
  }

  private init(localContent: String, domain: DomainName) {
    self.localContent = localContent
    local = Self.spelled(localContent)
    self.domain = domain
  }

  /// `local@domain`.
  public var description: String { "\(local)@\(domain.ascii)" }

  /// True for a local part that only a quoted string can hold, such as one with a blank.
  public var isQuoted: Bool { local != localContent }

  /// True where every character is ASCII, so that a server without SMTPUTF8 takes it.
  public var isASCII: Bool { localContent.utf8.allSatisfy { $0 < 0x80 } }

  /// The text between the first `+` of the local part, unless it begins with it, and the `@`.
  public var tag: String? {
    guard let plus = plusIndex else { return nil }
    return String(localContent[localContent.utf8.index(after: plus)...])
  }

  /// The mailbox behind the address: without the tag. A leading `+` starts no tag.
  public var base: MailAddress {
    guard let plus = plusIndex else { return self }
    return MailAddress(localContent: String(localContent[..<plus]), domain: domain)
  }

  private var plusIndex: String.Index? {
    localContent.utf8.dropFirst().firstIndex(of: UInt8(ascii: "+"))
  }

  /// The same local part at another domain.
  public func at(_ domain: DomainName) -> MailAddress {
    domain == self.domain ? self : MailAddress(localContent: localContent, domain: domain)
  }
}

extension MailAddress {
  private static func content(
    of local: Substring, in address: String
  ) throws(InvalidValue) -> String {
    guard !local.isEmpty else {
      throw InvalidValue("\(address.quoted) has nothing before the '@'")
    }
    if isDotString(local) { return String(local) }
    guard local.first == "\"" else {
      throw InvalidValue(
        "\(address.quoted) has a character or a dot before the '@' that needs quotes",
        fix: "check the address; a local part such as \"a b\" is written in double quotes")
    }
    var content = ""
    var escaped = false
    var closed = false
    for scalar in local.unicodeScalars.dropFirst() {
      if closed { throw InvalidValue("\(address.quoted) goes on after the closing quote") }
      switch scalar {
      case "\\" where !escaped: escaped = true
      case "\"" where !escaped: closed = true
      case _ where scalar.isUnprintable:
        throw InvalidValue("\(address.quoted) has a control character before the '@'")
      default:
        content.unicodeScalars.append(scalar)
        escaped = false
      }
    }
    guard closed, !content.isEmpty else {
      throw InvalidValue("\(address.quoted) has a quoted part that is empty or not closed")
    }
    return content
  }

  /// Atoms with single dots between them: what needs no quotes.
  private static func isDotString(_ text: some StringProtocol) -> Bool {
    var previousIsDot = true
    for scalar in text.unicodeScalars {
      if scalar == "." {
        if previousIsDot { return false }
        previousIsDot = true
      } else {
        guard isAtomText(scalar) else { return false }
        previousIsDot = false
      }
    }
    return !previousIsDot
  }

  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": true
    case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?": true
    case "^", "_", "`", "{", "|", "}", "~": true
    default: scalar.value >= 0xA0 && !isBlankOrInvisible(scalar)
    }
  }

  private static func isBlankOrInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isUnprintable { return true }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .format, .privateUse, .surrogate, .unassigned: return true
    default: return false
    }
  }

  private static func spelled(_ content: String) -> String {
    isDotString(content) ? content : quote(content)
  }

  private static func quote(_ content: String) -> String {
    var out = "\""
    for scalar in content.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { out += "\\" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
