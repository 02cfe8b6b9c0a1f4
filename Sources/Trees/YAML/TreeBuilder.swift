// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Puts the values of a YAML text together as they come, and counts what aliases repeat.
struct TreeBuilder {
  /// A list or mapping that is not closed yet.
  private struct Frame {
    let mark: Mark
    let isMapping: Bool
    let anchor: String?
    let weightBefore: Weight
    var items: [Node] = []
    var pairs: [Node.Pair] = []
    var key: (text: String, mark: Mark)?
  }

  /// What something costs once every alias in it is written out.
  private struct Weight {
    var values = 0
    var content = 0
  }

  private let limits: TreeLimits
  private var frames: [Frame] = []
  private var anchors: [String: (node: Node, weight: Weight)] = [:]
  private var weight = Weight()
  private var repeated = 0
  private(set) var root: Node?

  init(limits: TreeLimits) { self.limits = limits }

  /// Takes a text; in a mapping the first is a key, the next its value.
  mutating func scalar(
    _ text: String, isPlain: Bool, anchor: String?, at mark: Mark
  ) throws(SyntaxFault) {
    let size = Weight(values: 1, content: text.utf8.count)
    try count(size, at: mark)
    let node = Node(mark: mark, value: .scalar(text, isPlain: isPlain))
    if let anchor { anchors[anchor] = (node, size) }
    if let last = frames.indices.last, frames[last].isMapping, frames[last].key == nil {
      frames[last].key = (text, mark)
    } else {
      add(node)
    }
  }

  /// Begins a list or a mapping.
  mutating func open(isMapping: Bool, anchor: String?, at mark: Mark) throws(SyntaxFault) {
    guard !isKeyExpected else {
      throw SyntaxFault(mark, "a key must be a word or a text, not a list or a set of keys")
    }
    guard frames.count < limits.depth else {
      throw SyntaxFault(mark, "more than \(limits.depth) lists or sets of keys in one another")
    }
    frames.append(
      Frame(mark: mark, isMapping: isMapping, anchor: anchor, weightBefore: weight))
    try count(Weight(values: 1), at: mark)
  }

  /// Ends the list or mapping that was begun last.
  mutating func close() {
    guard let frame = frames.popLast() else { return }
    let node = Node(
      mark: frame.mark,
      value: frame.isMapping ? .mapping(frame.pairs) : .sequence(frame.items))
    if let anchor = frame.anchor {
      let before = frame.weightBefore
      let own = Weight(
        values: weight.values - before.values, content: weight.content - before.content)
      anchors[anchor] = (node, own)
    }
    add(node)
  }

  /// Repeats what an anchor names.
  mutating func alias(_ name: String, at mark: Mark) throws(SyntaxFault) {
    guard !isKeyExpected else { throw SyntaxFault(mark, "an alias cannot be a key") }
    guard !frames.contains(where: { $0.anchor == name }) else {
      throw SyntaxFault(mark, "the alias *\(name) stands inside what it names")
    }
    guard let target = anchors[name] else {
      throw SyntaxFault(
        mark, "there is no anchor &\(name) above this alias", fix: "put texts with '*' in quotes")
    }
    repeated += target.weight.values
    guard repeated <= limits.repeated else {
      throw SyntaxFault(
        mark, "aliases repeat more than \(limits.repeated) values",
        fix: "split the file, or move domains into a 'list:' file")
    }
    try count(target.weight, at: mark)
    add(Node(mark: mark, value: target.node.value))
  }

  private var isKeyExpected: Bool {
    guard let frame = frames.last else { return false }
    return frame.isMapping && frame.key == nil
  }

  private mutating func add(_ node: Node) {
    guard let last = frames.indices.last else {
      root = node
      return
    }
    if !frames[last].isMapping {
      frames[last].items.append(node)
    } else if let key = frames[last].key {
      frames[last].pairs.append(Node.Pair(key: key.text, mark: key.mark, value: node))
      frames[last].key = nil
    }
  }

  private mutating func count(_ more: Weight, at mark: Mark) throws(SyntaxFault) {
    weight.values += more.values
    weight.content += more.content
    guard weight.content <= limits.content else {
      throw SyntaxFault(
        mark, "the file has more than \(limits.content) bytes of text, aliases written out",
        fix: "split it, or repeat less by aliases")
    }
    guard weight.values <= limits.values else {
      throw SyntaxFault(
        mark, "the file has more than \(limits.values) values, aliases written out",
        fix: "split it, or move domains into a 'list:' file")
    }
  }
}
