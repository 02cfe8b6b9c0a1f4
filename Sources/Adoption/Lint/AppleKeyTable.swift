// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CAppleKeys
import Trees

/// Apple's payload keys, from `Schemas/apple-payload-keys.json`.
struct AppleKeyTable: Sendable {
  /// One key; `[]` in its name stands for the items of an array, `*` for any name.
  struct Key: Sendable {
    var type = ""
    var isRequired = false
    var values: [String] = []
    var isReference = false
    var isDeprecated = false
  }

  /// One type of payload.
  struct Payload: Sendable {
    var allowsSeveral = false
    var keys: [String: Key] = [:]
  }

  private let payloads: [String: Payload]
  /// The keys of the profile itself.
  var top: Payload { payloads["Configuration"] ?? Payload() }
  /// Keys that every payload has.
  var common: Payload { payloads["*"] ?? Payload() }

  /// The table of the program.
  static let shared = AppleKeyTable()

  /// A type of payload with the keys that all have; nil for one that is not in the table.
  subscript(type: String) -> Payload? {
    guard type != "Configuration", type != "*", var payload = payloads[type] else { return nil }
    payload.keys.merge(common.keys) { own, _ in own }
    return payload
  }

  private init() {
    var count = 0
    let start = apple_payload_keys(&count)
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let root = try? JSONParser.parse(SourceText(bytes))
    var payloads: [String: Payload] = [:]
    for (type, node) in root?["payloads"]?.members ?? [] {
      var payload = Payload(allowsSeveral: node["several"]?.scalar == "true")
      for (name, key) in node["keys"]?.members ?? [] {
        payload.keys[name] = Key(
          type: key["type"]?.text ?? "", isRequired: key["required"]?.scalar == "true",
          values: key["values"]?.items.compactMap(\.scalar) ?? [],
          isReference: key["format"]?.text == "uuid", isDeprecated: key["deprecated"] != nil)
      }
      payloads[type] = payload
    }
    self.payloads = payloads
  }
}

extension Node {
  /// The keys with their values; none where it has no keys.
  var members: [(String, Node)] {
    if case .mapping(let pairs) = value { pairs.map { ($0.key, $0.value) } } else { [] }
  }

  /// The text of a scalar, be it a number or truth value.
  var scalar: String? { if case .scalar(let text, _) = value { text } else { nil } }
}
