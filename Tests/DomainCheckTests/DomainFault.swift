// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import DomainCheck
import TestNetwork
import Testing

/// A fault of a domain, and what must be said of it.
struct DomainFault: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let area: Area
  let message: String
  var grade = Grade.error
  let change: @Sendable (inout TestDomain.Changes) -> Void

  init(
    _ name: String, _ area: Area, _ message: String, _ grade: Grade = .error,
    _ change: @escaping @Sendable (inout TestDomain.Changes) -> Void
  ) {
    testDescription = name
    self.area = area
    self.message = message
    self.grade = grade
    self.change = change
  }

  static func zone(
    _ name: String, _ area: Area, _ message: String, _ grade: Grade = .error,
    _ change: @escaping @Sendable (inout TestZone) -> Void
  ) -> DomainFault {
    DomainFault(name, area, message, grade) { $0.zone = change }
  }

  /// Every fault that is tried.
  static let all = records + servers
}
