// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import Renderers

/// Where text meets the terminal. Documents pass byte by byte; whatever is meant for people comes
/// through here, and nothing in it, from whichever document, name, argument or server it came, can
/// be obeyed by a terminal.
extension InputOutput {
  /// Writes lines for people to standard output.
  package func write(_ text: String) throws(Failure) {
    try write(Array(text.printableLines.utf8))
  }

  /// Writes a value for programs, which a person may look at.
  package func write(_ json: JSON, pretty: Bool = true) throws(Failure) {
    try write(Array(json.printable(pretty: pretty).utf8))
  }
}
