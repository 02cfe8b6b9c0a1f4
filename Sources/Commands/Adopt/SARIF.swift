// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import ClientRules
import MailSettings
import Renderers

/// Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS), as code hosts show
/// them beside the lines of a file.
enum SARIF {
  /// One log with one run.
  static func log(_ reports: [LintReport]) -> JSON {
    let all = reports.flatMap { report in report.findings.map { (report.source, $0) } }
    let known = Dictionary(uniqueKeysWithValues: ClientRule.all.map { ($0.id, $0) })
    var ids: [String] = []
    for (_, finding) in all {
      let id = ruleID(finding, known)
      if !ids.contains(id) { ids.append(id) }
    }
    let driver: JSON = .object([
      "name": .string("mkprofile"), "semanticVersion": .string(CLI.version),
      "rules": .array(ids.map { rule($0, known[$0]) }),
    ])
    let run: JSON = .object([
      "tool": .object(["driver": driver]), "columnKind": .string("unicodeCodePoints"),
      "results": .array(
        all.map { source, finding in
          let id = ruleID(finding, known)
          return result(finding, source, id, ids.firstIndex(of: id) ?? 0)
        }),
    ])
    return .object([
      "$schema": .string("https://json.schemastore.org/sarif-2.1.0.json"),
      "version": .string("2.1.0"), "runs": .array([run]),
    ])
  }

  /// Findings without a rule of a client are about the document itself.
  private static func ruleID(_ finding: Finding, _ known: [String: ClientRule]) -> String {
    known[finding.path] == nil ? "mkprofile/document" : finding.path
  }

  private static func rule(_ id: String, _ rule: ClientRule?) -> JSON {
    let text = rule?.sentence ?? "The document or settings file has a mistake"
    let help = rule.map { "\($0.fix). Source: \($0.source), \($0.program.versions)." }
    return .object([
      "id": .string(id), "shortDescription": message(text), "fullDescription": message(text),
      "help": message(help ?? "See the message."),
      "defaultConfiguration": .object(["level": .string((rule?.severity ?? .error).rawValue)]),
    ])
  }

  private static func result(
    _ finding: Finding, _ source: String, _ id: String, _ index: Int
  ) -> JSON {
    let path = finding.path == id || finding.path.isEmpty ? "" : "\(finding.path): "
    let fix = finding.fix.map { ". Fix: \($0)" } ?? ""
    let location: JSON = .object([
      "physicalLocation": .object([
        "artifactLocation": .object(["uri": .string(uri(finding.place?.file ?? source))]),
        "region": .object([
          "startLine": .integer(finding.place?.line ?? 1),
          "startColumn": .integer(finding.place?.column ?? 1),
        ]),
      ])
    ])
    return .object([
      "ruleId": .string(id), "ruleIndex": .integer(index),
      "level": .string(finding.severity.rawValue),
      "message": message("\(path)\(finding.message)\(fix)"), "locations": .array([location]),
    ])
  }

  private static func message(_ text: String) -> JSON { .object(["text": .string(text)]) }

  /// A path as a URI reference (RFC 3986 section 4.1).
  private static func uri(_ path: String) -> String {
    if path.hasPrefix("https://") || path.hasPrefix("http://") { return path }
    let encoded = path.split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0).percentEncoded }.joined(separator: "/")
    return path.hasPrefix("/") ? "file://\(encoded)" : encoded
  }
}
