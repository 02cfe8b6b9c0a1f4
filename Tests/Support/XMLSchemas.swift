// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import CXML
import FoundationEssentials

/// Holds XML documents against the grammars in `Schemas/`, in process, through libxml2.
package enum XMLSchemas {
  /// libxml2 fills its tables of types at the first grammar and without a lock: tests that run side
  /// by side would find them half filled, and their grammar unusable.
  private static let types: Void = {
    xmlInitParser()
    xmlSchemaInitTypes()
    _ = xmlRelaxNGInitTypes()
  }()

  /// What a RELAX NG grammar says against a document; empty where it is valid.
  package static func validate(_ bytes: [UInt8], relaxNG name: String) -> [String] {
    types
    let document: XMLDocumentText
    do { document = try XMLDocumentText(bytes) } catch { return [error.reason] }
    let problems = XMLProblems()
    let sink = Unmanaged.passUnretained(problems).toOpaque()
    let reader = xmlRelaxNGNewParserCtxt(Repository.url("Schemas/\(name)").path)
    defer { xmlRelaxNGFreeParserCtxt(reader) }
    xmlRelaxNGSetParserStructuredErrors(reader, XMLProblems.collect, sink)
    guard let schema = xmlRelaxNGParse(reader) else { return problems.unusable(name) }
    defer { xmlRelaxNGFree(schema) }
    let validator = xmlRelaxNGNewValidCtxt(schema)
    defer { xmlRelaxNGFreeValidCtxt(validator) }
    xmlRelaxNGSetValidStructuredErrors(validator, XMLProblems.collect, sink)
    return problems.after(xmlRelaxNGValidateDoc(validator, document.pointer))
  }

  /// What an XML Schema says against a document; empty where it is valid.
  package static func validate(_ bytes: [UInt8], xsd name: String) -> [String] {
    types
    let document: XMLDocumentText
    do { document = try XMLDocumentText(bytes) } catch { return [error.reason] }
    let problems = XMLProblems()
    let sink = Unmanaged.passUnretained(problems).toOpaque()
    let reader = xmlSchemaNewParserCtxt(Repository.url("Schemas/\(name)").path)
    defer { xmlSchemaFreeParserCtxt(reader) }
    xmlSchemaSetParserStructuredErrors(reader, XMLProblems.collect, sink)
    guard let schema = xmlSchemaParse(reader) else { return problems.unusable(name) }
    defer { xmlSchemaFree(schema) }
    let validator = xmlSchemaNewValidCtxt(schema)
    defer { xmlSchemaFreeValidCtxt(validator) }
    xmlSchemaSetValidStructuredErrors(validator, XMLProblems.collect, sink)
    return problems.after(xmlSchemaValidateDoc(validator, document.pointer))
  }
}

/// Collects what libxml2 reports through a callback.
final class XMLProblems {
  private var lines: [String] = []

  static let collect: xmlStructuredErrorFunc = { context, error in
    guard let context, let error else { return }
    let problems = Unmanaged<XMLProblems>.fromOpaque(context).takeUnretainedValue()
    problems.lines.append(line(error.pointee))
  }

  static func line(_ error: xmlError) -> String {
    let message = error.message.map { String(cString: $0) } ?? "unknown"
    return "line \(error.line): \(message.split(separator: "\n").joined(separator: " "))"
  }

  /// The problems after a validation; a refusal without words is a problem too.
  func after(_ result: Int32) -> [String] {
    result != 0 && lines.isEmpty ? ["invalid (\(result))"] : lines
  }

  func unusable(_ name: String) -> [String] { ["the schema \(name) is unusable"] + lines }
}
