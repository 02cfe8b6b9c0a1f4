// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Testing

@testable import SettingsFile

/// `Schemas/settings.schema.json` and the reader know the same keys and words.
struct SchemaTests {
  private let definitions: [String: [String: Any]]
  private let root: [String: Any]

  init() throws {
    let text = try repositoryFile("Schemas/settings.schema.json")
    let schema = try JSONSerialization.jsonObject(with: Data(text.utf8))
    root = try #require(schema as? [String: Any])
    definitions = try #require(root["$defs"] as? [String: [String: Any]])
  }

  @Test func theSchemaIsOfTheNewestDraft() {
    #expect(root["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    let accepted = (root["oneOf"] as? [[String: String]])?.compactMap { $0["$ref"] }
    #expect(accepted == ["#/$defs/service", "#/$defs/services"])
  }

  @Test func everyMappingHasTheKeysOfTheReader() {
    let mappings = definitions.filter { $0.value["properties"] != nil }
    #expect(Set(mappings.keys) == Set(SettingsKeys.mappings.map(\.name)))
    for mapping in SettingsKeys.mappings {
      let definition = mappings[mapping.name] ?? [:]
      let properties = definition["properties"] as? [String: Any] ?? [:]
      #expect(Set(properties.keys) == Set(mapping.keys), "\(mapping.name)")
      #expect(
        Set(definition["required"] as? [String] ?? []) == Set(mapping.required), "\(mapping.name)")
      #expect(definition["additionalProperties"] as? Bool == false, "\(mapping.name)")
      #expect(definition["title"] is String, "\(mapping.name)")
    }
  }

  @Test func everyWordIsInBoth() {
    let words = definitions.filter { $0.value["enum"] != nil }
    #expect(Set(words.keys) == Set(SettingsKeys.words.map(\.name)))
    for word in SettingsKeys.words {
      #expect(words[word.name]?["enum"] as? [String] == word.values, "\(word.name)")
    }
  }

  @Test func everyKeyIsDescribed() {
    for (name, definition) in definitions {
      #expect(definition["description"] is String, "\(name)")
      for (key, property) in definition["properties"] as? [String: [String: Any]] ?? [:] {
        #expect(property["description"] is String, "\(name).\(key)")
      }
    }
  }

  @Test func everyReferenceLeadsSomewhereAndEveryDefinitionIsUsed() {
    var references: Set<String> = []
    func visit(_ value: Any) {
      if let object = value as? [String: Any] {
        if let reference = object["$ref"] as? String { references.insert(reference) }
        object.values.forEach(visit)
      } else if let list = value as? [Any] {
        list.forEach(visit)
      }
    }
    visit(root)
    #expect(references == Set(definitions.keys.map { "#/$defs/\($0)" }))
  }

  @Test func rangesAreThoseOfTheReader() {
    func range(_ definition: [String: Any]?) -> [Int?] {
      [definition?["minimum"] as? Int, definition?["maximum"] as? Int]
    }
    func property(_ name: String, _ key: String) -> [String: Any]? {
      (definitions[name]?["properties"] as? [String: [String: Any]])?[key]
    }
    #expect(range(definitions["port"]) == [1, 65_535])
    #expect(range(property("mx", "preference")) == [0, 65_535])
    #expect(range(property("dns", "ttl")) == [0, 2_147_483_647])
    #expect(range(property("mtaSTS", "maxAge")) == [0, DNSOptions.MTASTS.longestAge])
    #expect(property("mtaSTS", "maxAge")?["default"] as? Int == DNSOptions.MTASTS().maxAge)
    #expect(property("provider", "name")?["maxLength"] as? Int == 60)
    #expect(property("provider", "shortName")?["maxLength"] as? Int == 20)
  }
}
