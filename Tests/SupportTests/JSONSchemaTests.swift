// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@Suite struct JSONSchemaTests {
  /// A schema, a value that it refuses and one that it accepts.
  struct Row: CustomTestStringConvertible, Sendable {
    var schema: String
    var bad: String
    var good: String
    var says: String
    var testDescription: String { schema }

    init(_ schema: String, bad: String, good: String, says: String) {
      self.schema = schema
      self.bad = bad
      self.good = good
      self.says = says
    }
  }

  @Test(arguments: [
    Row(#"{"type": "string"}"#, bad: "1", good: "\"1\"", says: "type string"),
    Row(#"{"type": "integer"}"#, bad: "1.5", good: "1.0", says: "type integer"),
    Row(#"{"type": "number"}"#, bad: "true", good: "1", says: "type number"),
    Row(#"{"type": "boolean"}"#, bad: "1", good: "true", says: "type boolean"),
    Row(#"{"type": ["array", "null"]}"#, bad: "{}", good: "null", says: "array or null"),
    Row(#"{"required": ["a"]}"#, bad: "{}", good: #"{"a": 1}"#, says: "lacks 'a'"),
    Row(
      #"{"properties": {"a": false}}"#, bad: #"{"a": 1}"#, good: "{}", says: "/a: is not allowed"),
    Row(
      #"{"properties": {"a": {}}, "patternProperties": {"^b": {"type": "null"}}, "additionalProperties": false}"#,
      bad: #"{"c": 1}"#, good: #"{"a": 1, "bb": null}"#, says: "/c"),
    Row(
      #"{"patternProperties": {"^b": {"type": "null"}}}"#, bad: #"{"b1": 1}"#, good: #"{"a": 1}"#,
      says: "/b1"),
    Row(
      #"{"propertyNames": {"maxLength": 1}}"#, bad: #"{"ab": 1}"#, good: #"{"a": 1}"#, says: "/ab"),
    Row(#"{"items": {"type": "null"}}"#, bad: "[null, 1]", good: "[null]", says: "/1"),
    Row(#"{"contains": {"const": 1}}"#, bad: "[2]", good: "[2, 1]", says: "contains"),
    Row(#"{"enum": ["a", 1]}"#, bad: "true", good: "1", says: "enum"),
    Row(#"{"const": "a"}"#, bad: "\"b\"", good: "\"a\"", says: "const"),
    Row(#"{"pattern": "^a+$"}"#, bad: "\"ab\"", good: "\"aa\"", says: "match"),
    Row(#"{"minimum": 1}"#, bad: "0", good: "1", says: "minimum"),
    Row(#"{"maximum": 1}"#, bad: "2", good: "1", says: "maximum"),
    Row(#"{"exclusiveMinimum": 1}"#, bad: "1", good: "2", says: "exclusiveMinimum"),
    Row(#"{"exclusiveMaximum": 1}"#, bad: "1", good: "0", says: "exclusiveMaximum"),
    Row(#"{"minLength": 1}"#, bad: "\"\"", good: "\"a\"", says: "minLength"),
    Row(#"{"maxLength": 1}"#, bad: "\"ab\"", good: "\"ü\"", says: "maxLength"),
    Row(#"{"minItems": 1}"#, bad: "[]", good: "[1]", says: "minItems"),
    Row(#"{"maxItems": 1}"#, bad: "[1, 2]", good: "[1]", says: "maxItems"),
    Row(#"{"uniqueItems": true}"#, bad: "[1, 2, 1]", good: "[1, true]", says: "twice"),
    Row(#"{"minProperties": 1}"#, bad: "{}", good: #"{"a": 1}"#, says: "too few"),
    Row(#"{"maxProperties": 0}"#, bad: #"{"a": 1}"#, good: "{}", says: "too many"),
    Row(
      #"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#, bad: "1", good: "1.5", says: "2 of"),
    Row(#"{"anyOf": [{"const": 1}, {"const": 2}]}"#, bad: "3", good: "2", says: "anyOf"),
    Row(#"{"allOf": [{"minimum": 1}, {"maximum": 2}]}"#, bad: "3", good: "2", says: "maximum"),
    Row(#"{"not": {"const": 1}}"#, bad: "1", good: "2", says: "must not"),
    Row(
      #"{"if": {"minimum": 5}, "then": {"maximum": 9}, "else": {"minimum": 2}}"#, bad: "1",
      good: "5", says: "minimum"),
    Row(
      #"{"if": {"minimum": 5}, "then": {"maximum": 9}}"#, bad: "10", good: "1", says: "maximum"),
    Row(
      ##"{"$ref": "#/$defs/a", "$defs": {"a": {"const": 1}}}"##, bad: "2", good: "1", says: "const"),
    Row(
      #"{"dependentRequired": {"a": ["b"]}}"#, bad: #"{"a": 1}"#, good: #"{"b": 1}"#,
      says: "lacks 'b'"),
  ])
  func knowsTheKeyword(_ row: Row) throws {
    let schema = try JSONSchema(JSONValue(Array(row.schema.utf8)))
    let problems = try schema.problems(JSONValue(Array(row.bad.utf8)))
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
    #expect(try schema.problems(JSONValue(Array(row.good.utf8))) == [])
  }

  @Test(arguments: [
    (#"{"properties": {"a": {"minimun": 1}}}"#, "#/properties/a has the unknown keyword minimun"),
    (##"{"$ref": "#/$defs/missing"}"##, "#/$ref leads nowhere"),
    (#"{"items": [1]}"#, "#/items is no schema"),
    (#"{"prefixItems": []}"#, "prefixItems"),
  ])
  func refusesTheSchema(_ schema: String, _ says: String) throws {
    let value = try JSONValue(Array(schema.utf8))
    #expect {
      try JSONSchema(value)
    } throws: { error in
      "\(error)".contains(says)
    }
  }

  @Test func everySchemaOfTheProjectIsUsable() throws {
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Repository.url("Schemas").path)
    let schemas = files.filter { $0.hasSuffix(".schema.json") }
    #expect(schemas.count >= 3)
    for name in schemas {
      #expect(throws: Never.self, "\(name)") {
        try JSONSchema(JSONValue(Repository.bytes("Schemas/\(name)")))
      }
    }
  }

  @Test func acceptsAGoodPACC() throws {
    #expect(try JSONSchema.validate(Array(Samples.pacc.utf8), schema: "pacc.schema.json") == [])
  }

  @Test(arguments: [
    Spoiled("a port", "\"imap.example.ch\"", "\"imap.example.ch\", \"port\": 993", says: "/port"),
    Spoiled("a host with a port", "imap.example.ch", "imap.example.ch:993", says: "/host"),
    Spoiled("no name", "\"name\": \"Example\", ", "", says: "lacks 'name'"),
    Spoiled(
      "a long short name", "\"Ex\"", "\"Example of Switzerland\"", says: "longer than maxLength"),
    Spoiled("no password", ", \"password\": true", "", says: "lacks 'password'"),
    Spoiled("a password as text", "\"password\": true", "\"password\": \"yes\"", says: "boolean"),
    Spoiled("other spelling", "oauth-public", "oauthPublic", says: "/oauthPublic"),
    Spoiled("a bare address", "mailto:", "", says: "contact"),
    Spoiled("ftp", "https://dav", "ftp://dav", says: "caldav"),
    Spoiled("an unknown protocol", "\"imap\"", "\"nntp\"", says: "/nntp"),
  ])
  func refusesPACC(_ row: Spoiled) throws {
    let document = try #require(row.document(Samples.pacc), "nothing to spoil")
    let problems = try JSONSchema.validate(document, schema: "pacc.schema.json")
    #expect(problems.contains { $0.contains(row.says) }, "\(problems)")
  }

  @Test(arguments: [
    (#"{"Protocol": "AutodiscoverV1", "Url": "https://a.example/x.xml"}"#, true),
    (#"{"ErrorCode": "InvalidProtocol", "ErrorMessage": "x"}"#, true),
    (#"{"Protocol": "AutodiscoverV1", "Url": "http://a.example/x.xml"}"#, false),
    (#"{"Protocol": "autodiscoverv1", "Url": "https://a.example/x.xml"}"#, false),
    (#"{"Protocol": "AutodiscoverV1", "Url": "https://a.example/", "ErrorCode": "x"}"#, false),
    (#"{"ErrorCode": "Other", "ErrorMessage": "x"}"#, false),
    ("{}", false),
  ])
  func knowsAutodiscoverAnswers(_ text: String, _ isGood: Bool) throws {
    let problems = try JSONSchema.validate(
      Array(text.utf8), schema: "autodiscover-json.schema.json")
    #expect(problems.isEmpty == isGood, "\(problems)")
  }
}
