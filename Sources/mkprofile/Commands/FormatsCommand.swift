// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension CLI {
  private static let json = CommandOption(
    name: "json", summary: "One JSON array instead of a table.")

  /// Lists the formats.
  var formatsCommand: Command {
    Command(
      name: "formats", synopsis: ["[--json]"],
      summary: "List the formats with file extension and media type.", options: [Self.json],
      run: { invocation throws(Failure) in
        try invocation.refuseOperands()
        try invocation.io.write(invocation.arguments.has(Self.json) ? formatsJSON : formatsTable)
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
      JSONText.object([
        ("name", JSONText.string(format.name)), ("summary", JSONText.string(format.summary)),
        ("fileExtension", JSONText.string(format.fileExtension)),
        ("mediaType", JSONText.string(format.mediaType)),
      ])
    }
    return "[\n" + objects.map { "  \($0)" }.joined(separator: ",\n") + "\n]\n"
  }
}

extension String {
  /// The text with blanks after it, up to a width in characters.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
