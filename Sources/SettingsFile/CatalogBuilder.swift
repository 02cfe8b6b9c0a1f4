// SPDX-FileCopyrightText: The mkprofile contributors
// SPDX-License-Identifier: Apache-2.0

import MailSettings
import System
import Trees

/// Who serves a domain, and where that is said. Kept small: there may be millions.
struct Claim: Sendable {
  private let line: UInt32
  private let loginIndex: UInt32
  private let providerIndex: UInt16
  private let column: UInt16
  /// The file's number.
  let file: UInt16

  init(provider: Int, file: UInt16, mark: Mark, login: UInt32? = nil) {
    line = mark.line
    column = UInt16(clamping: mark.column)
    providerIndex = UInt16(clamping: provider)
    self.file = file
    loginIndex = login ?? .max
  }

  var provider: Int { Int(providerIndex) }
  /// The number of the domain that user names belong to; nil for the claimed domain itself.
  var login: Int? { loginIndex == .max ? nil : Int(loginIndex) }
  var mark: Mark { Mark(line: Int(line), column: Int(column)) }
}

/// Gathers the domains of all providers and refuses what is claimed twice.
struct CatalogBuilder {
  /// Why a domain cannot be taken.
  enum Refusal {
    case claimed(first: Claim)
    case full(limit: Int)

    func message(for name: String, in catalog: CatalogBuilder) -> String {
      switch self {
      case .claimed(let first): "\(name) is already claimed at \(catalog.place(of: first))"
      case .full(let limit): "there are more than \(limit) domains"
      }
    }

    var fix: String {
      switch self {
      case .claimed: "remove one of the two"
      case .full: "use a wildcard, or several instances"
      }
    }
  }

  private let limits: SettingsLimits
  private(set) var files: [String] = []
  private(set) var exact: [DomainName: Claim] = [:]
  private(set) var wildcards: [Wildcard: Claim] = [:]
  private(set) var loginDomains: [DomainName] = []

  init(limits: SettingsLimits) { self.limits = limits }

  /// How many files claim domains.
  var fileCount: Int { files.count }
  /// True when a claim had to be refused because there are too many.
  private(set) var isOverfull = false

  /// The number of a file that claims name.
  mutating func add(file: String) -> UInt16 {
    if files.last != file { files.append(file) }
    return UInt16(clamping: files.count - 1)
  }

  /// The number of a domain that logins belong to.
  mutating func login(at domain: DomainName) -> UInt32 {
    if loginDomains.last != domain { loginDomains.append(domain) }
    return UInt32(clamping: loginDomains.count - 1)
  }

  /// Claims a domain; gives the reason where that cannot be.
  mutating func claim(_ domain: DomainName, _ claim: Claim) -> Refusal? {
    guard hasRoom || exact[domain] != nil else { return refuseMore() }
    guard let first = exact.updateValue(claim, forKey: domain) else { return nil }
    exact[domain] = first
    return .claimed(first: first)
  }

  /// Claims what a wildcard stands for; gives the reason where that cannot be.
  mutating func claim(_ wildcard: Wildcard, _ claim: Claim) -> Refusal? {
    if let first = wildcards[wildcard] { return .claimed(first: first) }
    guard hasRoom else { return refuseMore() }
    wildcards[wildcard] = claim
    return nil
  }

  private var hasRoom: Bool { exact.count + wildcards.count < limits.domains }

  /// Says once that there are too many.
  private mutating func refuseMore() -> Refusal? {
    defer { isOverfull = true }
    return isOverfull ? nil : .full(limit: limits.domains)
  }

  /// Where a claim stands.
  func place(of claim: Claim) -> Place {
    let index = Int(claim.file)
    return Place(
      file: index < files.count ? files[index] : "", line: Int(claim.mark.line),
      column: Int(claim.mark.column))
  }
}
