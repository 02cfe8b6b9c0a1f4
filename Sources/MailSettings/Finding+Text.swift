// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Finding: CustomStringConvertible {
  /// `file:line:column: error: path: message`, as compilers write it, and the fix on a line of
  /// its own; what is not known is left out, and what a terminal would obey is escaped.
  public var description: String {
    let start = place.map { "\($0): ".printable } ?? ""
    return "\(start)\(severity.rawValue): \(messageAndFix)"
  }

  /// The same without place and severity.
  package var messageAndFix: String {
    let start = path.isEmpty ? "" : "\(path): "
    let end = fix.map { "\n  fix: \($0.printable)" } ?? ""
    return (start + message).printable + end
  }
}
