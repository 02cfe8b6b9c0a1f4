// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// How much there is to draw once everything that refers to something is written out: by `use`, a
/// mask or a clip that is used twice, in one that is used twice, and so on.
struct SVGWork {
  /// More is refused; real logos have some hundreds.
  static let most = 50_000

  private var targets: [String: XMLElement] = [:]
  private var rules: [(tokens: Set<String>, names: [String])] = []
  private var known: [ObjectIdentifier: Int] = [:]
  private var open: Set<ObjectIdentifier> = []

  /// What is wrong with it and where; nil where nothing is.
  static func problem(in root: XMLElement) -> SVGGrammar.Problem? {
    var work = SVGWork(root)
    do throws(Fault) {
      _ = try work.count(root)
      return nil
    } catch {
      return SVGGrammar.Problem(message: error.message, place: error.element.place)
    }
  }

  private struct Fault: Error {
    let element: XMLElement
    let message: String
  }

  private init(_ root: XMLElement) {
    for element in root.descendants {
      for key in ["id", "xml:id"] {
        guard let id = element.attributes[key], targets[id] == nil else { continue }
        targets[id] = element
      }
      guard element.name == "style" else { continue }
      for (selector, body) in CSSRules.rules(of: CSSRules.withoutComments(element.text) ?? "").rules
      {
        let names = CSSRules.references(in: body)
        if !names.isEmpty { rules.append((Self.tokens(selector), names)) }
      }
    }
  }

  /// The simple selectors in a selector, such as `.a`, `#b`, `rect` and `*`.
  private static func tokens(_ selector: String) -> Set<String> {
    var tokens: Set<String> = []
    var token = ""
    for character in selector + " " {
      if character.isWhitespace || ",>".contains(character) {
        if !token.isEmpty { tokens.insert(token) }
        token = ""
      } else if ".#*".contains(character) {
        if !token.isEmpty { tokens.insert(token) }
        token = String(character)
      } else {
        token.append(character)
      }
    }
    return tokens
  }

  private mutating func count(_ element: XMLElement) throws(Fault) -> Int {
    let key = ObjectIdentifier(element)
    if let known = known[key] { return known }
    guard open.insert(key).inserted else {
      throw Fault(element: element, message: "has a part that is drawn inside of itself")
    }
    defer { open.remove(key) }
    var sum = 1
    for child in element.children { sum = try add(sum, child, element) }
    for name in references(of: element) {
      guard let target = targets[name] else { continue }
      sum = try add(sum, target, element)
    }
    known[key] = sum
    return sum
  }

  private mutating func add(
    _ sum: Int, _ part: XMLElement, _ element: XMLElement
  ) throws(Fault) -> Int {
    let sum = sum + (try count(part))
    guard sum <= Self.most else {
      throw Fault(
        element: element,
        message: "draws more than \(Self.most) elements, with everything that is used again")
    }
    return sum
  }

  private func references(of element: XMLElement) -> [String] {
    var names: [String] = []
    for (name, value) in element.attributes {
      if name == "href" || name.hasSuffix(":href") {
        if value.hasPrefix("#") { names.append(String(value.dropFirst())) }
      } else if value.contains("#") {
        names += CSSRules.references(in: value)
      }
    }
    guard !rules.isEmpty else { return names }
    var keys: Set<String> = ["*", element.name]
    if let id = element.attributes["id"] { keys.insert("#\(id)") }
    for name in element.attributes["class"]?.split(whereSeparator: \.isWhitespace) ?? [] {
      keys.insert(".\(name)")
    }
    for rule in rules where !rule.tokens.isDisjoint(with: keys) { names += rule.names }
    return names
  }
}
