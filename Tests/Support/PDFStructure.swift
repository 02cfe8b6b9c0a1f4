// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The structure tree of a PDF whose objects are written in plain, read without a library.
package struct PDFStructure {
  /// An element of the tree.
  package struct Element {
    /// The type, such as `TH`.
    package let type: String
    /// The object as it stands.
    package let text: String
    /// The elements inside.
    package let children: [Element]
    /// True where something drawn belongs to it.
    package let hasContent: Bool

    /// The element and all below it.
    package var all: [Element] { [self] + children.flatMap(\.all) }
  }

  /// The objects by their number, streams left out.
  package let objects: [Int: String]
  /// The topmost elements.
  package let roots: [Element]
  /// The drawings of pages, packed.
  package let streams: [[UInt8]]

  package init?(_ bytes: [UInt8]) {
    var objects: [Int: String] = [:]
    var streams: [[UInt8]] = []
    let data = Data(bytes)
    var index = data.startIndex
    while let start = data.range(of: Data(" 0 obj\n".utf8), in: index..<data.endIndex) {
      var first = start.lowerBound
      while first > 0, (0x30...0x39).contains(data[first - 1]) { first -= 1 }
      guard let number = Int(String(decoding: data[first..<start.lowerBound], as: UTF8.self)),
        let end = data.range(of: Data("endobj\n".utf8), in: start.upperBound..<data.endIndex)
      else { return nil }
      let body = data[start.upperBound..<end.lowerBound]
      if let stream = body.range(of: Data(">>\nstream\n".utf8)) {
        let closing = body.range(of: Data("\nendstream".utf8), options: .backwards)
        let head = String(decoding: body[..<stream.lowerBound], as: UTF8.self)
        objects[number] = head
        if !head.contains("/Type"), let closing, stream.upperBound <= closing.lowerBound {
          streams.append(Array(body[stream.upperBound..<closing.lowerBound]))
        }
      } else {
        objects[number] = String(decoding: body, as: UTF8.self)
      }
      index = end.upperBound
    }
    self.objects = objects
    self.streams = streams
    guard let root = objects.values.first(where: { $0.contains("/Type /StructTreeRoot") }) else {
      return nil
    }
    roots = Self.children(of: root, objects).map { Self.element($0, objects) }
  }

  /// What an object's `/K` names, annotations left out.
  private static func kids(of text: String) -> String {
    let kids = text.firstMatch(of: #/\/K (\[.*?\]|\d+ 0 R|\d+)/#.dotMatchesNewlines())
    return (kids.map { String($0.output.1) } ?? "").replacing(#/<<.*?>>/#, with: "")
  }

  /// The objects that an object's `/K` names.
  private static func children(of text: String, _ objects: [Int: String]) -> [String] {
    kids(of: text).matches(of: #/(\d+) 0 R/#).compactMap {
      Int($0.output.1).flatMap { objects[$0] }
    }
  }

  private static func element(_ text: String, _ objects: [Int: String]) -> Element {
    let type = text.firstMatch(of: #/\/S \/(\w+)/#).map { String($0.output.1) } ?? ""
    let numbers = kids(of: text).replacing(#/\d+ 0 R/#, with: "")
    return Element(
      type: type, text: text,
      children: children(of: text, objects).filter { $0.contains("/StructElem") }
        .map { element($0, objects) },
      hasContent: numbers.contains { $0.isNumber })
  }
}
