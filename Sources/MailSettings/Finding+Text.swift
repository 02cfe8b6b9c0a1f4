// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension Finding: CustomStringConvertible {
  /// `file:line:column: error: path: message`, as compilers write it, and the fix on a line of
  /// its own; what is not known is left out.
  public var description: String {
    var parts = [severity.rawValue]
    if let place { parts.insert("\(place)", at: 0) }
    if !path.isEmpty { parts.append(path) }
    parts.append(message)
    let line = parts.joined(separator: ": ")
    return fix.map { "\(line)\n  fix: \($0)" } ?? line
  }
}
