// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

/// The names above a domain with their DMARC records (RFC 9989 section 4.10): up to the first that
/// says where an organization ends, at most eight.
struct ForgeryWalk: Sendable {
  /// One name of the walk.
  struct Step: Sendable {
    let name: String
    let answer: Answer
    /// The records there; several count as none.
    let texts: [String]

    /// The record that counts.
    var record: String? { texts.count == 1 ? texts.first : nil }

    /// `y` for a public suffix, `n` for an organization's domain.
    var suffix: String? { record.flatMap { TagList($0)["psd"]?.lowercased() } }
  }

  /// The steps, from the domain upwards.
  let steps: [Step]

  /// Asks for every name at the same time.
  init(_ domain: String, _ inquiry: Inquiry) async {
    let names = Self.names(domain)
    let found = await withTaskGroup(of: (Int, Step).self) { group in
      for (index, name) in names.enumerated() {
        group.addTask {
          let answer = await inquiry.ask("_dmarc.\(name)", .txt)
          return (
            index,
            Step(name: name, answer: answer, texts: answer.texts.filter(ForgeryPolicy.isOne))
          )
        }
      }
      var steps: [Int: Step] = [:]
      for await (index, step) in group { steps[index] = step }
      return steps.sorted { $0.key < $1.key }.map(\.value)
    }
    let end = found.firstIndex { $0.suffix == "y" || $0.suffix == "n" }
    steps = Array(found.prefix(end.map { $0 + 1 } ?? found.count))
  }

  /// The names that are asked: with eight labels or more it goes on with the last seven.
  static func names(_ domain: String) -> [String] {
    let labels = domain.split(separator: ".", omittingEmptySubsequences: true)
    let counts = Array((1...7).reversed().filter { $0 < labels.count })
    return ([labels.count] + counts).map { labels.suffix($0).joined(separator: ".") }
  }

  /// The first look-up that has no answer, where what it would say matters.
  var failure: Step? {
    guard steps.first?.texts.isEmpty == true else {
      return steps.first.flatMap { $0.answer.failure == nil ? nil : $0 }
    }
    return steps.first { $0.answer.failure != nil }
  }

  /// The domain of the organization (section 4.10.2).
  var organization: String {
    guard let start = steps.first else { return "" }
    var found = start.name
    for step in steps where step.record != nil {
      if step.suffix == "n" { return step.name }
      if step.suffix == "y", step.name != start.name {
        let count = step.name.split(separator: ".").count + 1
        return start.name.split(separator: ".").suffix(count).joined(separator: ".")
      }
      found = step.name
    }
    return found
  }

  /// The record that applies to the domain, and where it stands (section 4.10.1).
  var policy: (owner: String, text: String)? {
    guard let start = steps.first, start.texts.count < 2 else { return nil }
    if let text = start.record { return (start.name, text) }
    let organization = organization
    let step =
      steps.first { $0.name == organization && $0.record != nil }
      ?? steps.first { $0.suffix == "y" && $0.record != nil }
    return step.flatMap { step in step.record.map { (step.name, $0) } }
  }
}
