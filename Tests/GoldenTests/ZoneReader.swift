// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import MailSettings
import Renderers
import TestSupport
import Testing

/// Reads the records back from every syntax and holds them against the settings' records.
enum ZoneReader {
  static func read(_ document: Document, _ rendition: Rendition) throws -> [String] {
    let records = DomainRecords(try rendition.account())
    let wanted = records.records.map { "\($0.name). \($0.data.type) \($0.data.presentation)" }
    switch rendition.choice?.value ?? "zone" {
    case "zone":
      return Readers.mismatch("records", try zone(document.text), wanted)
    case "nsupdate":
      let added = document.text.split(separator: "\n").filter { $0.hasPrefix("update add ") }
      let read = added.map { line in
        let words = line.split(separator: " ", maxSplits: 4)
        return "\(words[2]) \(words[4])"
      }
      return Readers.mismatch("records", read, wanted)
        + (document.text.hasSuffix("send\n") ? [] : ["nothing is sent"])
        + (document.text.contains("delete \(records.zone). TXT") ? ["deletes foreign texts"] : [])
    case "json":
      let read = try JSONValue(document.bytes)["records"]?.array ?? []
      return Readers.mismatch(
        "records",
        read.map {
          "\($0["name"]?.string ?? "") \($0["type"]?.string ?? "") \($0["data"]?.string ?? "")"
        },
        wanted)
    case "csv":
      let rows = document.text.split(separator: "\r\n")
      return Readers.mismatch("rows", rows.count, wanted.count + 1)
        + rows.filter {
          !$0.hasSuffix("\"")
            && $0.split(separator: ",", omittingEmptySubsequences: false).count != 7
        }
        .map { "not 7 columns: \($0)" }
    case "table":
      return Readers.mismatch("rows", document.text.split(separator: "\n").count, wanted.count + 1)
    case "terraform":
      let sets = Set(
        records.records.filter { !["CAA", "TLSA"].contains($0.data.type) }.map {
          [$0.name, $0.data.type]
        })
      let labels = document.text.split(separator: "\n").filter { $0.hasPrefix("resource ") }
      return Readers.mismatch("resources", labels.count, sets.count)
        + Readers.mismatch("different resources", Set(labels).count, labels.count)
    case "octodns":
      let types = document.text.split(separator: "\n").filter { $0.hasPrefix("    type: ") }
      let sets = Set(records.records.map { [$0.name, $0.data.type] })
      return Readers.mismatch("record sets", types.count, sets.count)
    default: return ["no reader for this syntax"]
    }
  }

  /// The records of a zone file as far as the format uses its language: `$ORIGIN`, `$TTL`,
  /// comments and one record a line.
  static func zone(_ text: String) throws -> [String] {
    var origin = ""
    var records: [String] = []
    for line in text.split(separator: "\n") where !line.hasPrefix(";") {
      let words = line.split(separator: " ")
      switch words.first {
      case "$ORIGIN": origin = String(words[1])
      case "$TTL": continue
      case let name?:
        let type = String(words[2])
        let start = try #require(line.range(of: " IN \(type)")).upperBound
        let data = line[start...].drop { $0 == " " }
        let owner = name == "@" ? origin : name.hasSuffix(".") ? String(name) : "\(name).\(origin)"
        records.append("\(owner) \(type) \(data)")
      case nil: continue
      }
    }
    return records
  }
}
