// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CYAML

/// YAML 1.2 through libyaml's events: no tags, one document.
package enum YAMLParser {
  /// The document's value; throws the first thing that cannot be read.
  package static func parse(
    _ text: SourceText, limits: TreeLimits = .settings
  ) throws(SyntaxFault) -> Node {
    // libyaml keeps a pointer to the parser itself, so it must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      throw SyntaxFault(Mark(line: 1, column: 1), "there is not enough memory")
    }
    defer { yaml_parser_delete(parser) }
    return try text.bytes.withUnsafeBufferPointer { bytes throws(SyntaxFault) in
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
      return try document(parser, bytes, limits)
    }
  }

  private static func document(
    _ parser: UnsafeMutablePointer<yaml_parser_t>, _ bytes: UnsafeBufferPointer<UInt8>,
    _ limits: TreeLimits
  ) throws(SyntaxFault) -> Node {
    var builder = TreeBuilder(limits: limits)
    var isDone = false
    var quotes: (begin: Mark, end: Mark)?
    while !isDone {
      var event = yaml_event_t()
      guard yaml_parser_parse(parser, &event) == 1 else {
        let fault = YAMLProblem(parser.pointee, bytes).fault
        // A quote that was forgotten ends at the next one, lines below, and all is wrong from there.
        if let quotes, quotes.end.line == fault.mark.line {
          throw SyntaxFault(
            quotes.begin, "the quotes that begin here are not closed in this line",
            fix: "close them")
        }
        throw fault
      }
      defer { yaml_event_delete(&event) }
      quotes = event.quotesOverLines ?? quotes
      isDone = try take(event, into: &builder)
    }
    guard let root = builder.root else {
      throw SyntaxFault(
        Mark(line: 1, column: 1), "the file is empty",
        fix: "mkprofile init writes one to start from")
    }
    return root
  }

  /// Hands one event on; true for the last of the text.
  private static func take(
    _ event: yaml_event_t, into builder: inout TreeBuilder
  ) throws(SyntaxFault) -> Bool {
    let mark = Mark(event.start_mark)
    switch event.type {
    case YAML_STREAM_END_EVENT: return true
    case YAML_DOCUMENT_START_EVENT:
      guard builder.root == nil else {
        throw SyntaxFault(
          mark, "a second document begins here", fix: "use 'providers:', or a file for each")
      }
    case YAML_ALIAS_EVENT:
      try builder.alias(text(event.data.alias.anchor) ?? "", at: mark)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(tag: scalar.tag, mark)
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      try builder.scalar(
        String(decoding: value, as: UTF8.self),
        isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE, anchor: text(scalar.anchor), at: mark)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      try refuse(tag: start.tag, mark)
      try builder.open(isMapping: false, anchor: text(start.anchor), at: mark)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      try refuse(tag: start.tag, mark)
      try builder.open(isMapping: true, anchor: text(start.anchor), at: mark)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      builder.close()
    default: break
    }
    return false
  }

  private static func refuse(
    tag: UnsafeMutablePointer<yaml_char_t>?, _ mark: Mark
  ) throws(SyntaxFault) {
    guard let tag = text(tag) else { return }
    throw SyntaxFault(
      mark, "the tag '\(tag)' is not allowed", fix: "put texts with '!' in quotes")
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}

extension yaml_event_t {
  /// Where a text in quotes begins and ends that has several lines; nil for anything else.
  fileprivate var quotesOverLines: (begin: Mark, end: Mark)? {
    guard type == YAML_SCALAR_EVENT, start_mark.line < end_mark.line else { return nil }
    let style = data.scalar.style
    guard style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || style == YAML_SINGLE_QUOTED_SCALAR_STYLE
    else {
      return nil
    }
    return (Mark(start_mark), Mark(end_mark))
  }
}
