// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

extension String {
  /// `; did you mean 'x'?` for the candidate that is most like this text; empty where none is.
  public func suggestion(from candidates: [String]) -> String {
    let typed = Array(lowercased().utf8.prefix(64))
    let family = family(in: candidates)
    if let last = family.last, family.count <= Self.mostSuggested {
      let others = family.dropLast().map { "'\($0)'" }.joined(separator: ", ")
      return "; did you mean \(others)\(others.isEmpty ? "" : " or ")'\(last)'?"
    }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8)
      let distance =
        other.starts(with: typed) && typed.count > 2
        ? 1 : min(typed.distance(to: other), typed.distance(toStartOf: other))
      guard distance <= 1 + Swift.min(typed.count, other.count) / 3 else { continue }
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best.map { "; did you mean '\($0.candidate)'?" } ?? ""
  }

  /// More would be no help.
  private static let mostSuggested = 6

  /// The candidates that this text is a part of, between dashes, as `pdf` is of `sheet-pdf`.
  private func family(in candidates: [String]) -> [String] {
    let typed = lowercased()
    guard typed.utf8.count > 1, !typed.hasPrefix("-") else { return [] }
    return candidates.filter { candidate in
      let parts = candidate.lowercased().split(separator: "-")
      return parts.count > 1
        && (parts.contains { $0 == typed } || candidate.lowercased().hasPrefix("\(typed)-"))
    }
  }
}

extension [UInt8] {
  /// The distance to what stands before the first dash of another text, as in `outlook-2016`; a
  /// text without one is out of reach.
  fileprivate func distance(toStartOf other: [UInt8]) -> Int {
    guard let dash = other.firstIndex(of: UInt8(ascii: "-")), dash > 3, count > 3 else {
      return .max
    }
    return distance(to: Array(other[..<dash]))
  }

  /// The edit distance to another text, with neighbours swapped counting as one edit.
  fileprivate func distance(to other: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array<Int>(0...other.count)
    for (row, byte) in enumerated() {
      var current = [row + 1]
      for (column, otherByte) in other.enumerated() {
        var cost = Swift.min(
          last[column] + (byte == otherByte ? 0 : 1), last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == other[column - 1], self[row - 1] == otherByte {
          cost = Swift.min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
