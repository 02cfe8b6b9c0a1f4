// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Finding: CustomStringConvertible {
  /// `file:line:column: severity: path: message`, and the fix on a line of its own.
  public var description: String {
    var text = place.map { "\($0): " } ?? ""
    text += "\(severity.rawValue): "
    if !path.isEmpty { text += "\(path): " }
    text += message
    if let fix { text += "\n  fix: \(fix)" }
    return text
  }
}
