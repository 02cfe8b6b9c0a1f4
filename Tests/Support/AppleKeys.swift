// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Holds configuration profiles against Apple's table of payload keys in `Schemas/`, and against
/// rules beyond it: identifiers, no passwords, nothing empty, nothing deprecated.
package enum AppleKeys {
  /// One row of the table.
  struct Key: Decodable {
    let type: String
    let required: Bool?
    let values: [JSONValue]?
    let format: String?
    let deprecated: String?
    /// Versions of those that know the key; absent where they are those of the payload.
    let platforms: [String: String]?
  }

  /// The rows of one payload type.
  struct Payload: Decodable {
    let several: Bool
    let platforms: [String: String]?
    let byHand: [String]?
    let keys: [String: Key]
  }

  private struct Table: Decodable { let payloads: [String: Payload] }

  /// What is wrong with a profile; empty where all is well.
  package static func problems(inProfile bytes: [UInt8]) throws -> [String] {
    let table = try JSONDecoder().decode(
      Table.self, from: Data(Repository.bytes("Schemas/apple-payload-keys.json")))
    let profile: PlistValue
    do { profile = try PlistValue(bytes) } catch { return [error.reason] }
    guard let top = table.payloads["Configuration"], let common = table.payloads["*"] else {
      return ["the table has no top level"]
    }
    var check = ProfileCheck()
    check.payload(profile, keys: top.keys, at: "")
    if profile["PayloadContent"] == .array([]) { check.problems.append("the profile is empty") }
    for (index, item) in (profile["PayloadContent"]?.array ?? []).enumerated() {
      let type = item["PayloadType"]?.string ?? ""
      let place = "PayloadContent[\(index)]"
      guard type != "Configuration", type != "*", let payload = table.payloads[type] else {
        check.problems.append("\(place): the payload type '\(type)' is unknown")
        continue
      }
      if !payload.several, check.types.contains(type) {
        check.problems.append("\(place): a second payload of type \(type)")
      }
      check.types.insert(type)
      check.platform(of: payload, profile["TargetDeviceType"]?.integer, item, at: place)
      check.payload(item, keys: payload.keys.merging(common.keys) { own, _ in own }, at: place)
    }
    check.references()
    return check.problems
  }
}

/// Walks a profile and keeps what must be unique in it.
private struct ProfileCheck {
  var problems: [String] = []
  var types: Set<String> = []
  private var identifiers: Set<String> = []
  private var uuids: Set<String> = []
  private var referred: [String] = []

  mutating func payload(_ payload: PlistValue, keys: [String: AppleKeys.Key], at place: String) {
    dictionary(payload, keys: keys, prefix: "", at: place)
    if let identifier = payload["PayloadIdentifier"]?.string {
      if !identifiers.insert(identifier).inserted {
        problems.append("\(place): PayloadIdentifier '\(identifier)' is not unique")
      }
      if !identifier.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
        problems.append("\(place): PayloadIdentifier '\(identifier)' has a blank or no ASCII")
      }
    }
    if let uuid = payload["PayloadUUID"]?.string {
      if !uuids.insert(uuid).inserted {
        problems.append("\(place): PayloadUUID '\(uuid)' is not unique")
      }
      let syntax = "^[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$"
      if !ValueRule.matches(uuid, syntax) {
        problems.append("\(place): PayloadUUID '\(uuid)' is no upper-case UUID of version 5")
      }
    }
  }

  /// A profile for one kind of device holds nothing that only others know, and nothing that only
  /// device management may install.
  mutating func platform(
    of payload: AppleKeys.Payload, _ target: Int?, _ item: PlistValue, at place: String
  ) {
    let targets = [1: ["iOS"], 5: ["macOS"]]
    let wanted = target.flatMap { targets[$0] } ?? ["iOS", "macOS"]
    let byHand = payload.byHand ?? []
    if wanted.allSatisfy({ payload.platforms?[$0] == nil || !byHand.contains($0) }) {
      problems.append("\(place): nobody can install the payload by hand on \(wanted)")
    }
    for name in (item.dictionary ?? [:]).keys.sorted() {
      guard let platforms = payload.keys[name]?.platforms else { continue }
      if wanted.allSatisfy({ platforms[$0] == nil || platforms[$0] == "-" }) {
        problems.append("\(place).\(name): \(wanted) know no such key")
      }
    }
  }

  mutating func references() {
    for uuid in referred where !uuids.contains(uuid) {
      problems.append("no payload has the UUID '\(uuid)' that is referred to")
    }
  }

  private mutating func dictionary(
    _ value: PlistValue, keys: [String: AppleKeys.Key], prefix: String, at place: String
  ) {
    guard let members = value.dictionary else {
      problems.append("\(place): is not a dictionary")
      return
    }
    for (name, member) in members.sorted(by: { $0.key < $1.key }) {
      let path = place.isEmpty ? name : "\(place).\(name)"
      let known = keys[prefix + name] != nil ? prefix + name : prefix + "*"
      guard let key = keys[known] else {
        problems.append("\(path): the key is unknown")
        continue
      }
      self.member(member, key, name: name, at: path)
      inside(member, keys: keys, prefix: known, at: path)
    }
    for (name, key) in keys where key.required == true && name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      if !rest.contains("."), !rest.contains("["), members[String(rest)] == nil {
        problems.append("\(place): the key \(rest) is missing")
      }
    }
  }

  private mutating func inside(
    _ value: PlistValue, keys: [String: AppleKeys.Key], prefix: String, at place: String
  ) {
    switch value {
    case .dictionary: dictionary(value, keys: keys, prefix: prefix + ".", at: place)
    case .array(let items):
      guard let key = keys[prefix + "[]"] else { return }
      for (index, item) in items.enumerated() {
        member(item, key, name: "", at: "\(place)[\(index)]")
        // The payloads of a profile are walked by their own tables.
        if item.dictionary != nil, prefix != "PayloadContent" {
          dictionary(item, keys: keys, prefix: prefix + "[].", at: "\(place)[\(index)]")
        }
      }
    default: break
    }
  }

  private static let time = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"

  private mutating func member(
    _ value: PlistValue, _ key: AppleKeys.Key, name: String, at place: String
  ) {
    if value.type != key.type {
      problems.append("\(place): is \(value.type), not \(key.type)")
      return
    }
    if let values = key.values, !values.contains(where: { $0 == value.json }) {
      problems.append("\(place): the value is not an allowed one")
    }
    if let version = key.deprecated { problems.append("\(place): deprecated since \(version)") }
    if value == .string("") { problems.append("\(place): is empty") }
    if key.type == "string", name.hasSuffix("Password") {
      problems.append("\(place): holds a password")
    }
    if name.hasSuffix("Port") || name.hasSuffix("PortNumber"), let port = value.integer,
      !(1...65_535).contains(port)
    {
      problems.append("\(place): \(port) is not a port")
    }
    if case .date(let time) = value, !ValueRule.matches(time, Self.time) {
      problems.append("\(place): '\(time)' is not a time in UTC")
    }
    if case .data(let bytes) = value, bytes.isEmpty { problems.append("\(place): is empty") }
    if case .data(let bytes) = value, name == "Icon",
      !bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    {
      problems.append("\(place): is not a PNG")
    }
    if case .real(let seconds) = value, seconds <= 0 {
      problems.append("\(place): is not a duration")
    }
    if key.format == "uuid", let uuid = value.string { referred.append(uuid) }
  }
}

extension PlistValue {
  /// The same value in JSON, for the table's allowed values.
  fileprivate var json: JSONValue? {
    switch self {
    case .string(let text): .string(text)
    case .integer(let number): .number(Double(number))
    case .boolean(let value): .boolean(value)
    default: nil
    }
  }
}
