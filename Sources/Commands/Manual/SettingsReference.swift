// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Trees

/// Every key of the settings file, read from the schema that editors use.
struct SettingsReference {
  /// What may stand between one pair of braces.
  struct Mapping {
    /// Its name in the schema, such as `incomingServer`.
    let name: String
    /// What people call it.
    let title: String
    /// One sentence.
    let summary: String
    /// In the order of the schema.
    let keys: [Key]
  }

  /// A key of a mapping.
  struct Key {
    /// As it is written.
    let name: String
    let summary: String
    let isRequired: Bool
    /// What it takes, in words.
    let type: String
    /// The value that counts where it is left out; nil where there is none.
    let standard: String?
    /// A value to begin from, as YAML.
    let example: String
    /// The names of the mappings that it may hold.
    let holds: [String]
    /// What is made of it: the name of a format, `sheets` for all of them, or what else uses it,
    /// with what becomes of it there.
    let makes: [(maker: String, text: String)]
  }

  /// In the order of the schema.
  let mappings: [Mapping]
  /// The reference of the schema that is part of the program.
  init() {
    let bytes = EmbeddedFile.all(in: "schema").first?.bytes ?? []
    let root = (try? SourceText(bytes)).flatMap { try? JSONParser.parse($0) }
    let pairs = root?.child("$defs")?.children ?? []
    let definitions = Dictionary(pairs) { first, _ in first }
    var mappings: [Mapping] = []
    for (name, node) in pairs {
      guard let properties = node.child("properties")?.children else { continue }
      let required = node.child("required")?.elements.compactMap(\.text) ?? []
      mappings.append(
        Mapping(
          name: name, title: node.child("title")?.text ?? name,
          summary: node.child("description")?.text ?? "",
          keys: properties.map { key, property in
            Key(key, property, isRequired: required.contains(key), in: definitions)
          }))
    }
    self.mappings = mappings
  }

  /// The keys that hold a mapping, such as `incoming` for `incomingServer`, each with the title of
  /// the mapping it is a key of.
  func holders(of mapping: String) -> [String] {
    mappings.flatMap { holder in
      holder.keys.filter { $0.holds.contains(mapping) }.map { "\(holder.title).\($0.name)" }
    }
  }
}
