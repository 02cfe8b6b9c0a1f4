// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Trees

/// `Schemas/settings.schema.json`, as far as tests walk along it.
package struct SettingsSchema {
  /// A key of a mapping of the schema, such as `incomingServer.port`.
  package struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let mapping: String
    package let key: String
    package init(_ mapping: String, _ key: String) { (self.mapping, self.key) = (mapping, key) }
    package var description: String { "\(mapping).\(key)" }
    package static func < (one: Self, other: Self) -> Bool { one.description < other.description }
  }

  /// A step from a value to one inside of it.
  package enum Step: Hashable, Sendable { case key(String), index(Int) }

  /// A key in a file.
  package struct Occurrence {
    package let place: Place
    /// The way to its value.
    package let path: [Step]
    /// The line of the key, from 1.
    package let line: Int
  }

  private let definitions: [String: [String: Any]]

  package init() throws {
    let bytes = Data(try Repository.bytes("Schemas/settings.schema.json"))
    let root = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
    definitions = root?["$defs"] as? [String: [String: Any]] ?? [:]
  }

  /// Every key of every mapping.
  package var places: Set<Place> {
    Set(
      definitions.flatMap { name, definition in
        (definition["properties"] as? [String: Any] ?? [:]).keys.map { Place(name, $0) }
      })
  }

  /// What the schema says of a key.
  package func property(_ place: Place) -> [String: Any] {
    let properties = definitions[place.mapping]?["properties"] as? [String: [String: Any]]
    return properties?[place.key] ?? [:]
  }

  /// The definitions that a value may be of, or a list hold.
  package func references(_ property: [String: Any]) -> [String] {
    if let reference = property["$ref"] as? String {
      return [String(reference.split(separator: "/").last ?? "")]
    }
    let choices = ["anyOf", "oneOf"].flatMap { property[$0] as? [[String: Any]] ?? [] }
    let items = (property["items"] as? [String: Any]).map { [$0] } ?? []
    return (choices + items).flatMap(references)
  }

  /// The mappings that the value of a key may be, or hold.
  package func mappings(_ place: Place) -> [String] {
    references(property(place)).filter { definitions[$0]?["properties"] != nil }
  }

  /// The words that the value of a key may be, where there is a list of them.
  package func words(_ place: Place) -> [String] { words(of: references(property(place))) }

  private func words(of names: [String]) -> [String] {
    names.flatMap { name -> [String] in
      guard let definition = definitions[name], definition["properties"] == nil else { return [] }
      return definition["enum"] as? [String] ?? words(of: references(definition))
    }
  }

  /// True where a definition shows a value.
  package func hasExamples(of name: String) -> Bool { definitions[name]?["examples"] != nil }

  /// Every key of a settings file that the schema has, in the order of the file.
  package func occurrences(in root: Node) -> [Occurrence] {
    var found: [Occurrence] = []
    var names = ["service"]
    if case .mapping(let pairs) = root.value, pairs.contains(where: { $0.key == "providers" }) {
      names = ["services"]
    }
    walk(root, names, path: [], into: &found)
    return found
  }

  private func walk(
    _ node: Node, _ names: [String], path: [Step], into found: inout [Occurrence]
  ) {
    switch node.value {
    case .scalar: break
    case .sequence(let items):
      for (index, item) in items.enumerated() {
        walk(item, names, path: path + [.index(index)], into: &found)
      }
    case .mapping(let pairs):
      for name in names {
        for pair in pairs where places(of: name).contains(pair.key) {
          let place = Place(name, pair.key)
          let inside = path + [.key(pair.key)]
          found.append(Occurrence(place: place, path: inside, line: Int(pair.mark.line)))
          walk(pair.value, mappings(place), path: inside, into: &found)
        }
      }
    }
  }

  private func places(of mapping: String) -> Set<String> {
    Set((definitions[mapping]?["properties"] as? [String: Any] ?? [:]).keys)
  }
}

extension Node {
  /// The tree with another value at the end of a path, or without it; a list that is left empty
  /// goes, too.
  package func replacing(_ path: ArraySlice<SettingsSchema.Step>, with new: Node?) -> Node? {
    guard let step = path.first else { return new }
    switch (value, step) {
    case (.mapping(let pairs), .key(let key)):
      let changed = pairs.compactMap { pair -> Pair? in
        guard pair.key == key else { return pair }
        return pair.value.replacing(path.dropFirst(), with: new).map {
          Pair(key: key, mark: pair.mark, value: $0)
        }
      }
      return Node(mark: mark, value: .mapping(changed))
    case (.sequence(let items), .index(let index)):
      let changed = items.enumerated().compactMap { offset, item in
        offset == index ? item.replacing(path.dropFirst(), with: new) : item
      }
      return changed.isEmpty ? nil : Node(mark: mark, value: .sequence(changed))
    default: return self
    }
  }

  /// The value at the end of a path.
  package func at(_ path: ArraySlice<SettingsSchema.Step>) -> Node? {
    guard let step = path.first else { return self }
    switch (value, step) {
    case (.mapping(let pairs), .key(let key)):
      return pairs.first { $0.key == key }?.value.at(path.dropFirst())
    case (.sequence(let items), .index(let index)) where items.indices.contains(index):
      return items[index].at(path.dropFirst())
    default: return nil
    }
  }

  /// The tree as JSON.
  package var json: String {
    switch value {
    case .scalar(let text, let isPlain):
      let isBare = isPlain && [.number, .truth].contains(kind)
      let quoted = try? JSONEncoder().encode(text)
      return isBare ? text : quoted.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    case .sequence(let items): return "[\(items.map(\.json).joined(separator: ", "))]"
    case .mapping(let pairs):
      let members = pairs.map { pair in
        "\(Node(mark: pair.mark, value: .scalar(pair.key, isPlain: false)).json): \(pair.value.json)"
      }
      return "{\(members.joined(separator: ",\n"))}"
    }
  }
}
