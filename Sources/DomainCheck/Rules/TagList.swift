// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A list of tags such as `v=DMARC1; p=none` (RFC 6376 section 3.2, which DMARC, BIMI, MTA-STS and
/// TLS-RPT use as well).
struct TagList: Sendable, Hashable {
  /// The tags in order, with their values.
  let tags: [(name: String, value: String)]
  /// True where a part is not `name=value`.
  let isMalformed: Bool

  init(_ text: String) {
    var tags: [(name: String, value: String)] = []
    var isMalformed = false
    for part in text.split(separator: ";", omittingEmptySubsequences: true) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0]).trimmingBlanks
      guard pair.count == 2, !name.isEmpty else {
        isMalformed = isMalformed || !name.isEmpty || pair.count == 2
        continue
      }
      tags.append((name.lowercased(), String(pair[1]).trimmingBlanks))
    }
    self.tags = tags
    self.isMalformed = isMalformed
  }

  /// The value of a tag.
  subscript(name: String) -> String? { tags.first { $0.name == name }?.value }

  static func == (left: TagList, right: TagList) -> Bool {
    left.tags.map { [$0.name, $0.value] } == right.tags.map { [$0.name, $0.value] }
      && left.isMalformed == right.isMalformed
  }

  func hash(into hasher: inout Hasher) { for tag in tags { hasher.combine(tag.name) } }
}

/// A policy of MTA-STS (RFC 8461 section 3.2).
struct DeliveryPolicy {
  private var values: [(key: String, value: String)] = []

  init(_ body: [UInt8]) {
    let text = String(decoding: body.prefix(64_000), as: UTF8.self)
    for line in text.split(whereSeparator: \.isNewline) {
      let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      values.append((String(pair[0]).trimmingBlanks, String(pair[1]).trimmingBlanks))
    }
  }

  private func first(_ key: String) -> String? { values.first { $0.key == key }?.value }

  /// What is wrong with it, and the cure.
  func problems(hosts: [String]) -> [(message: String, fix: String)] {
    guard first("version") == "STSv1" else {
      return [("the document is no policy of MTA-STS", "begin it with 'version: STSv1'")]
    }
    var problems: [(message: String, fix: String)] = []
    let mode = first("mode") ?? ""
    if !["enforce", "testing", "none"].contains(mode) {
      problems.append(("the mode is \(mode.quoted)", "write 'mode: enforce'"))
    }
    if !(first("max_age").flatMap { Int($0) }.map { (0...31_557_600).contains($0) } ?? false) {
      problems.append(("max_age is missing or wrong", "write 'max_age: 604800'"))
    }
    guard mode != "none" else { return problems }
    let patterns = values.filter { $0.key == "mx" }.map { $0.value.lowercased() }
    for host in hosts where !patterns.contains(where: { Self.matches(host, $0) }) {
      problems.append(("the mail exchanger \(host) is not in the policy", "add 'mx: \(host)'"))
    }
    return problems
  }

  /// What makes a policy without faults weak, and the cure.
  var remark: (message: String, fix: String)? {
    switch first("mode") {
    case "none": ("the policy asks for nothing", "write 'mode: enforce'")
    case "testing":
      (
        "the policy is a test: mail is delivered without encryption as well",
        "write 'mode: enforce' once the TLS reports are clean"
      )
    default:
      first("max_age").flatMap { Int($0) }.map { $0 < 86_400 } == true
        ? ("the policy is forgotten within a day", "write 'max_age: 604800' or more") : nil
    }
  }

  private static func matches(_ host: String, _ pattern: String) -> Bool {
    guard pattern.hasPrefix("*.") else { return host == pattern }
    return host.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
      == String(pattern.dropFirst(2))
  }
}
