// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Every key of a document with its value, whether settings know it or not: what two documents of
/// one kind are compared by.
struct RawKeys {
  private(set) var keys: [String] = []
  private(set) var values: [String: String] = [:]
  private let address: MailAddress

  /// The keys of a document, with an address in place of what clients fill in; nil for settings.
  init?(_ document: AccountDocument, for address: MailAddress) {
    self.address = address
    switch document {
    case .autoconfig(let document): autoconfig(document.root)
    case .autodiscover(let document): autodiscover(document.root)
    case .profile(let profile, _): self.profile(profile)
    case .pacc(let root): node(root, "")
    case .settings, .own: return nil
    }
  }

  private mutating func add(_ key: String, _ value: String) {
    guard let first = values[key] else {
      keys.append(key)
      values[key] = value
      return
    }
    // Ways to log in, and texts of one language, stand one after the other.
    values[key] = "\(first), \(value)"
  }

  private mutating func autoconfig(_ root: XMLElement) {
    for element in root.children {
      if element.name == "emailProvider" {
        add("id", element.attributes["id"] ?? "")
        children(of: element, "")
      } else {
        children(of: root, "", only: element)
      }
    }
  }

  private mutating func children(
    of element: XMLElement, _ path: String, only: XMLElement? = nil
  ) {
    var counts: [String: Int] = [:]
    for child in only.map({ [$0] }) ?? element.children where child.name != "domain" {
      let label = Self.label(child)
      var key = path.isEmpty ? label : "\(path).\(label)"
      let count = counts[label, default: 0]
      counts[label] = count + 1
      if count > 0, !Self.lists.contains(child.name) { key += " \(count + 1)" }
      for (name, value) in child.attributes.sorted(by: { $0.key < $1.key })
      where !["type", "lang"].contains(name) && !(child.name == "documentation" && name == "url") {
        add("\(key)@\(name)", filled(value))
      }
      if child.children.isEmpty {
        let text = said(child)
        if child.name == "documentation" {
          add(key, "there")
        } else if !text.isEmpty {
          add(key, text)
        }
      } else {
        if child.name == "documentation" { add(key, "there") }
        children(of: child, key)
      }
    }
  }

  private static let lists: Set<String> = ["authentication", "socketType"]

  /// The name of an element with what tells it from others of the name.
  private static func label(_ element: XMLElement) -> String {
    switch element.name {
    case "incomingServer", "outgoingServer", "calendar", "addressbook", "fileShare":
      "\(element.attributes["type"] ?? "?") \(element.name)"
    case "descr", "instruction": "\(element.name) \(element.attributes["lang"] ?? "en")"
    case "documentation": "documentation \(element.attributes["url"] ?? "")"
    default: element.name
    }
  }

  /// The text as clients take it, placeholders filled in.
  private func said(_ element: XMLElement) -> String {
    let filled = filled(element.text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    switch element.name {
    case "authentication":
      return ["plain": "password-cleartext", "secure": "password-encrypted"][filled] ?? filled
    case "hostname": return filled.lowercased()
    default: return filled
    }
  }

  private func filled(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    return text.replacing("%EMAILADDRESS%", by: address.description)
      .replacing("%EMAILLOCALPART%", by: address.local)
      .replacing("%EMAILDOMAIN%", by: address.domain.ascii)
  }

  private mutating func autodiscover(_ element: XMLElement, _ path: String = "") {
    for child in element.children where child.name != "Type" {
      let isFrame =
        ["Response", "Account", "Action"].contains(child.name) && !child.children.isEmpty
      let type = child["Type"].map { " \($0.text.trimmingLines)" } ?? ""
      let name = isFrame ? "" : child.name + type
      let key = path.isEmpty || name.isEmpty ? path + name : "\(path).\(name)"
      let text = child.children.isEmpty ? child.text.trimmingLines : ""
      if !text.isEmpty { add(key, text) }
      autodiscover(child, key)
    }
  }

  private mutating func profile(_ profile: PropertyListNode) {
    var counts: [String: Int] = [:]
    for member in profile.dictionary ?? [] where member.key != "PayloadContent" {
      plist(member.value, member.key)
    }
    for payload in profile["PayloadContent"]?.array ?? [] {
      let type = payload["PayloadType"]?.string ?? "?"
      let count = counts[type, default: 0]
      counts[type] = count + 1
      let path = count == 0 ? type : "\(type) \(count + 1)"
      for member in payload.dictionary ?? [] { plist(member.value, "\(path).\(member.key)") }
    }
  }

  private mutating func plist(_ node: PropertyListNode, _ path: String) {
    let last = path.split(separator: ".").last ?? ""
    guard !Self.identities.contains(String(last)) else { return }
    switch node.value {
    case .string(let text): add(path, text)
    case .integer, .real:
      add(path, node.wholeNumber.map(String.init) ?? node.shown)
    case .boolean, .date: add(path, node.shown)
    case .data(let bytes): add(path, "\(bytes.count) bytes, \(ModelKeys.fingerprint(bytes))")
    case .array(let items):
      for (index, item) in items.enumerated() { plist(item, "\(path)[\(index)]") }
    case .dictionary(let members):
      for member in members { plist(member.value, "\(path).\(member.key)") }
    }
  }

  /// What devices know profiles again by is compared by itself.
  private static let identities: Set<String> = [
    "PayloadIdentifier", "PayloadUUID", "PayloadType", "PayloadVersion",
  ]

  private mutating func node(_ node: Node, _ path: String) {
    switch node.value {
    case .scalar(let text, _): add(path, text)
    case .sequence(let items):
      for (index, item) in items.enumerated() { self.node(item, "\(path)[\(index)]") }
    case .mapping(let pairs):
      for pair in pairs {
        self.node(pair.value, path.isEmpty ? pair.key : "\(path).\(pair.key)")
      }
    }
  }
}
