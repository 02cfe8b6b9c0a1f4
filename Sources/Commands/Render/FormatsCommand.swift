// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import Adoption
import Console
import Renderers

extension CLI {
  private static let json = CommandOption(
    name: "json", summary: "One JSON array instead of a table.")
  private static let names = CommandOption(
    name: "names", summary: "One name a line instead of a table.")
  private static let clients = CommandOption(
    name: "clients", summary: "What can be said to which mail client, instead of the formats.")

  /// Lists the formats.
  var formatsCommand: Command {
    Command(
      name: "formats", synopsis: ["[--clients] [--json | --names]"],
      summary: "List the formats with file extension and media type.",
      options: [Self.json, Self.names, Self.clients],
      run: { invocation throws(Failure) in
        try invocation.refuseOperands()
        if invocation.arguments.has(Self.clients) {
          let json = String(decoding: ClientTable.json.encoded(pretty: true), as: UTF8.self)
          try invocation.io.write(
            invocation.arguments.has(Self.json) ? json : ClientTable.text)
          return .done
        }
        let text =
          if invocation.arguments.has(Self.json) {
            formatsJSON
          } else if invocation.arguments.has(Self.names) {
            formats.map { "\($0.name)\n" }.joined()
          } else {
            formatsTable
          }
        try invocation.io.write(text)
        return .done
      })
  }

  private var formatsTable: String {
    let header = ["FORMAT", "EXTENSION", "MEDIA TYPE", "SUMMARY"]
    let rows = [header] + formats.map { [$0.name, $0.fileExtension, $0.mediaType, $0.summary] }
    let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0.padded(to: $1 + 2) }.joined() + (row.last ?? "") + "\n"
    }.joined()
  }

  private var formatsJSON: String {
    let objects = formats.map { format in
      JSON.object([
        "name": .string(format.name), "summary": .string(format.summary),
        "fileExtension": .string(format.fileExtension), "mediaType": .string(format.mediaType),
      ])
    }
    return String(decoding: JSON.array(objects).encoded(pretty: true), as: UTF8.self)
  }
}
