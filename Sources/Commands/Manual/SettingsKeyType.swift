// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Trees

extension SettingsReference.Key {
  init(_ name: String, _ property: Node, isRequired: Bool, in definitions: [String: Node]) {
    self.name = name
    self.isRequired = isRequired
    let words = SchemaWords(definitions: definitions)
    let target = words.target(property)
    summary = property.child("description")?.text ?? ""
    type = words.type(property)
    standard = (property.child("default") ?? target?.child("default"))?.yaml
    example =
      (property.child("examples") ?? target?.child("examples"))?.elements.first?.yaml ?? ""
    holds = words.mappings(property)
    makes = property.child("x-makes")?.children.map { ($0, $1.text ?? "") } ?? []
  }
}

/// Says in words what a schema takes.
struct SchemaWords {
  let definitions: [String: Node]

  /// The definition that a schema refers to.
  func target(_ node: Node) -> Node? { reference(node).flatMap { definitions[$0] } }

  /// What a value has to be.
  func type(_ node: Node) -> String {
    if let name = reference(node) { return named(name) }
    if let items = node.child("items"), node.child("type")?.text == "array" {
      return "list: \(type(items))"
    }
    let choices = (node.child("anyOf") ?? node.child("oneOf"))?.elements ?? []
    if !choices.isEmpty { return choices.map(type).joined(separator: ", or ") }
    return plain(node)
  }

  /// The names of the mappings that a value may be, or hold.
  func mappings(_ node: Node) -> [String] {
    let items = node.child("items").map { [$0] } ?? []
    let choices = (node.child("anyOf") ?? node.child("oneOf"))?.elements ?? []
    let own = reference(node).flatMap { name in
      definitions[name]?.child("properties") == nil ? nil : name
    }
    return (own.map { [$0] } ?? []) + (items + choices).flatMap(mappings)
  }

  private func reference(_ node: Node) -> String? {
    node.child("$ref")?.text?.split(separator: "/").last.map(String.init)
  }

  private func named(_ name: String) -> String {
    guard let node = definitions[name] else { return name }
    if node.child("properties") != nil {
      return "keys, see \((node.child("title")?.text ?? name).uppercased())"
    }
    let values = node.child("enum")?.elements.compactMap(\.text) ?? []
    if !values.isEmpty { return values.joined(separator: " | ") }
    let words = node.child("description")?.text ?? name
    let sentence = words.hasSuffix(".") ? String(words.dropLast()) : words
    let isAcronym = sentence.dropFirst().first?.isUppercase == true
    return isAcronym ? sentence : sentence.prefix(1).lowercased() + sentence.dropFirst()
  }

  private func plain(_ node: Node) -> String {
    let types = node.child("type")?.elements.compactMap(\.text) ?? []
    switch node.child("type")?.text ?? types.first {
    case "boolean": return "true | false"
    case "integer":
      let least = node.child("minimum")?.text ?? "0"
      return "whole number" + (node.child("maximum")?.text.map { ", \(least) to \($0)" } ?? "")
    default:
      return "text" + (node.child("maxLength")?.text.map { ", at most \($0) characters" } ?? "")
    }
  }
}

extension Node {
  /// The value of a key; nil where there is none.
  func child(_ key: String) -> Node? { children.first { $0.0 == key }?.1 }

  /// Keys with values.
  var children: [(String, Node)] {
    if case .mapping(let pairs) = value { pairs.map { ($0.key, $0.value) } } else { [] }
  }

  /// What a list holds.
  var elements: [Node] { if case .sequence(let nodes) = value { nodes } else { [] } }

  /// The value as YAML in one line.
  var yaml: String {
    switch value {
    case .scalar(let text, isPlain: true): return text
    case .scalar(let text, isPlain: false): return text.isPlainYAML ? text : text.inYAMLQuotes
    case .sequence(let nodes): return "[\(nodes.map(\.yaml).joined(separator: ", "))]"
    case .mapping(let pairs):
      return "{\(pairs.map { "\($0.key): \($0.value.yaml)" }.joined(separator: ", "))}"
    }
  }
}

extension String {
  /// True for words that YAML takes as text without quotes.
  fileprivate var isPlainYAML: Bool {
    let isFirst = first.map { $0.isLetter || $0 == "/" } ?? false
    return isFirst && !["true", "false", "null"].contains(self)
      && unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || ["-", ".", "/", "_", " "].contains($0)
      }
  }

  /// In double quotes.
  fileprivate var inYAMLQuotes: String {
    "\"" + map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}
