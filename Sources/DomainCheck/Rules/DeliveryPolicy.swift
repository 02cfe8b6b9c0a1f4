// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings

/// A policy of MTA-STS (RFC 8461 section 3.2).
struct DeliveryPolicy {
  private var values: [(key: String, value: String)] = []
  private let beginsWithMark: Bool
  /// Lines that are no field.
  private var unreadable: [String] = []

  init(_ body: [UInt8]) {
    let text = String(decoding: body.prefix(65_536), as: UTF8.self)
    beginsWithMark = text.unicodeScalars.first == "\u{FEFF}"
    for line in text.split(whereSeparator: \.isNewline) {
      let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else {
        if !String(line).trimmingBlanks.isEmpty { unreadable.append(String(line)) }
        continue
      }
      values.append((String(pair[0]).trimmingBlanks, String(pair[1]).trimmingBlanks))
    }
  }

  /// The first value counts where a field is repeated.
  private func first(_ key: String) -> String? { values.first { $0.key == key }?.value }

  /// `enforce`, `testing` or `none`; empty without one.
  var mode: String { first("mode") ?? "" }

  private var patterns: [String] {
    values.filter { $0.key == "mx" }.map { $0.value.lowercased() }
  }

  private var maximumAge: Int? {
    guard let text = first("max_age"), (1...10).contains(text.count),
      text.allSatisfy(\.isASCIIDigit), let age = Int(text), age <= 31_557_600
    else { return nil }
    return age
  }

  /// What is wrong with it, and the cure.
  func problems(hosts: [String]) -> [(grade: Grade, message: String, fix: String)] {
    if beginsWithMark {
      return [(.error, "the policy begins with a byte order mark", "save it without one")]
    }
    guard first("version") == "STSv1" else {
      return [(.error, "the document is no policy of MTA-STS", "begin it with 'version: STSv1'")]
    }
    var problems: [(grade: Grade, message: String, fix: String)] = []
    if let line = unreadable.first {
      problems.append((.error, "\(line.quoted) is no field", "write it as 'NAME: VALUE'"))
    }
    if !["enforce", "testing", "none"].contains(mode) {
      problems.append((.error, "the mode is \(mode.quoted)", "write 'mode: enforce'"))
    }
    if maximumAge == nil {
      problems.append(
        (
          .error, first("max_age").map { "max_age is \($0.quoted)" } ?? "max_age is missing",
          "write 'max_age: 604800'"
        ))
    }
    guard mode != "none" else { return problems }
    if patterns.isEmpty {
      problems.append((.error, "the policy names no mail exchanger", "add an mx: line for each"))
    }
    for pattern in patterns where Self.isMalformed(pattern) {
      problems.append(
        (.error, "'mx: \(pattern)' is no host", "write one host in each mx: line"))
    }
    guard problems.isEmpty else { return problems }
    for host in hosts where !patterns.contains(where: { Self.matches(host, $0) }) {
      problems.append(
        (
          mode == "enforce" ? .error : .warning,
          "the mail exchanger \(host) is not in the policy", "add 'mx: \(host)'"
        ))
    }
    guard !hosts.isEmpty else { return problems }
    for pattern in patterns where !hosts.contains(where: { Self.matches($0, pattern) }) {
      let isAddress = (try? IPAddress(pattern)) != nil
      problems.append(
        (
          .advice,
          "'mx: \(pattern)' matches no mail exchanger" + (isAddress ? " and never can" : ""),
          "remove the line"
        ))
    }
    return problems
  }

  /// What makes a policy without faults weak, and the cure.
  var remarks: [(message: String, fix: String)] {
    switch mode {
    case "none": return [("the policy asks for nothing", "write 'mode: enforce'")]
    case "testing":
      return [
        (
          "the policy is a test: mail is delivered without encryption as well",
          "write 'mode: enforce' once the TLS reports are clean"
        )
      ]
    default:
      guard let age = maximumAge, age < 86_400 else { return [] }
      return [("the policy is forgotten within a day", "write 'max_age: 604800' or more")]
    }
  }

  private static func isMalformed(_ pattern: String) -> Bool {
    let name = pattern.hasPrefix("*.") ? String(pattern.dropFirst(2)) : pattern
    return (try? DomainName(name)) == nil && (try? IPAddress(name)) == nil
  }

  private static func matches(_ host: String, _ pattern: String) -> Bool {
    guard pattern.hasPrefix("*.") else { return host == pattern }
    return host.split(separator: ".", maxSplits: 1).dropFirst().first.map(String.init)
      == String(pattern.dropFirst(2))
  }
}
