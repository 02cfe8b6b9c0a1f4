// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Holds JSON against a JSON Schema (draft 2020-12, the keywords that `Schemas/` uses).
///
/// A keyword that is not known here makes the schema unusable, so no check is silently skipped.
package struct JSONSchema {
  private let root: JSONValue

  /// A schema; throws for a keyword that is not known and for a reference that leads nowhere.
  package init(_ schema: JSONValue) throws(Unusable) {
    root = schema
    try check(schema, at: "#")
  }

  /// Why a schema cannot be used.
  package struct Unusable: Error, CustomStringConvertible {
    /// The place and the reason.
    package let description: String
  }

  /// What a schema of `Schemas/` says against a JSON text; empty where it is valid.
  package static func validate(_ bytes: [UInt8], schema name: String) throws -> [String] {
    try validate(JSONValue(bytes), JSONValue(Repository.bytes("Schemas/\(name)")))
  }

  /// What a schema says against a value; empty where it is valid.
  package static func validate(_ json: JSONValue, _ schema: JSONValue) throws -> [String] {
    try JSONSchema(schema).problems(json)
  }

  /// What the schema says against a value; empty where it is valid.
  package func problems(_ json: JSONValue) -> [String] { problems(json, root, at: "") }

  // MARK: The schema itself

  private static let annotations: Set = [
    "$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated",
    "markdownDescription", "x-makes",
  ]
  private static let values: Set = [
    "type", "required", "enum", "const", "pattern", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties", "dependentRequired", "$ref",
  ]
  private static let schemas: Set = [
    "additionalProperties", "propertyNames", "items", "contains", "not", "if", "then", "else",
  ]
  private static let lists: Set = ["oneOf", "anyOf", "allOf"]
  private static let maps: Set = ["properties", "patternProperties", "$defs"]

  private func check(_ schema: JSONValue, at place: String) throws(Unusable) {
    if schema.boolean != nil { return }
    guard let keywords = schema.object else { throw Unusable(description: "\(place) is no schema") }
    for (keyword, value) in keywords {
      let here = "\(place)/\(keyword)"
      if keyword == "$ref", target(value) == nil {
        throw Unusable(description: "\(here) leads nowhere")
      } else if Self.schemas.contains(keyword) {
        try check(value, at: here)
      } else if Self.lists.contains(keyword) {
        for item in value.array ?? [] { try check(item, at: here) }
      } else if Self.maps.contains(keyword) {
        for (name, item) in value.object ?? [:] { try check(item, at: "\(here)/\(name)") }
      } else if !Self.values.contains(keyword), !Self.annotations.contains(keyword) {
        throw Unusable(description: "\(place) has the unknown keyword \(keyword)")
      }
    }
  }

  private func target(_ reference: JSONValue) -> JSONValue? {
    guard let path = reference.string, path.hasPrefix("#") else { return nil }
    return path.split(separator: "/").dropFirst().reduce(root) { value, name in
      value?[String(name)]
    }
  }

  // MARK: A value

  private func problems(_ json: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
    if let accepts = schema.boolean { return accepts ? [] : ["\(path): is not allowed"] }
    var found: [String] = []
    for (keyword, rule) in (schema.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      found += combined(json, keyword, rule, schema, path)
      found += ValueRule.problems(json, keyword, rule).map { "\(path): \($0)" }
      switch json {
      case .object(let members): found += object(members, keyword, rule, schema, path)
      case .array(let items): found += array(items, keyword, rule, path)
      default: break
      }
    }
    return found
  }

  private func combined(
    _ json: JSONValue, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ path: String
  ) -> [String] {
    func fits(_ schema: JSONValue) -> Bool { problems(json, schema, at: path).isEmpty }
    switch keyword {
    case "$ref": return problems(json, target(rule) ?? false.json, at: path)
    case "allOf": return (rule.array ?? []).flatMap { problems(json, $0, at: path) }
    case "anyOf" where !(rule.array ?? []).contains(where: fits):
      return ["\(path): fits none of anyOf"]
    case "oneOf":
      let count = (rule.array ?? []).count(where: fits)
      return count == 1 ? [] : ["\(path): fits \(count) of oneOf"]
    case "not" where fits(rule): return ["\(path): fits what it must not"]
    case "if":
      let branch = fits(rule) ? schema["then"] : schema["else"]
      return branch.map { problems(json, $0, at: path) } ?? []
    default: return []
    }
  }

  private func object(
    _ members: [String: JSONValue], _ keyword: String, _ rule: JSONValue, _ schema: JSONValue,
    _ path: String
  ) -> [String] {
    func each(_ names: some Sequence<String>, _ schema: JSONValue) -> [String] {
      names.sorted().flatMap { problems(members[$0] ?? .null, schema, at: "\(path)/\($0)") }
    }
    switch keyword {
    case "properties":
      return (rule.object ?? [:]).flatMap { name, schema in
        members[name] == nil ? [] : each([name], schema)
      }
    case "patternProperties":
      return (rule.object ?? [:]).flatMap { pattern, schema in
        each(members.keys.filter { ValueRule.matches($0, pattern) }, schema)
      }
    case "additionalProperties":
      let patterns = schema["patternProperties"]?.object ?? [:]
      return each(
        members.keys.filter { name in
          schema["properties"]?[name] == nil
            && !patterns.keys.contains { ValueRule.matches(name, $0) }
        }, rule)
    case "propertyNames":
      return members.keys.sorted().flatMap { problems(.string($0), rule, at: "\(path)/\($0)") }
    default: return []
    }
  }

  private func array(
    _ items: [JSONValue], _ keyword: String, _ rule: JSONValue, _ path: String
  ) -> [String] {
    switch keyword {
    case "items":
      items.enumerated().flatMap { problems($1, rule, at: "\(path)/\($0)") }
    case "contains" where !items.contains { problems($0, rule, at: path).isEmpty }:
      ["\(path): contains nothing that fits"]
    default: []
    }
  }
}

extension Bool {
  fileprivate var json: JSONValue { .boolean(self) }
}
