// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// An absolute URL of the schemes that settings use, with a legal host name and nothing that
/// needs escaping left in it (RFC 3986); never with a user name or password inside.
public struct WebURL: Hashable, Sendable, CustomStringConvertible {
  /// `https`, `http` or `webcal`.
  public enum Scheme: String, Sendable, Hashable, CaseIterable { case https, http, webcal }

  /// The scheme.
  public let scheme: Scheme
  /// The host, in A-labels.
  public let host: DomainName
  /// The port where the URL names one.
  public let explicitPort: Port?
  /// Path, query and fragment, percent-encoded; empty or starting with `/`, `?` or `#`.
  public let rest: String

  /// Reads a URL; throws what is wrong with it.
  public init(_ text: String) throws(InvalidValue) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
      let scheme = Scheme(rawValue: text[..<colon].lowercased())
    else {
      throw InvalidValue("\(text.quoted) is not a web address", fix: "begin it with https://")
    }
    let afterScheme = text[text.index(colon, offsetBy: 3)...]
    let end = afterScheme.firstIndex { "/?#".contains($0) } ?? afterScheme.endIndex
    let authority = afterScheme[..<end]
    guard !authority.contains("@") else {
      throw InvalidValue("\(text.quoted) has a user name inside", fix: "leave it out")
    }
    let portStart = authority.lastIndex(of: ":")
    do {
      host = try DomainName(String(authority[..<(portStart ?? authority.endIndex)]))
    } catch {
      throw InvalidValue("\(text.quoted) has no usable host: \(error.message)", fix: error.fix)
    }
    if let portStart {
      let digits = authority[authority.index(after: portStart)...]
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
        let explicit = Port(port)
      else { throw InvalidValue("\(text.quoted) has a port that is not 1 to 65535") }
      explicitPort = explicit
    } else {
      explicitPort = nil
    }
    self.scheme = scheme
    rest = try Self.encoded(afterScheme[end...], of: text)
  }

  /// The port that a client connects to.
  public var port: Port { explicitPort ?? (scheme == .http ? .http : .https) }

  /// True where the connection is encrypted; `webcal` stands for https in today's clients.
  public var isSecure: Bool { scheme != .http }

  /// True where nothing but the host is named.
  public var isBare: Bool { rest.isEmpty || rest == "/" }

  /// The whole URL.
  public var description: String { text(scheme: scheme) }

  /// The whole URL with another scheme, such as https for webcal.
  public func text(scheme: Scheme) -> String {
    let portText = explicitPort.map { ":\($0)" } ?? ""
    return "\(scheme.rawValue)://\(host.ascii)\(portText)\(rest)"
  }

  private static func encoded(
    _ rest: Substring, of whole: String
  ) throws(InvalidValue) -> String {
    guard rest.utf8.count <= 2_000 else {
      throw InvalidValue("\(whole.quoted) is longer than 2000 bytes")
    }
    let afterPercents = rest.utf8.split(separator: 0x25, omittingEmptySubsequences: false)
    guard afterPercents.dropFirst().allSatisfy({ $0.count >= 2 && $0.prefix(2).allSatisfy(isHex) })
    else {
      throw InvalidValue(
        "\(whole.quoted) has a '%' without two hexadecimal digits", fix: "write %25 for '%'")
    }
    var out = ""
    for scalar in rest.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~": out.unicodeScalars.append(scalar)
      case "/", "?", "#", "[", "]", "@", ":", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";",
        "=", "%":
        out.unicodeScalars.append(scalar)
      case _ where scalar.value >= 0xA0 && !scalar.isUnprintable:
        out += String(scalar).percentEncoded
      default:
        throw InvalidValue(
          "\(whole.quoted) has a character that a URL cannot have",
          fix: "write it percent-encoded, a blank as %20")
      }
    }
    return out
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}

extension String {
  /// Every byte but letters, digits and `-._~` as `%XX` (RFC 3986 section 2.3).
  public var percentEncoded: String {
    var out: [UInt8] = []
    out.reserveCapacity(utf8.count)
    for byte in utf8 {
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: out.append(byte)
      default:
        out.append(0x25)
        out.append(Self.hexDigits[Int(byte >> 4)])
        out.append(Self.hexDigits[Int(byte & 15)])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
