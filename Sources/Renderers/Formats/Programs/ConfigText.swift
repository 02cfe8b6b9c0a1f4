// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A file of lines for a program while it is written. Values come quoted from the writer of the
/// syntax; one that the writer refuses becomes an error, and the file is not made.
struct ConfigText {
  private var bytes: [UInt8] = []
  private let comment: String
  private let program: String
  private var refused: [String] = []

  /// A file whose comments begin with a mark, for a program that findings name.
  init(_ program: String, comment: String = "#") {
    self.program = program
    self.comment = comment
  }

  /// A comment of one line.
  mutating func note(_ text: String) {
    bytes.append(text.isEmpty ? comment : "\(comment) \(text.printable)")
    bytes.append(0x0A)
  }

  /// An empty line.
  mutating func gap() { bytes.append(0x0A) }

  /// A line that needs no quoting.
  mutating func line(_ text: String) {
    bytes.append(text)
    bytes.append(0x0A)
  }

  /// A line made of text and a value, quoted by the writer of the syntax.
  mutating func line(
    _ before: String, _ value: String, _ quote: (String) -> String?, _ after: String = ""
  ) {
    guard let quoted = quote(value) else {
      if !refused.contains(value) { refused.append(value) }
      return
    }
    line(before + quoted + after)
  }

  /// The first lines: what the file is, for whom, and where it belongs.
  mutating func head(_ account: AccountSettings, belongs place: String) {
    note(
      "\(program) for \(account.address?.description ?? account.domain.ascii)"
        + " (\(account.provider.name))")
    note(place)
  }

  /// The document; throws where a value could not be written, and where anything is an error.
  func document(_ gaps: Gaps) throws(RenderFailure) -> Document {
    var gaps = gaps
    for value in refused { gaps.refuseName(value, in: program) }
    return try gaps.document(bytes)
  }
}

/// Options that files of several programs have.
enum ProgramOption {
  /// Which authorities to trust.
  static let authorities = FormatOption(
    text: "ca-file", placeholder: "FILE",
    summary: "The certificates of the authorities to trust, in PEM; those of the system otherwise.")

  /// Where Debian, Ubuntu and Alpine keep the certificates of all authorities in one file.
  static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"

  /// The file of the option, or that of the system.
  static func authorities(_ options: RenderOptions) -> String {
    options[authorities].first ?? systemAuthorities
  }
}
