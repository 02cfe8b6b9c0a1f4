// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// Where options stand in their file, for what is found when they are used. It is no part of what
/// they say: options that differ in nothing else are equal.
public struct Places: Hashable, Sendable {
  private var places: [String: Place] = [:]

  /// Nowhere yet.
  public init() {}

  /// The place of an option by its path, such as `signing.key`; that of what it is in where it
  /// has none of its own.
  public subscript(path: String) -> Place? {
    get {
      if let place = places[path] { return place }
      guard let dot = path.lastIndex(of: ".") else { return nil }
      return self[String(path[..<dot])]
    }
    set { places[path] = newValue }
  }

  /// Findings with the places of what they are about.
  public func put(on findings: [Finding]) -> [Finding] {
    findings.map { finding in
      var finding = finding
      finding.place = finding.place ?? self[finding.path]
      return finding
    }
  }

  /// Always true: where a value stands is no part of what it is.
  public static func == (one: Places, other: Places) -> Bool { true }

  /// Nothing, as all are equal.
  public func hash(into hasher: inout Hasher) {}
}
