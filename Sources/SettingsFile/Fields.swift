// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Trees

/// The keys of one mapping. Their names are all there is: another key is an error.
package protocol MappingKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// The keys that must be given.
  static var required: [Self] { get }
}

/// A mapping whose keys have been checked, ready to be read one by one.
package struct Fields<Key: MappingKey> {
  /// Where the mapping begins.
  package let mark: Mark
  /// The way to it, as findings name it.
  package let path: Path
  /// Where its mistakes go.
  package let report: Report
  private var found: [(key: Key, mark: Mark, value: Node)] = []

  /// The keys of a mapping; nil for another value. Reports unknown, repeated and missing keys.
  package init?(_ field: Field) {
    guard case .mapping(let pairs) = field.node.value else {
      field.wrongType(wanted: "a set of keys")
      return nil
    }
    (mark, path, report) = (field.node.mark, field.path, field.report)
    for pair in pairs {
      guard let key = Key(rawValue: pair.key) else {
        unknown(pair)
        continue
      }
      if let first = found.first(where: { $0.key == key }) {
        report.error(
          pair.mark, .key(path, pair.key),
          "is given twice; the first is in line \(first.mark.line)", fix: "remove one of the two")
        continue
      }
      found.append((key, pair.mark, pair.value))
    }
    for key in Key.required where self[key] == nil {
      report.error(mark, .key(path, key.rawValue), "is missing", fix: "add '\(key.rawValue):'")
    }
  }

  /// The value of a key; nil where it is not given.
  package subscript(key: Key) -> Field? {
    guard let entry = found.first(where: { $0.key == key }) else { return nil }
    return Field(node: entry.value, path: .key(path, key.rawValue), report: report)
  }

  /// Reports something about a key rather than its value.
  package func error(at key: Key, _ message: String, fix: String? = nil) {
    let place = found.first { $0.key == key }?.mark ?? mark
    report.error(place, .key(path, key.rawValue), message, fix: fix)
  }

  private func unknown(_ pair: Node.Pair) {
    let names = Key.allCases.map(\.rawValue)
    report.error(
      pair.mark, path,
      "there is no key \(pair.key.quoted) here\(pair.key.suggestion(from: names))",
      fix: "the accepted keys are \(names.joined(separator: ", "))")
  }
}
