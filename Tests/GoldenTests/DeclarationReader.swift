// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport

/// Holds declarations against Apple's table of keys in `Schemas/`, and against rules beyond it:
/// references lead to assets of the right type, identifiers are unique, nothing is empty.
enum DeclarationReader {
  private struct Table: Decodable { let declarations: [String: Kind] }
  private struct Kind: Decodable { let keys: [String: Key] }
  private struct Key: Decodable {
    let type: String
    let required: Bool?
    let values: [String]?
    let assets: [String]?
  }

  static let read: Readers.Reader = { document, rendition in
    let table = try JSONDecoder().decode(
      Table.self, from: Data(Repository.bytes("Schemas/apple-declaration-keys.json")))
    let all = try JSONSerialization.jsonObject(with: Data(document.bytes)) as? [[String: Any]] ?? []
    let types = Dictionary(
      all.compactMap { one in
        (one["Identifier"] as? String).map { ($0, one["Type"] as? String ?? "") }
      }, uniquingKeysWith: { old, _ in old })
    var problems = types.count == all.count ? [] : ["an identifier is missing or not unique"]
    for one in all {
      let type = one["Type"] as? String ?? ""
      guard let kind = table.declarations[type], let payload = one["Payload"] as? [String: Any]
      else {
        problems.append("the type '\(type)' is unknown, or has no payload")
        continue
      }
      for key in ["Identifier", "ServerToken"] {
        let size = (one[key] as? String)?.utf8.count ?? 0
        if !(1...64).contains(size) { problems.append("\(type): \(key) has \(size) bytes") }
      }
      problems += check(payload, "", kind.keys, types).map { "\(type): \($0)" }
    }
    let account = try rendition.account()
    for server in ["IncomingServer", "OutgoingServer"] {
      for payload in all.compactMap({ $0["Payload"] as? [String: Any] }) {
        guard let read = payload[server] as? [String: Any] else { continue }
        let isOffered = (account.incoming + account.outgoing).contains {
          $0.host.ascii == read["HostName"] as? String
            && Int($0.port.number) == read["Port"] as? Int
        }
        if !isOffered { problems.append("\(server) is not in the settings") }
      }
    }
    return problems
  }

  private static func check(
    _ payload: [String: Any], _ prefix: String, _ keys: [String: Key], _ types: [String: String]
  ) -> [String] {
    var problems: [String] = []
    for (name, value) in payload {
      guard let key = keys[prefix + name] else {
        problems.append("the key \(prefix)\(name) is unknown")
        continue
      }
      problems += check(value, prefix + name, key, keys, types)
    }
    for (path, key) in keys where key.required == true && path.hasPrefix(prefix) {
      let name = String(path.dropFirst(prefix.count))
      if !name.contains("."), !name.contains("["), payload[name] == nil {
        problems.append("the key \(path) is missing")
      }
    }
    return problems
  }

  private static func check(
    _ value: Any, _ path: String, _ key: Key, _ keys: [String: Key], _ types: [String: String]
  ) -> [String] {
    switch (key.type, value) {
    case ("string", let text as String):
      if text.isEmpty { return ["\(path) is empty"] }
      if let values = key.values, !values.contains(text) { return ["\(path) says \(text)"] }
      if let assets = key.assets, !assets.contains(types[text] ?? "") {
        return ["\(path) refers to no asset of its types"]
      }
      return []
    case ("integer", _ as Int), ("boolean", _ as Bool): return []
    case ("dictionary", let inner as [String: Any]):
      return check(inner, "\(path).", keys, types)
    case ("array", let items as [Any]):
      guard let element = keys["\(path)[]"] else { return [] }
      return items.flatMap { check($0, "\(path)[]", element, keys, types) }
    default: return ["\(path) is no \(key.type)"]
    }
  }
}
