// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A document that sets accounts up, known by what it holds and never by its name.
package enum AccountDocument: Sendable {
  /// Autoconfig XML.
  case autoconfig(XMLDocument)
  /// An autodiscover answer (plain old XML).
  case autodiscover(XMLDocument)
  /// An Apple configuration profile, and whether it came inside of a signature.
  case profile(PropertyListNode, isSigned: Bool)
  /// A PACC answer.
  case pacc(Node)
  /// Settings of this program.
  case settings
  /// Something that this program writes and that sets nothing up by itself.
  case own(OwnFormat)

  /// What people call it.
  package var name: String {
    switch self {
    case .autoconfig: "autoconfig"
    case .autodiscover: "autodiscover"
    case .profile(_, isSigned: true): "signed mobileconfig"
    case .profile(_, isSigned: false): "mobileconfig"
    case .pacc: "pacc"
    case .settings: "settings"
    case .own(let format): format.rawValue
    }
  }
}

/// Tells documents apart and reads them.
package enum DocumentReader {
  /// The document; throws where it is none of those that are known, or damaged. `name` is what
  /// findings call it.
  package static func read(
    _ bytes: [UInt8], name: String, limits: TreeLimits = TreeLimits()
  ) throws(UnreadableDocument) -> AccountDocument {
    let begin = Place(file: name, line: 1, column: 1)
    guard bytes.count <= limits.bytes else {
      throw UnreadableDocument("the document is larger than \(limits.bytes) bytes", place: begin)
    }
    if bytes.starts(with: BinaryPropertyList.magic) {
      do throws(UnreadableDocument) {
        return .profile(try BinaryPropertyList.read(bytes, limits), isSigned: false)
      } catch {
        throw error.placed(at: begin)
      }
    }
    if SignedContent.isLikely(bytes) {
      let content = try SignedContent.unwrap(bytes, begin)
      guard case .profile(let profile, _) = try read(content, name: name, limits: limits) else {
        throw UnreadableDocument("what is signed is no configuration profile", place: begin)
      }
      return .profile(profile, isSigned: true)
    }
    if SignedContent.isEncrypted(bytes) {
      throw UnreadableDocument(
        "the profile is encrypted: only whom it is for can read it",
        fix: "give the profile as it was before", place: begin)
    }
    // What begins like DER, but is not what it says; as text it would not be UTF-8.
    if bytes.count > 1, bytes[0] == 0x30, (0x80...0x8F).contains(bytes[1]) {
      throw UnreadableDocument(
        "the signed profile is cut off or damaged", fix: "fetch it again, byte by byte as it is",
        place: begin)
    }
    guard let first = firstByte(bytes) else {
      throw UnreadableDocument("the document is empty", place: begin)
    }
    switch first {
    case UInt8(ascii: "<"): return try markup(bytes, name, limits)
    case UInt8(ascii: "{"): return try object(bytes, name, limits)
    case UInt8(ascii: "["):
      let node = try? JSONParser.parse(SourceText(bytes), limits: limits)
      return node.flatMap { OwnFormat(json: $0) }.map { .own($0) } ?? .settings
    case 0xFE, 0xFF, 0x00:
      try XMLEncoding.check(bytes, at: begin)
      throw UnreadableDocument("the document is not text", fix: known, place: begin)
    default:
      if let own = OwnFormat(text: bytes) { return .own(own) }
      if SignedContent.isText(bytes) {
        throw UnreadableDocument(
          "this is a signature as text: devices take signed profiles as DER alone",
          fix: "sign with -outform der", place: begin)
      }
      // Control characters are in no settings file, but in archives, pictures and compressed text.
      if bytes.prefix(512).contains(where: { $0 < 0x09 || (0x0E...0x1F).contains($0) }) {
        throw UnreadableDocument("the document is not text", fix: known, place: begin)
      }
      return .settings
    }
  }

  /// What can be read, for people.
  package static let known =
    "known are autoconfig, autodiscover, mobileconfig, PACC and settings files"

  /// The first byte that is neither white space nor part of a byte order mark.
  private static func firstByte(_ bytes: [UInt8]) -> UInt8? {
    let text =
      bytes.starts(with: XMLEncoding.byteOrderMark) ? bytes.dropFirst(3) : bytes[...]
    return text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  private static func markup(
    _ bytes: [UInt8], _ name: String, _ limits: TreeLimits
  ) throws(UnreadableDocument) -> AccountDocument {
    let document = try XMLReader.read(bytes, name: name, limits: limits)
    let root = document.root
    switch root.name {
    case "clientConfig": return .autoconfig(document)
    case "Autodiscover": return .autodiscover(document)
    case "plist": return .profile(try PropertyListReader.read(root, limits), isSigned: false)
    case "html" where OwnFormat(text: bytes) == .sheet: return .own(.sheet)
    case "html", "HTML":
      throw UnreadableDocument(
        "this is a web page", fix: "a server should answer 404 where it has no document",
        place: root.place)
    default:
      throw UnreadableDocument(
        "the root <\(root.name)> is not that of a known document", fix: known, place: root.place)
    }
  }

  private static func object(
    _ bytes: [UInt8], _ name: String, _ limits: TreeLimits
  ) throws(UnreadableDocument) -> AccountDocument {
    let node: Node
    do throws(SyntaxFault) {
      node = try JSONParser.parse(SourceText(bytes), limits: limits)
    } catch {
      // YAML in braces is settings, too.
      if error.message.isEmpty || !bytes.contains(UInt8(ascii: "\"")) { return .settings }
      throw UnreadableDocument(
        error.message, fix: error.fix,
        place: Place(file: name, line: Int(error.mark.line), column: Int(error.mark.column)))
    }
    if let own = OwnFormat(json: node) { return .own(own) }
    guard case .mapping(let pairs) = node.value,
      pairs.contains(where: { $0.key == "protocols" || $0.key == "info" })
    else { return .settings }
    return .pacc(node)
  }
}
