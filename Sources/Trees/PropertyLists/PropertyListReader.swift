// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// XML property lists (the document type `PLIST 1.0`), value by value with their places.
enum PropertyListReader {
  /// The value inside `plist`; throws what is wrong with it.
  static func read(
    _ root: XMLElement, _ limits: TreeLimits
  ) throws(UnreadableDocument) -> PropertyListNode {
    guard root.name == "plist", root.children.count == 1 else {
      throw UnreadableDocument(
        "the root is not <plist> with one value inside", place: root.place)
    }
    return try value(root.children[0], limits, depth: 0)
  }

  private static func value(
    _ element: XMLElement, _ limits: TreeLimits, depth: Int
  ) throws(UnreadableDocument) -> PropertyListNode {
    guard depth < limits.depth else {
      throw UnreadableDocument(
        "more than \(limits.depth) dictionaries and arrays inside one another",
        place: element.place)
    }
    switch element.name {
    case "array":
      var items: [PropertyListNode] = []
      for child in element.children { items.append(try value(child, limits, depth: depth + 1)) }
      return PropertyListNode(.array(items), place: element.place)
    case "dict":
      return PropertyListNode(
        .dictionary(try members(element, limits, depth: depth)), place: element.place)
    default:
      guard let value = scalar(element) else {
        throw UnreadableDocument(
          "<\(element.name)> with \(element.text.quoted) is no value of a property list",
          fix: "write string, integer, real, true, false, date, data, array or dict",
          place: element.place)
      }
      return PropertyListNode(value, place: element.place)
    }
  }

  private static func scalar(_ element: XMLElement) -> PropertyListNode.Value? {
    switch element.name {
    case "string": .string(element.text)
    case "true": .boolean(true)
    case "false": .boolean(false)
    case "date": .date(element.text)
    case "integer": Int(element.text.trimmingBlanks).map { .integer($0) }
    case "real": Double(element.text.trimmingBlanks).map { .real($0) }
    case "data": Base64.decode(loose: element.text).map { .data($0) }
    default: nil
    }
  }

  private static func members(
    _ element: XMLElement, _ limits: TreeLimits, depth: Int
  ) throws(UnreadableDocument) -> [PropertyListNode.Member] {
    let children = element.children
    var members: [PropertyListNode.Member] = []
    var keys: Set<String> = []
    var index = 0
    while index < children.count {
      let key = children[index]
      guard key.name == "key", index + 1 < children.count, children[index + 1].name != "key" else {
        throw UnreadableDocument(
          "a dictionary has a value without a key, or a key without a value", place: key.place)
      }
      guard keys.insert(key.text).inserted else {
        throw UnreadableDocument(
          "the key \(key.text.quoted) stands twice", fix: "remove one of the two",
          place: key.place)
      }
      let value = try value(children[index + 1], limits, depth: depth + 1)
      members.append(PropertyListNode.Member(key: key.text, value: value))
      index += 2
    }
    return members
  }
}
