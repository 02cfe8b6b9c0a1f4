// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The keywords of JSON Schema that look at one value alone.
enum ValueRule {
  static func problems(_ json: JSONValue, _ keyword: String, _ rule: JSONValue) -> [String] {
    switch keyword {
    case "type":
      let names = rule.array?.compactMap(\.string) ?? [rule.string ?? ""]
      return names.contains { isType(json, $0) }
        ? [] : ["is not of type \(names.joined(separator: " or "))"]
    case "enum": return (rule.array ?? []).contains(json) ? [] : ["is not one of enum"]
    case "const": return json == rule ? [] : ["is not the const"]
    default: break
    }
    switch json {
    case .string(let text): return string(text, keyword, rule)
    case .number(let number): return self.number(number, keyword, rule.number ?? .nan)
    case .array(let items): return array(items, keyword, rule)
    case .object(let members): return object(members, keyword, rule)
    case .null, .boolean: return []
    }
  }

  static func matches(_ text: String, _ pattern: String) -> Bool {
    text.range(of: pattern, options: .regularExpression) != nil
  }

  private static func isType(_ json: JSONValue, _ name: String) -> Bool {
    switch (name, json) {
    case ("integer", .number(let number)): number.rounded() == number
    case ("number", .number), ("string", .string), ("boolean", .boolean), ("null", .null): true
    case ("array", .array), ("object", .object): true
    default: false
    }
  }

  private static func string(_ text: String, _ keyword: String, _ rule: JSONValue) -> [String] {
    let count = Double(text.unicodeScalars.count)
    switch keyword {
    case "pattern" where !matches(text, rule.string ?? ""):
      return ["'\(text)' does not match \(rule.string ?? "")"]
    case "minLength" where count < rule.number ?? 0: return ["is shorter than minLength"]
    case "maxLength" where count > rule.number ?? 0: return ["is longer than maxLength"]
    default: return []
    }
  }

  private static func number(_ number: Double, _ keyword: String, _ limit: Double) -> [String] {
    switch keyword {
    case "minimum" where !(number >= limit): ["is below the minimum"]
    case "maximum" where !(number <= limit): ["is above the maximum"]
    case "exclusiveMinimum" where !(number > limit): ["is not above exclusiveMinimum"]
    case "exclusiveMaximum" where !(number < limit): ["is not below exclusiveMaximum"]
    default: []
    }
  }

  private static func array(
    _ items: [JSONValue], _ keyword: String, _ rule: JSONValue
  ) -> [String] {
    let count = Double(items.count)
    switch keyword {
    case "minItems" where count < rule.number ?? 0: return ["has fewer items than minItems"]
    case "maxItems" where count > rule.number ?? 0: return ["has more items than maxItems"]
    case "uniqueItems" where rule == .boolean(true):
      let repeated = items.indices.contains { items[..<$0].contains(items[$0]) }
      return repeated ? ["has an item twice"] : []
    default: return []
    }
  }

  private static func object(
    _ members: [String: JSONValue], _ keyword: String, _ rule: JSONValue
  ) -> [String] {
    let count = Double(members.count)
    switch keyword {
    case "required":
      return (rule.array ?? []).compactMap(\.string).filter { members[$0] == nil }
        .map { "lacks '\($0)'" }
    case "minProperties" where count < rule.number ?? 0: return ["has too few members"]
    case "maxProperties" where count > rule.number ?? 0: return ["has too many members"]
    case "dependentRequired":
      return (rule.object ?? [:]).filter { members[$0.key] != nil }.flatMap { name, others in
        (others.array ?? []).compactMap(\.string).filter { members[$0] == nil }
          .map { "lacks '\($0)', which '\(name)' needs" }
      }
    default: return []
    }
  }
}
